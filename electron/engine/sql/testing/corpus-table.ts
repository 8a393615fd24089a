import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { fieldNames, specOf } from '../../../contract/event'
import { columnsOf } from '../../case/schema'

/** A CloudTrail record as JSON gives it. */
export type RawRecord = Record<string, unknown>

/** The public records beside the project, where there are any. */
export const corpusFolder = join(import.meta.dirname, '../../../../../shared/corpus')
export const corpusIsThere = existsSync(corpusFolder)

/** Every record of some folders of the corpus, read without the importer. */
export function corpusRecords(...folders: string[]): RawRecord[] {
  return folders.flatMap((folder) =>
    readdirSync(join(corpusFolder, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .sort()
      .flatMap((name) => {
        const parsed: unknown = JSON.parse(readFileSync(join(corpusFolder, folder, name), 'utf8'))
        const list = Array.isArray(parsed) ? parsed : ((parsed as { Records?: unknown }).Records ?? [])
        return (list as RawRecord[]).filter((record) => typeof record.eventName === 'string')
      }),
  )
}

const at = (record: RawRecord, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined | null)?.[key], record)

/** One row of `events` by column name, worked out in plain JavaScript. */
export function rowOf(record: RawRecord, seq: number): Record<string, unknown> {
  const row: Record<string, unknown> = { seq, source_id: 1, byte_offset: 0, byte_length: 0, conflict: false }
  for (const field of fieldNames) {
    const { column, type, path } = specOf(field)
    const value = path ? at(record, path) : undefined
    if (value === undefined || value === null) continue
    if (type === 'json') row[column] = JSON.stringify(value)
    else if (type === 'time') row[column] = String(value).replace('Z', '')
    else if (type === 'bool') row[column] = value === true || value === 'true'
    else row[column] = typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  row.principal = at(record, ['userIdentity', 'arn']) ?? at(record, ['userIdentity', 'type']) ?? null
  row.outcome = record.errorCode
    ? /denied|unauthorized/i.test(String(record.errorCode))
      ? 'denied'
      : 'failed'
    : 'succeeded'
  row.resource_arns = ((record.resources ?? []) as { ARN?: string }[]).flatMap(({ ARN }) =>
    ARN ? [ARN] : [],
  )
  row.event_category ??= record.managementEvent === false ? 'Data' : 'Management'
  return row
}

/** Writes records as a Parquet segment the way a case has it. */
export async function writeEvents(connection: DuckDBConnection, records: readonly RawRecord[], file: string) {
  const folder = mkdtempSync(join(tmpdir(), 'backtrail-test-'))
  const lines = join(folder, 'rows.ndjson')
  writeFileSync(lines, records.map((record, seq) => JSON.stringify(rowOf(record, seq))).join('\n'))
  const types = columnsOf('events').map(({ name, type }) => `'${name}': '${type}'`)
  await connection.run(
    `COPY (SELECT * FROM read_json('${lines}', format = 'newline_delimited', columns = {${types.join(', ')}}) ORDER BY event_time, seq) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`,
  )
  rmSync(folder, { recursive: true })
}
