import type { FieldName } from '../../contract/event'
import type { Cell, Facet, Histogram, Page } from '../../contract/events'
import type { View } from '../../contract/view'
import { type CaseReader, isoFromMicros, microsFromIso } from '../case/connection'
import { ident, type Sql, sql, sqlJoin, sqlTrusted } from '../sql-text'
import { chooseBars } from './bars'
import { fieldCell, fieldRef, fieldText, listElements, sortKey, typeOfField } from './field-sql'
import { stackSeries } from './series'
import { canonicalField, fieldOfClause, whereFor } from './where'

/**
 * Every question answered by one statement over the Parquet segments: what is right by construction, what tests compare
 * the index with, and what a case too large for the index is served by.
 */

const one = async (db: CaseReader, statement: Sql): Promise<number> =>
  Number((await db.rows(statement))[0]?.n ?? 0)

export async function countBySql(db: CaseReader, view: View): Promise<{ visible: number; total: number }> {
  const total = await one(
    db,
    sql`-- name: events.total
SELECT count(*) AS n FROM events`,
  )
  const where = whereFor(view)
  const visible =
    where.text === ''
      ? total
      : await one(
          db,
          sql`-- name: events.count
SELECT count(*) AS n FROM events${where}`,
        )
  return { visible, total }
}

/** Microseconds of the first and last event of the case; null when none has a time. */
export async function spanBySql(db: CaseReader): Promise<{ min: bigint; max: bigint } | null> {
  const [row] = await db.rows(sql`-- name: events.span
SELECT epoch_us(min(event_time)) AS min, epoch_us(max(event_time)) AS max FROM events`)
  if (row?.min == null || row.max == null) return null
  return { min: BigInt(row.min as number), max: BigInt(row.max as number) }
}

/** Axis in milliseconds: the View's range, else the whole case, so that it does not jump when a filter changes. */
export async function axisBySql(db: CaseReader, view: View): Promise<{ from: number; to: number } | null> {
  if (view.range) return { from: Date.parse(view.range.from), to: ceilMs(microsFromIso(view.range.to)) }
  const span = await spanBySql(db)
  return span && { from: Number(span.min / 1000n), to: Number(span.max / 1000n) + 1 }
}

export const ceilMs = (micros: bigint): number => Number((micros + 999n) / 1000n)

export async function histogramBySql(
  db: CaseReader,
  view: View,
  by: FieldName,
  most: number,
): Promise<Histogram | null> {
  const axis = await axisBySql(db, view)
  if (!axis) return null
  const { barMs, fromMs, bars } = chooseBars(axis.from, axis.to, most)
  const where = whereFor(view)
  const rows = await db.rows(sql`-- name: events.histogram
SELECT
  (epoch_ms(event_time) - ${fromMs}) // ${barMs} AS bar,
  ${fieldText(fieldRef(by))} AS value,
  count(*) AS n
FROM events${where}
GROUP BY ALL`)
  const withTime = rows.filter((row) => row.bar !== null)
  const withoutTime = rows.filter((row) => row.bar === null).reduce((sum, row) => sum + Number(row.n), 0)
  const counts = new Map<string | null, number[]>()
  for (const row of withTime) {
    const value = row.value as string | null
    const series = counts.get(value) ?? new Array<number>(bars).fill(0)
    series[Number(row.bar)] = Number(row.n)
    counts.set(value, series)
  }
  return {
    barMs,
    from: isoFromMicros(BigInt(fromMs) * 1000n),
    bars,
    series: stackSeries([...counts].map(([value, numbers]) => ({ value, counts: numbers }))),
    withoutTime,
  }
}

/** Values a View names for a field, excluded ones too: they stay listed whatever their count. */
export function selectedValues(view: View, field: string): (string | null)[] {
  const named = view.filters.flatMap((filter) =>
    filter.kind === 'values' && fieldOfClause(filter) === field ? filter.values : [],
  )
  return [...new Set(named)]
}

export async function facetBySql(
  db: CaseReader,
  view: View,
  field: string,
  top: number,
  search: string,
  rarestFirst = false,
): Promise<Facet> {
  const ref = fieldRef(field)
  const canonical = canonicalField(field)
  const value = typeOfField(ref) === 'list' ? listElements(ref.field) : fieldText(ref)
  const needle = search.toLowerCase()
  const selected = selectedValues(view, canonical).filter(
    (text) => needle === '' || text?.toLowerCase().includes(needle),
  )
  const named = sqlJoin(
    selected.flatMap((text) => (text === null ? [] : [sql`${text}`])),
    ', ',
  )
  const byCount = sqlTrusted(
    rarestFirst ? 'nullif(counted.n, 0) ASC NULLS LAST' : 'coalesce(counted.n, 0) DESC',
  )
  const rows = await db.rows(sql`-- name: events.facets
WITH counted AS (
  SELECT value, count(*) AS n
  FROM (SELECT ${value} AS value FROM events${whereFor(view, canonical)})
  GROUP BY value
), whole AS (
  SELECT value, count(*) AS n FROM (SELECT ${value} AS value FROM events) GROUP BY value
), ranked AS (
  SELECT
    whole.value, coalesce(counted.n, 0) AS n, whole.n AS total,
    row_number() OVER (ORDER BY ${byCount}, whole.value ASC NULLS LAST) AS place
  FROM whole LEFT JOIN counted ON counted.value IS NOT DISTINCT FROM whole.value
  ${needle === '' ? sqlTrusted('') : sql`WHERE contains(lower(whole.value), ${needle})`}
), marked AS (
  SELECT *, (place <= ${top} AND n > 0)
    OR coalesce(value IN (${named.text === '' ? sqlTrusted('NULL') : named}), false)
    OR (value IS NULL AND ${selected.includes(null)}) AS listed
  FROM ranked
)
SELECT value, n, total, place, listed FROM marked WHERE listed
UNION ALL
SELECT NULL, coalesce(sum(n), 0)::BIGINT, count(*) FILTER (n > 0), NULL, false FROM marked WHERE NOT listed
ORDER BY place NULLS LAST`)
  const listed = rows
    .filter((row) => row.listed)
    .map((row) => ({ value: row.value as string | null, count: Number(row.n), total: Number(row.total) }))
  const rest = rows.find((row) => !row.listed)
  return {
    field,
    values: [...listed, ...unknownValues(selected, listed)],
    other: { count: Number(rest?.n ?? 0), values: Number(rest?.total ?? 0) },
  }
}

/** Values a View names that the case does not hold: listed all the same, with nothing. */
export function unknownValues(
  selected: readonly (string | null)[],
  listed: readonly { value: string | null }[],
) {
  const known = new Set(listed.map(({ value }) => value))
  return selected.filter((value) => !known.has(value)).map((value) => ({ value, count: 0, total: 0 }))
}

/** Order of a View; equal rows stand in the order of `seq`, turned around where the first key descends. */
export function orderBy(view: View): Sql {
  const keys = view.sort.map(({ field, descending }) =>
    sqlTrusted(`${sortKey(field).text} ${descending ? 'DESC' : 'ASC'} NULLS LAST`),
  )
  const tie = view.sort[0]?.descending ? 'seq DESC' : 'seq ASC'
  return sql` ORDER BY ${sqlJoin([...keys, sqlTrusted(tie)], ', ')}`
}

export async function pageBySql(
  db: CaseReader,
  view: View,
  from: number,
  count: number,
  fields: readonly string[],
): Promise<Page> {
  const cells = fields.map((field, at) => sql`${fieldCell(fieldRef(field))} AS ${sqlTrusted(`c${at}`)}`)
  const where = whereFor(view)
  const { data } = await db.columns(sql`-- name: events.page
SELECT ${sqlJoin(cells, ', ')} FROM events${where}${orderBy(view)} LIMIT ${count} OFFSET ${from}`)
  const { visible } = await countBySql(db, view)
  return {
    total: visible,
    from,
    columns: [...fields],
    data: fields.map((_, at) => data[at] ?? ([] as Cell[])),
  }
}

/** Positions of a View, as `seq`, in its order. */
export async function seqsBySql(db: CaseReader, view: View): Promise<number[]> {
  const { data } = await db.columns(sql`-- name: events.seqs
SELECT ${ident('seq')} FROM events${whereFor(view)}${orderBy(view)}`)
  return (data[0] ?? []) as number[]
}
