import { type Sql, sql, sqlTrusted } from './sql-text'

/** An event is named by its position or by its event ID. */
export type RecordKey = { seq: number } | { eventId: string }

/**
 * What a record goes by: its event ID, or `#` and its position in the case where it was delivered without one.
 * `position` is the column of the position as it is named in the query.
 */
export const recordName = (position = 'seq'): Sql =>
  sqlTrusted(`coalesce(event_id, '#' || ${position}::VARCHAR)`)

/** The condition of a query over events that finds the record of a key. */
export function recordWhere(key: RecordKey): Sql {
  if ('seq' in key) return sql`seq = ${key.seq}`
  const position = /^#(\d{1,15})$/.exec(key.eventId)?.[1]
  return position === undefined
    ? sql`event_id = ${key.eventId}`
    : sql`event_id = ${key.eventId} OR (event_id IS NULL AND seq = ${Number(position)})`
}
