import type { DuckDBConnection } from '@duckdb/node-api'
import type { Cell } from '../../contract/events'
import type { View } from '../../contract/view'
import type { Case } from '../case/case'
import { bindingsOf, isoFromMicros, microsFromIso, toCell } from '../case/connection'
import { throwIfCancelled } from '../query/index/slices'
import { orderBy } from '../query/sql-answers'
import { whereFor } from '../query/where'
import { type Sql, sql, sqlEmpty, sqlJoin, sqlTrusted } from '../sql-text'

/** Events a statement where the order is that of time: bounds what DuckDB has to sort at once. */
const eventsASlice = 200_000

/** Puts the chosen positions where statements of this connection can see them. */
export async function chooseRows(connection: DuckDBConnection, seqs: readonly number[] | null): Promise<Sql> {
  if (!seqs) return sqlEmpty
  await connection.run('CREATE OR REPLACE TEMP TABLE chosen (seq BIGINT)')
  const appender = await connection.createAppender('chosen')
  for (const seq of seqs) {
    appender.appendBigInt(BigInt(seq))
    appender.endRow()
  }
  appender.closeSync()
  return sqlTrusted('seq IN (FROM chosen)')
}

/** WHERE of a View, and of the chosen rows where there are any. */
export function whereChosen(view: View, chosen: Sql): Sql {
  const where = whereFor(view)
  if (chosen.text === '') return where
  return where.text === '' ? sql` WHERE ${chosen}` : sql`${where} AND ${chosen}`
}

/**
 * The events of a View in its order, some thousand at a time, one array a column. Where that is the order of time the
 * case is read slice by slice, so that the first events come at once and no more than a slice is ever sorted.
 */
export async function* eventBatches(
  opened: Case,
  connection: DuckDBConnection,
  view: View,
  chosen: Sql,
  cells: readonly Sql[],
  signal: AbortSignal,
): AsyncGenerator<Cell[][]> {
  for (const slice of slicesOf(opened, view)) {
    const statement = sql`-- name: export.batch
SELECT ${sqlJoin(cells, ', ')} FROM events${whereChosen(slice, chosen)}${orderBy(view)}`
    const { values, types } = bindingsOf(statement.params)
    const result = await connection.stream(statement.text, values, types)
    for (;;) {
      const chunk = await result.fetchChunk()
      throwIfCancelled(signal)
      if (!chunk || chunk.rowCount === 0) break
      yield cells.map((_, at) => chunk.getColumnValues(at).map((value) => toCell(value)))
    }
  }
}

/** The View cut along time, in its order; what has no time comes last. */
export function slicesOf(opened: Case, view: View): View[] {
  const [first] = view.sort
  const segments = opened.manifest.segments.filter(({ kind }) => kind === 'events')
  const times = segments.flatMap(({ minTime, maxTime }) =>
    minTime === null || maxTime === null ? [] : [minTime, maxTime],
  )
  const events = segments.reduce((sum, { rows }) => sum + rows, 0)
  const pieces = Math.ceil(events / eventsASlice)
  if (first?.field !== 'eventTime' || pieces < 2 || times.length === 0) return [view]
  const from = view.range ? Number(microsFromIso(view.range.from)) : Math.min(...times)
  const to = view.range ? Number(microsFromIso(view.range.to)) : Math.max(...times) + 1
  if (to <= from) return [view]
  const edges = Array.from({ length: pieces + 1 }, (_, at) => from + Math.round(((to - from) / pieces) * at))
  const slices = edges.slice(1).map((end, at) => ({
    ...view,
    range: { from: isoFromMicros(BigInt(edges[at] ?? from)), to: isoFromMicros(BigInt(end)) },
  }))
  if (first.descending) slices.reverse()
  return view.range ? slices : [...slices, { ...view, filters: [...view.filters, withoutTime] }]
}

const withoutTime: View['filters'][number] = {
  kind: 'values',
  id: 'without-time',
  exclude: false,
  disabled: false,
  field: 'eventTime',
  values: [null],
}
