import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { type Case, openCase } from '../../case/case'
import { emptyManifest, type Segment, writeManifest } from '../../case/manifest'
import { columnsOf } from '../../case/schema'
import { type RawRecord, writeEvents } from './corpus-table'

export type TestCase = { readonly opened: Case; readonly path: string; remove(): Promise<void> }

/** A case of these records in a temporary folder, without the importer. */
export async function caseOf(records: readonly RawRecord[]): Promise<TestCase> {
  const root = mkdtempSync(join(tmpdir(), 'backtrail-sql-'))
  const path = join(root, 'Test.backtrail')
  for (const folder of ['events', 'sources']) mkdirSync(join(path, folder), { recursive: true })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await writeEvents(connection, records, join(path, 'events/0.parquet'))
  const values = columnsOf('sources').map(({ name, type }) => {
    const value =
      { source_id: '1', path: "'trail/one.json.gz'", size: '1234', status: "'loaded'" }[name] ?? 'NULL'
    return `${value}::${type} AS ${name}`
  })
  await connection.run(
    `COPY (SELECT ${values.join(', ')}) TO '${join(path, 'sources/0.parquet')}' (FORMAT parquet)`,
  )
  connection.closeSync()
  instance.closeSync()
  const segment = (kind: string, rows: number): Segment => ({
    kind,
    file: `${kind}/0.parquet`,
    rows,
    bytes: statSync(join(path, kind, '0.parquet')).size,
    minTime: null,
    maxTime: null,
    firstSeq: kind === 'events' ? 0 : null,
    lastSeq: kind === 'events' ? rows - 1 : null,
  })
  const manifest = emptyManifest('test', new Date(0))
  await writeManifest(path, {
    ...manifest,
    revision: 1,
    nextSeq: records.length,
    nextSourceId: 2,
    segments: [segment('events', records.length), segment('sources', 1)],
  })
  const opened = await openCase(path)
  return {
    opened,
    path,
    async remove() {
      await opened.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}
