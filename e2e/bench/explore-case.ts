import { existsSync } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { specOf } from '../../electron/contract/event'
import { emptyManifest, type Segment, writeManifest } from '../../electron/engine/case/manifest'
import { columnsOf } from '../../electron/engine/case/schema'
import shapesSql from './explore-case.sql?raw'

const segmentRows = 250_000

/**
 * A case of `events` made events, written straight into segments: the same rows for the same number, without the hour
 * that generating and importing as much JSON would take. Kept in `folder` from run to run.
 */
export async function exploreCase(folder: string, events: number): Promise<string> {
  const path = join(folder, `explore-${events}.backtrail`)
  if (existsSync(join(path, 'manifest.json'))) return path
  const draft = `${path}.new`
  await rm(draft, { recursive: true, force: true })
  await mkdir(join(draft, 'events'), { recursive: true })
  const segments: Segment[] = []
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '4GiB' })
  const connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
  for (let at = 0; at * segmentRows < events; at += 1) {
    const rows = Math.min(segmentRows, events - at * segmentRows)
    const file = `events/explore-${String(at).padStart(5, '0')}.parquet`
    const first = at * segmentRows
    const made = shapesSql
      .replaceAll('$first', String(first))
      .replaceAll('$rows', String(rows))
      .replaceAll('$events', String(events))
    const known = made.match(/\bAS (\w+)/g)?.map((found) => found.slice(3)) ?? []
    const columns = columnsOf('events').map(({ name, type }) =>
      name === 'seq'
        ? `(${first} + row_number() OVER (ORDER BY event_time) - 1)::BIGINT AS seq`
        : known.includes(name)
          ? `${name}::${type} AS ${name}`
          : `NULL::${type} AS ${name}`,
    )
    await connection.run(
      `COPY (SELECT ${columns.join(', ')} FROM (${made}) ORDER BY seq) TO '${join(draft, file)}' (FORMAT parquet, COMPRESSION zstd)`,
    )
    const range = await connection.runAndReadAll(
      `SELECT epoch_us(min(${specOf('eventTime').column})), epoch_us(max(event_time)) FROM '${join(draft, file)}'`,
    )
    const [minTime, maxTime] = range.getRows()[0] as [bigint, bigint]
    segments.push({
      kind: 'events',
      file,
      rows,
      bytes: (await stat(join(draft, file))).size,
      minTime: Number(minTime),
      maxTime: Number(maxTime),
      firstSeq: first,
      lastSeq: first + rows - 1,
    })
  }
  connection.closeSync()
  instance.closeSync()
  const manifest = emptyManifest('bench', new Date(0))
  await writeManifest(draft, {
    ...manifest,
    revision: 1,
    nextSeq: events,
    segments,
    records: { read: events, stored: events, duplicates: 0, rejected: 0 },
  })
  await rename(draft, path)
  return path
}
