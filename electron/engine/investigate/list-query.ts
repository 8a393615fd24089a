import type { z } from 'zod'
import type { Cause, Deletion, Human, Impact, Outcome, Recoverable, Target } from '../../contract/deletions'
import { type DeletionFilter, deletionFacets, type deletionsApi } from '../../contract/deletions-api'
import { type CaseReader, microsFromIso, type Row } from '../case/connection'
import { type Sql, sql, sqlJoin, sqlTrusted } from '../sql-text'
import { isoOf } from './list-build'
import { actorOf, principalOf } from './principal'

type FacetField = (typeof deletionFacets)[number]
type ListPage = z.output<(typeof deletionsApi)['deletions.list']['result']>
type Facets = z.output<(typeof deletionsApi)['deletions.facets']['result']>

const columnOf: Record<FacetField, Sql> = {
  impact: sqlTrusted('kind'),
  service: sqlTrusted('event_source'),
  targetType: sqlTrusted('target_type'),
  outcome: sqlTrusted('outcome'),
  actor: sqlTrusted('actor'),
  human: sqlTrusted('human_name'),
  account: sqlTrusted('account'),
  region: sqlTrusted('region'),
  cause: sqlTrusted('cause_kind'),
}

/** The conditions of a filter, empty for none; `without` leaves out one field's own, for its facet. */
export function filterSql(filter: DeletionFilter, without?: FacetField): Sql {
  const parts: Sql[] = []
  if (filter.range) {
    parts.push(sql`us >= ${microsFromIso(filter.range.from)} AND us < ${microsFromIso(filter.range.to)}`)
  }
  for (const field of deletionFacets) {
    const values = filter[field]
    if (field === without || values.length === 0) continue
    const any = values.map((value) =>
      field === 'targetType'
        ? sql`list_contains(target_types, ${value})`
        : sql`${columnOf[field]} IS NOT DISTINCT FROM ${value}`,
    )
    parts.push(sql`(${sqlJoin(any, ' OR ')})`)
  }
  const target = filter.target.trim().toLowerCase()
  if (target !== '') parts.push(sql`contains(search, ${target})`)
  const who = filter.who.trim().toLowerCase()
  if (who !== '') {
    parts.push(
      sql`contains(lower(concat_ws(chr(10), actor, p_arn, p_key, p_user, p_role, human_name, human_arn)), ${who})`,
    )
  }
  return sqlJoin(parts, ' AND ')
}

/** One page of the list by time, how many the filter leaves, and how many there are. */
export async function listPage(
  db: CaseReader,
  list: Sql,
  filter: DeletionFilter,
  page: { descending: boolean; from: number; count: number },
): Promise<ListPage> {
  const where = filterSql(filter)
  const order = sqlTrusted(page.descending ? 'us DESC, seq DESC' : 'us, seq')
  const [counts] = await db.rows(sql`-- name: deletions.count
SELECT count(*) AS all_rows, count(*) FILTER (shown) AS total FROM (SELECT ${where.text === '' ? sqlTrusted('true') : where} AS shown FROM ${list})`)
  const found = await db.rows(sql`-- name: deletions.positions
SELECT seq, us FROM ${list} ${where.text === '' ? where : sql`WHERE ${where}`} ORDER BY ${order} LIMIT ${page.count} OFFSET ${page.from}`)
  const rows = found.length === 0 ? [] : await db.rows(rowsSql(list, found, order))
  return { total: Number(counts?.total), all: Number(counts?.all_rows), deletions: rows.map(deletionOf) }
}

/** All columns of a few rows: their times lead to the row groups they stand in, and the rest is not read. */
function rowsSql(list: Sql, found: readonly Row[], order: Sql): Sql {
  const times = found.flatMap(({ us }) => (us === null ? [] : [Number(us)]))
  const within =
    times.length < found.length ? sql`true` : sql`us BETWEEN ${Math.min(...times)} AND ${Math.max(...times)}`
  const seqs = JSON.stringify(found.map(({ seq }) => seq))
  return sql`-- name: deletions.rows
SELECT l.* FROM ${list} AS l SEMI JOIN (SELECT unnest(from_json(${seqs}, '["BIGINT"]')) AS seq) AS w ON w.seq = l.seq
WHERE ${within} ORDER BY ${order}`
}

/** Values of every facet, each counted with all conditions but its own. */
export async function listFacets(
  db: CaseReader,
  list: Sql,
  filter: DeletionFilter,
  top: number,
): Promise<Facets> {
  const facets: Facets['facets'] = []
  for (const field of deletionFacets) {
    const column = columnOf[field]
    const rows = sqlTrusted(
      field === 'targetType'
        ? `(SELECT *, unnest(target_types) AS target_type FROM ${list.text})`
        : list.text,
    )
    const chosen = sqlJoin(
      filter[field].map((value) => sql`${column} IS NOT DISTINCT FROM ${value}`),
      ' OR ',
    )
    const first = filter[field].length > 0 ? sql`(${chosen}) DESC,` : sqlTrusted('')
    const shown = filterSql(filter, field)
    const values = await db.rows(sql`-- name: deletions.facet
SELECT ${column} AS value, count(*) FILTER (${shown.text === '' ? sqlTrusted('true') : shown}) AS n, count(*) AS total
FROM ${rows} AS t GROUP BY value ORDER BY ${first} n DESC, total DESC, value LIMIT ${top}`)
    facets.push({
      field,
      values: values.map(({ value, n, total }) => ({
        value: value as string | null,
        count: Number(n),
        total: Number(total),
      })),
    })
  }
  return { facets }
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** A row of the list as the contract has it. */
export function deletionOf(row: Row): Deletion {
  const causeKind = text(row.cause_kind)
  return {
    seq: Number(row.seq),
    eventId: String(row.event_id),
    eventTime: isoOf(row.us),
    account: text(row.account),
    region: text(row.region),
    eventSource: String(row.event_source),
    eventName: String(row.event_name),
    impact: row.kind as Impact,
    outcome: row.outcome as Outcome,
    outcomeReason: text(row.outcome_reason),
    targets: targetsOf(row),
    targetsUnknown: text(row.targets_unknown),
    actor: { ...actorOf(principalOf(row), text(row.source_ip), text(row.user_agent)) },
    human: humanOfRow(row),
    cause:
      causeKind === null || causeKind === 'direct'
        ? null
        : {
            kind: causeKind as Cause['kind'],
            eventId: text(row.cause_event_id),
            why: text(row.cause_why) ?? '',
          },
    recoverable: row.recoverable ? (JSON.parse(String(row.recoverable)) as Recoverable) : null,
    children: Number(row.children ?? 0),
  }
}

export const targetsOf = (row: Row): Target[] => JSON.parse(text(row.targets) ?? '[]') as Target[]

function humanOfRow(row: Row): Human | null {
  const kind = text(row.human_kind)
  if (kind === null) return null
  return {
    kind: kind as Human['kind'],
    name: text(row.human_name) ?? '',
    arn: text(row.human_arn),
    grade: row.human_grade as Human['grade'],
  }
}
