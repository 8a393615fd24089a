import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { ImportProgress, ImportResult } from '../../contract/case'
import { EngineError } from '../../contract/errors'
import { commit, createOrOpen, fileSize, removeOrphans } from '../case/commit'
import { openDatabase } from '../case/database'
import { lockCase } from '../case/lock'
import type { Segment } from '../case/manifest'
import { columnsOf, declaredKinds } from '../case/schema'
import { sqlLiteral } from '../sql-text'
import derivedSql from './derived.sql?raw'
import { finishedColumns } from './finish'
import { scanValue, skipSpace } from './json-scan'
import { stagedColumns } from './layout'
import { cellsOf } from './record-cells'
import { factsOfName } from './source-name'

export type ImportOptions = {
  paths: string[]
  casePath: string
  /** Keep a copy of every file inside the case. */
  copy: boolean
  signal: AbortSignal
  onProgress: (report: ImportProgress) => void
  /** Called once the case folder and its manifest are there. */
  onReady?: () => void
}

type SourceRow = Record<string, string | number | null>

/** Imports archives into a case, made when it is not there yet. */
export async function importArchive(options: ImportOptions): Promise<ImportResult> {
  const started = performance.now()
  const { casePath } = options
  let { manifest } = await createOrOpen(casePath)
  const lock = await lockCase(casePath)
  try {
    options.onReady?.()
    const staging = join(casePath, 'staging')
    await rm(staging, { recursive: true, force: true })
    await mkdir(staging, { mode: 0o700 })
    await removeOrphans(casePath, manifest, declaredKinds().keys())
    const files: string[] = []
    for (const path of options.paths) await walk(resolve(path), files)
    const database = await openDatabase({ folders: [casePath] })
    const db = await database.instance.connect()
    try {
      for (const statement of derivedSql.split(/;\s*$/m)) if (statement.trim()) await db.run(statement)
      const known = await knownPaths(db, casePath, manifest.segments)
      const fresh = files.filter((path) => !known.has(path))
      const rows: string[] = []
      const sources: SourceRow[] = []
      let done = 0
      const totals = { read: 0, stored: 0, duplicates: 0, rejected: 0 }
      let skipped = 0
      let jsonBytes = 0
      const flush = async () => {
        if (sources.length === 0) return
        const segments: Segment[] = []
        const stamp = String(manifest.revision).padStart(6, '0')
        if (rows.length > 0) {
          await writeFile(join(staging, 'rows.ndjson'), rows.join('\n'))
          segments.push(await writeEvents(db, casePath, stamp, manifest.nextSeq))
        }
        await writeFile(join(staging, 'sources.ndjson'), sources.map((row) => JSON.stringify(row)).join('\n'))
        segments.push(await writeKind(db, casePath, 'sources', stamp, sources.length))
        manifest = await commit(casePath, manifest, {
          segments,
          events: rows.length,
          sources: sources.length,
          files: { loaded: sources.length - skipped, skipped },
          records: { read: rows.length, stored: rows.length, duplicates: 0, rejected: 0 },
          jsonBytes,
        })
        totals.read += rows.length
        totals.stored += rows.length
        rows.length = 0
        sources.length = 0
        skipped = 0
        jsonBytes = 0
      }
      const report = (phase: ImportProgress['phase'], current: string | null) =>
        options.onProgress({
          phase,
          files: { done, total: fresh.length, skipped },
          records: { ...totals },
          bytes: { read: 0, total: null, inflated: manifest.jsonBytes },
          elapsedMs: performance.now() - started,
          remainingMs: null,
          revision: manifest.revision,
          current,
        })
      for (const path of fresh) {
        options.signal.throwIfAborted()
        report('reading', path)
        const found = await readFile(path)
        const sourceId = manifest.nextSourceId + sources.length
        let bytes: Buffer
        try {
          bytes = found[0] === 0x1f && found[1] === 0x8b ? gunzipSync(found) : found
        } catch {
          bytes = Buffer.alloc(0)
        }
        jsonBytes += bytes.length
        const read = splitRecords(bytes, (start, end) => {
          const cells = Object.fromEntries(cellsOf(bytes.subarray(start, end)))
          rows.push(
            JSON.stringify(
              { ...cells, source_id: sourceId, byte_offset: start, byte_length: end - start },
              (_, v) => (typeof v === 'bigint' ? Number(v) : v),
            ),
          )
        })
        const facts = factsOfName(path)
        if (read === 0) skipped += 1
        sources.push({
          source_id: sourceId,
          path,
          kind: read ? 'cloudtrail' : 'other',
          size: found.length,
          sha256: createHash('sha256').update(found).digest('hex'),
          content_sha256: createHash('sha256').update(bytes).digest('hex'),
          status: read ? 'loaded' : 'skipped',
          reason: read ? null : 'not a CloudTrail log file',
          delivered_at: facts.deliveredAt,
          account: facts.account,
          region: facts.region,
          read,
          stored: read,
          duplicates: 0,
          rejected: 0,
          inflated: bytes.length,
        })
        done += 1
        if (rows.length > 25_000) await flush()
      }
      await flush()
      report('done', null)
      const seen = manifest.files.loaded + manifest.files.skipped
      if (seen === 0) throw new EngineError('input/empty', 'There are no files in what was given.')
      return {
        outcome: 'done',
        files: { seen, ...manifest.files },
        records: manifest.records,
        skipped: [],
        reconciles: true,
        elapsedMs: performance.now() - started,
      }
    } finally {
      db.closeSync()
      database.close()
      await rm(staging, { recursive: true, force: true })
    }
  } finally {
    await lock.release()
  }
}

async function knownPaths(db: DuckDBConnection, casePath: string, segments: Segment[]): Promise<Set<string>> {
  const files = segments.filter(({ kind }) => kind === 'sources').map(({ file }) => join(casePath, file))
  if (files.length === 0) return new Set()
  const list = files.map((file) => sqlLiteral(file).text).join(', ')
  const result = await db.runAndReadAll(`SELECT path FROM read_parquet([${list}])`)
  return new Set(result.getColumns()[0]?.map(String))
}

async function walk(path: string, files: string[]): Promise<void> {
  const info = await stat(path).catch((cause) => {
    throw new EngineError('input/not-found', `There is nothing at ${path}.`, {
      hint: 'Check the path.',
      cause,
    })
  })
  if (!info.isDirectory()) {
    files.push(path)
    return
  }
  const entries = await readdir(path, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = join(path, entry.name)
    if (entry.isDirectory()) await walk(inside, files)
    else if (entry.isFile()) files.push(inside)
  }
}

function splitRecords(bytes: Buffer, add: (start: number, end: number) => void): number {
  const head = /^\s*\{\s*"Records"\s*:\s*\[/.exec(bytes.subarray(0, 200).toString('latin1'))
  if (!head) return 0
  let at = skipSpace(bytes, head[0].length)
  let count = 0
  while (bytes[at] === 0x7b) {
    const scan = scanValue(bytes, at)
    if ('fault' in scan) break
    add(at, scan.end)
    count += 1
    at = skipSpace(bytes, scan.end)
    if (bytes[at] !== 0x2c) break
    at = skipSpace(bytes, at + 1)
  }
  return count
}

async function writeEvents(
  db: DuckDBConnection,
  casePath: string,
  stamp: string,
  firstSeq: number,
): Promise<Segment> {
  const types = { text: 'VARCHAR', json: 'VARCHAR', time: 'BIGINT', bool: 'BOOLEAN' }
  const columns = [
    ...stagedColumns.map(({ column, type }) => `${column}: '${types[type]}'`),
    `rest: 'VARCHAR'`,
    `null_keys: 'VARCHAR'`,
    `source_id: 'BIGINT'`,
    `byte_offset: 'BIGINT'`,
    `byte_length: 'BIGINT'`,
  ].join(', ')
  const file = `events/${stamp}.parquet`
  await mkdir(join(casePath, 'events'), { recursive: true, mode: 0o700 })
  const staged = sqlLiteral(join(casePath, 'staging', 'rows.ndjson')).text
  await db.run(`COPY (
    SELECT ${firstSeq} + row_number() OVER () - 1 AS seq, * FROM (
      SELECT ${finishedColumns().text}
      FROM read_json(${staged}, format = 'newline_delimited', columns = {${columns}})
      ORDER BY event_time NULLS LAST, source_id, byte_offset)
    ) TO ${sqlLiteral(join(casePath, file)).text} (FORMAT parquet, COMPRESSION zstd)`)
  const [row] = (
    await db.runAndReadAll(`SELECT count(*) AS n, epoch_us(min(event_time)) AS lo, epoch_us(max(event_time)) AS hi
    FROM read_parquet(${sqlLiteral(join(casePath, file)).text})`)
  ).getRowObjects()
  const rows = Number(row?.n)
  return {
    kind: 'events',
    file,
    rows,
    bytes: await fileSize(join(casePath, file)),
    minTime: row?.lo == null ? null : Number(row.lo),
    maxTime: row?.hi == null ? null : Number(row.hi),
    firstSeq,
    lastSeq: firstSeq + rows - 1,
  }
}

async function writeKind(
  db: DuckDBConnection,
  casePath: string,
  kind: string,
  stamp: string,
  rows: number,
): Promise<Segment> {
  const columns = columnsOf(kind)
    .map(({ name, type }) => `${name}: '${type}'`)
    .join(', ')
  const file = `${kind}/${stamp}.parquet`
  await mkdir(join(casePath, kind), { recursive: true, mode: 0o700 })
  const staged = sqlLiteral(join(casePath, 'staging', `${kind}.ndjson`)).text
  await db.run(`COPY (SELECT * FROM read_json(${staged}, format = 'newline_delimited', columns = {${columns}}))
    TO ${sqlLiteral(join(casePath, file)).text} (FORMAT parquet, COMPRESSION zstd)`)
  const bytes = await fileSize(join(casePath, file))
  return { kind, file, rows, bytes, minTime: null, maxTime: null, firstSeq: null, lastSeq: null }
}
