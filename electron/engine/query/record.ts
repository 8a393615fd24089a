import type { z } from 'zod'
import { EngineError, isCancelled } from '../../contract/errors'
import { type FieldName, fieldNames, specOf } from '../../contract/event'
import type { Cell, EventRecord, Provenance } from '../../contract/events'
import type { Case } from '../case/case'
import type { CaseReader, Row } from '../case/connection'
import { rebuildRecord } from '../ingest/rebuild'
import { deliveredJson, readDelivered } from '../ingest/reread'
import { type RecordKey, recordWhere } from '../record-name'
import { sql } from '../sql-text'

export type StoredRecord = { row: Row; source: Row }

/** The row of one event, all columns, with the row of the file it came from. Error: event/not-found. */
export async function storedRecord(db: CaseReader, key: RecordKey): Promise<StoredRecord> {
  const [row] = await db.rows(sql`-- name: events.record
SELECT * FROM events WHERE ${recordWhere(key)} ORDER BY seq LIMIT 1`)
  if (!row) {
    const named = 'seq' in key ? `at position ${key.seq}` : `with the ID ${key.eventId}`
    throw new EngineError('event/not-found', `There is no event ${named} in this case.`, {
      hint: 'Check the ID, and that this is the case it was imported into.',
    })
  }
  const [source] = await db.rows(sql`-- name: events.record.source
SELECT * FROM sources WHERE source_id = ${Number(row.source_id)}`)
  return { row, source: source ?? {} }
}

/** Bytes of the record as they stand in the (inflated) file. Errors: input/source-gone, input/source-changed. */
export async function deliveredBytes(opened: Case, { row, source }: StoredRecord): Promise<Buffer> {
  if (source.path === undefined) {
    throw new EngineError('input/source-gone', 'The case does not say which file this event came from.')
  }
  return readDelivered(opened, source, Number(row.byte_offset), Number(row.byte_length))
}

/** One event for the record pane: its columns, its JSON as delivered or rebuilt and marked so, and where it came from. */
export async function readRecord(opened: Case, key: RecordKey, signal: AbortSignal): Promise<EventRecord> {
  const stored = await opened.read(signal, (db) => storedRecord(db, key))
  const { row } = stored
  const text = await recordText(opened, stored)
  return {
    seq: Number(row.seq),
    fields: fieldsOf(row),
    ...text,
    provenance: provenanceOf(stored),
  }
}

/** The bytes of one event as they stand in its file. Errors: event/not-found, input/source-gone, input/source-changed. */
export async function readRaw(opened: Case, key: RecordKey, signal: AbortSignal) {
  const stored = await opened.read(signal, (db) => storedRecord(db, key))
  const bytes = await deliveredBytes(opened, stored)
  return { base64: bytes.toString('base64'), provenance: provenanceOf(stored) }
}

const provenanceOf = ({ row, source }: StoredRecord): z.infer<typeof Provenance> => ({
  path: String(source.path ?? ''),
  sha256: (source.sha256 ?? null) as string | null,
  byteOffset: Number(row.byte_offset),
  byteLength: Number(row.byte_length),
  sourceId: Number(row.source_id),
})

type RecordText = Pick<EventRecord, 'json' | 'delivered' | 'rebuiltBecause'>

/** The record's JSON as delivered, or rebuilt from the columns with the reason. */
export async function recordText(opened: Case, stored: StoredRecord): Promise<RecordText> {
  try {
    const bytes = await deliveredBytes(opened, stored)
    const json = deliveredJson(bytes)
    if (json !== null) return { json, delivered: true, rebuiltBecause: null }
    return { json: rebuildRecord(stored.row), delivered: false, rebuiltBecause: 'It is the row of a table.' }
  } catch (error) {
    if (!(error instanceof EngineError) || isCancelled(error)) throw error
    return { json: rebuildRecord(stored.row), delivered: false, rebuiltBecause: error.message }
  }
}

function fieldsOf(row: Row): EventRecord['fields'] {
  const fields: Partial<Record<FieldName, Cell>> = {}
  for (const field of fieldNames) {
    const { column, group } = specOf(field)
    if (group !== 'payload') fields[field] = row[column] ?? null
  }
  return fields
}
