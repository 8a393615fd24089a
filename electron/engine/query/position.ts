import type { View } from '../../contract/view'
import { type CaseReader, microsFromIso } from '../case/connection'
import { sql } from '../sql-text'
import { orderBy } from './sql-answers'
import { whereFor } from './where'

export type PositionOf = { seq: number } | { time: string }

/** Row index in the sorted View, counted by SQL. */
export async function positionBySql(db: CaseReader, view: View, of: PositionOf): Promise<number | null> {
  if ('seq' in of) {
    const [row] = await db.rows(sql`-- name: events.position
SELECT place FROM (SELECT seq, row_number() OVER (${orderBy(view)}) - 1 AS place FROM events${whereFor(view)})
WHERE seq = ${of.seq}`)
    return row ? Number(row.place) : null
  }
  const [first] = view.sort
  if (first?.field !== 'eventTime') return null
  const at = sql`make_timestamp(${microsFromIso(of.time)})`
  const before = first.descending ? sql`event_time > ${at}` : sql`event_time < ${at}`
  const [row] = await db.rows(sql`-- name: events.position.time
SELECT count(*) FILTER (${before}) AS before, count(*) AS n FROM events${whereFor(view)}`)
  return clampIndex(Number(row?.before), Number(row?.n))
}

/** The last row where the moment lies beyond all; null without rows. */
export const clampIndex = (index: number, rows: number): number | null =>
  rows === 0 ? null : Math.min(index, rows - 1)
