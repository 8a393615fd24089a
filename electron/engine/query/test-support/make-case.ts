import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { emptyManifest, type Manifest, writeManifest } from '../../case/manifest'
import { columnsOf } from '../../case/schema'
import { lineOf, type TestRow } from './rows'

/**
 * Writes a case whose events are the given groups, one segment each, sorted and numbered as an import leaves them.
 * Returns the rows with their `seq`.
 */
export async function makeCase(folder: string, groups: Omit<TestRow, 'seq'>[][]): Promise<TestRow[]> {
  await writeManifest(folder, emptyManifest('test', new Date(0)))
  return addSegments(folder, emptyManifest('test', new Date(0)), groups)
}

/** Commits further segments to a case, as an import that goes on does. */
export async function addSegments(
  folder: string,
  before: Manifest,
  groups: Omit<TestRow, 'seq'>[][],
): Promise<TestRow[]> {
  await mkdir(join(folder, 'events'), { recursive: true })
  let nextSeq = before.nextSeq
  const all: TestRow[] = []
  const segments = [...before.segments]
  for (const group of groups) {
    const sorted = [...group].sort((a, b) => (a.timeMicros ?? Infinity) - (b.timeMicros ?? Infinity))
    const rows = sorted.map((row) => ({ ...row, seq: nextSeq++ }) as TestRow)
    const file = `events/segment-${segments.length}.parquet`
    await writeSegment(join(folder, file), rows)
    const times = rows.flatMap(({ timeMicros }) => (timeMicros === null ? [] : [timeMicros]))
    segments.push({
      kind: 'events',
      file,
      rows: rows.length,
      bytes: (await stat(join(folder, file))).size,
      minTime: times[0] ?? null,
      maxTime: times.at(-1) ?? null,
      firstSeq: rows[0]?.seq ?? null,
      lastSeq: rows.at(-1)?.seq ?? null,
    })
    all.push(...rows)
  }
  await writeManifest(folder, {
    ...before,
    revision: before.revision + 1,
    nextSeq,
    segments,
    records: { ...before.records, stored: before.records.stored + all.length },
  })
  return all
}

async function writeSegment(path: string, rows: TestRow[]): Promise<void> {
  const lines = `${path}.ndjson`
  await writeFile(lines, rows.map(lineOf).join('\n'))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const columns = columnsOf('events')
  const types = columns.map(({ name, type }) => `"${name}": '${type}'`).join(', ')
  await connection.run(
    `COPY (SELECT ${columns.map(({ name }) => `"${name}"`).join(', ')}
      FROM read_json('${lines}', format = 'newline_delimited', columns = {${types}}) ORDER BY seq)
      TO '${path}' (FORMAT parquet, COMPRESSION zstd)`,
  )
  connection.closeSync()
  instance.closeSync()
  await rm(lines)
}
