import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Addition } from '../case/commit'
import type { Manifest, Segment } from '../case/manifest'
import { columnsOf } from '../case/schema'
import { sqlLiteral, sqlTrusted } from '../sql-text'
import { findDuplicates, overlapping, type Verdict } from './dedupe'
import { finishedColumns } from './finish'
import type { RejectedReport, SegmentReport, SourceReport } from './messages'
import type { RunningBatch } from './pool'
import { segmentSteps, writeSegment } from './segment'
import { factsOfName } from './source-name'

/** What is known about the files of a batch before its rows are written. */
type Settled = { kept: SourceReport[]; rejected: RejectedReport[]; excluded: Set<number> }

/**
 * Turns the staged rows of one batch into the segments of one commit. Everything about it follows from what is in the
 * files and what the case holds already, so that the same files make the same case however often it is interrupted.
 */
export class BatchWriter {
  readonly #db: DuckDBConnection
  readonly #casePath: string
  readonly #staging: string
  readonly #before: Manifest
  readonly #stamp: string
  readonly #segments: Segment[] = []
  readonly #replaced: string[] = []
  readonly #duplicates = new Map<number, number>()
  #events = 0

  constructor(db: DuckDBConnection, casePath: string, staging: string, before: Manifest) {
    this.#db = db
    this.#casePath = casePath
    this.#staging = staging
    this.#before = before
    this.#stamp = String(before.revision + 1).padStart(7, '0')
  }

  async write(batch: RunningBatch, copied: boolean): Promise<{ addition: Addition; kept: SourceReport[] }> {
    // Which files are copies of others has to be known before the first row is written, so segments wait for the
    // reports. One large file does not wait: it is all or nothing.
    const isSingle = batch.request.units.length === 1
    let settled = isSingle ? null : await this.#settle(batch)
    for (let part = 0; ; part += 1) {
      const segment = await batch.nextSegment()
      if (segment === null) break
      await this.#writeEvents(segment, part, settled?.excluded ?? new Set())
      batch.release(segment.chunks)
    }
    settled ??= await this.#settle(batch)
    if (isSingle && settled.excluded.size > 0) this.#discard()
    return { addition: await this.#account(batch, settled, copied), kept: settled.kept }
  }

  /** Forgets what was written; files that no manifest names are removed when the next import starts. */
  #discard(): void {
    this.#segments.length = 0
    this.#replaced.length = 0
    this.#duplicates.clear()
    this.#events = 0
  }

  /** Decides which files count: not those that the case has already, under this or another name. */
  async #settle(batch: RunningBatch): Promise<Settled> {
    const { sources, rejected } = await batch.reports
    const hashes = sources.flatMap(({ sha256 }) => (sha256 ? [sqlLiteral(sha256).text] : []))
    const paths = sources.map(({ path }) => sqlLiteral(path).text)
    const known = new Map<string, string>()
    const accounted = new Set<string>()
    const rows = await this.#db.runAndReadAll(`SELECT path, sha256, status, coalesce(reason, '') FROM sources
      WHERE path IN (${paths.join(', ')}) OR sha256 IN (${[...hashes, `''`].join(', ')}) ORDER BY source_id`)
    for (const [path, sha256, status, reason] of rows.getRows()) {
      if (sha256 !== null && status === 'loaded' && !known.has(String(sha256)))
        known.set(String(sha256), String(path))
      accounted.add(`${path}\0${sha256 ?? reason}`)
    }
    const kept: SourceReport[] = []
    const excluded = new Set<number>()
    for (const source of sources) {
      const original = source.sha256 && source.status === 'loaded' ? known.get(source.sha256) : undefined
      if (accounted.has(`${source.path}\0${source.sha256 ?? source.reason}`)) excluded.add(source.sourceId)
      else if (original !== undefined && !source.container) {
        excluded.add(source.sourceId)
        kept.push({
          ...source,
          status: 'skipped',
          reason: `same content as ${original}`,
          read: 0,
          rejected: 0,
          inflated: 0,
        })
      } else {
        kept.push(source)
        if (source.sha256 && source.status === 'loaded') known.set(source.sha256, source.path)
      }
    }
    return { kept, rejected: rejected.filter((row) => !excluded.has(row.source_id)), excluded }
  }

  async #writeEvents(staged: SegmentReport, part: number, excluded: Set<number>): Promise<void> {
    const chunks = staged.chunks.map((chunk) => sqlLiteral(chunk).text).join(', ')
    const out = [...excluded]
    const clause = out.length > 0 ? ` WHERE source_id NOT IN (${out.join(', ')})` : ''
    const from = `(SELECT * FROM read_parquet([${chunks}])${clause})`
    const verdict = await findDuplicates(this.#db, from, await this.#stored(from))
    for (const sourceId of verdict.duplicates.values()) {
      this.#duplicates.set(sourceId, (this.#duplicates.get(sourceId) ?? 0) + 1)
    }
    const firstSeq = this.#before.nextSeq + this.#events
    const name = `${this.#stamp}-${part}`
    const kept = await this.#keptPositions(verdict, out.length > 0)
    const select = selectOf(from, firstSeq, staged.rows, verdict, kept)
    const segment = await writeSegment(
      this.#db,
      this.#casePath,
      'events',
      name,
      sqlTrusted(select),
      'event_time',
    )
    if (segment.rows === 0) return
    this.#segments.push({ ...segment, firstSeq, lastSeq: firstSeq + segment.rows - 1 })
    this.#events += segment.rows
    await this.#flagStored(verdict.storedConflicts)
    const context = { casePath: this.#casePath, stamp: name, firstSeq, rows: segment.rows }
    for (const step of segmentSteps()) {
      const query = step.select(sqlLiteral(join(this.#casePath, segment.file)), context)
      const extra = await writeSegment(this.#db, this.#casePath, step.kind, name, query)
      if (extra.rows > 0) this.#segments.push(extra)
    }
  }

  /** Positions of the staged rows that are stored, in their order; null when all of them are. */
  async #keptPositions({ duplicates }: Verdict, isFiltered: boolean): Promise<number[] | null> {
    if (duplicates.size === 0 && !isFiltered) return null
    const result = await this.#db.runAndReadAll('SELECT position FROM keys ORDER BY position')
    return result
      .getRows()
      .map(([position]) => Number(position))
      .filter((position) => !duplicates.has(position))
  }

  /** Paths of the segments that may hold copies of the staged rows, those of this batch included. */
  async #stored(from: string): Promise<string[]> {
    const result = await this.#db.runAndReadAll(
      `SELECT min(event_time), max(event_time), count(*) - count(event_time) FROM ${from}`,
    )
    const [min, max, timeless] = result.getRows()[0] ?? []
    const number = (value: unknown) => (value === null || value === undefined ? null : Number(value))
    const all = [
      ...this.#before.segments.filter(({ file }) => !this.#replaced.includes(file)),
      ...this.#segments,
    ]
    const span = { min: number(min), max: number(max) }
    return overlapping(all, span, Number(timeless) > 0).map(
      ({ file }) => sqlLiteral(join(this.#casePath, file)).text,
    )
  }

  /** Flags events of earlier segments: a segment is never changed, so a new file takes its place. */
  async #flagStored(seqs: Set<number>): Promise<void> {
    if (seqs.size === 0) return
    const named = (segment: Segment) =>
      [...seqs].filter((seq) => seq >= (segment.firstSeq ?? 0) && seq <= (segment.lastSeq ?? -1))
    const earlier = this.#before.segments.filter(({ file }) => !this.#replaced.includes(file))
    for (const segment of [...earlier, ...this.#segments]) {
      const hits = segment.kind === 'events' ? named(segment) : []
      if (hits.length === 0) continue
      const path = sqlLiteral(join(this.#casePath, segment.file)).text
      const select = `SELECT * REPLACE (conflict OR seq IN (${hits.join(', ')}) AS conflict) FROM read_parquet(${path})`
      const name = `${segment.file.replace(/^events\/|(-c\d+)*\.parquet$/g, '')}-c${this.#stamp}${this.#segments.length}`
      const written = await writeSegment(
        this.#db,
        this.#casePath,
        'events',
        name,
        sqlTrusted(select),
        'event_time',
      )
      const flagged = { ...written, firstSeq: segment.firstSeq, lastSeq: segment.lastSeq }
      const own = this.#segments.indexOf(segment)
      if (own >= 0) this.#segments[own] = flagged
      else {
        this.#replaced.push(segment.file)
        this.#segments.push(flagged)
      }
    }
  }

  async #account(batch: RunningBatch, { kept, rejected }: Settled, copied: boolean): Promise<Addition> {
    const total = { read: 0, stored: 0, duplicates: 0, rejected: 0 }
    const rows = kept.map((source) => {
      const duplicates =
        source.status === 'loaded' || source.read > 0 ? (this.#duplicates.get(source.sourceId) ?? 0) : 0
      const stored = source.read - source.rejected - duplicates
      total.read += source.read
      total.stored += stored
      total.duplicates += duplicates
      total.rejected += source.rejected
      return { ...sourceRow(source, copied), stored, duplicates }
    })
    if (total.stored !== this.#events || total.rejected !== rejected.length) {
      throw new Error(
        `the account of a batch does not agree: ${JSON.stringify(total)}, ${this.#events} written`,
      )
    }
    await this.#writeRows('sources', rows)
    await this.#writeRows('rejected', rejected)
    const loaded = kept.filter(({ status }) => status === 'loaded').length
    return {
      segments: this.#segments,
      replaced: this.#replaced,
      events: this.#events,
      sources: batch.request.units.length,
      files: { loaded, skipped: kept.length - loaded },
      records: total,
      jsonBytes: kept.reduce((sum, { inflated, status }) => sum + (status === 'loaded' ? inflated : 0), 0),
    }
  }

  async #writeRows(kind: string, rows: readonly object[]): Promise<void> {
    if (rows.length === 0) return
    const path = join(this.#staging, `${kind}.ndjson`)
    await writeFile(path, rows.map((row) => JSON.stringify(row)).join('\n'))
    const columns = columnsOf(kind).map(({ name, type }) => `${name}: '${type}'`)
    const select = `SELECT * FROM read_json(${sqlLiteral(path).text}, format = 'newline_delimited', columns = {${columns.join(', ')}})`
    this.#segments.push(await writeSegment(this.#db, this.#casePath, kind, this.#stamp, sqlTrusted(select)))
  }
}

/**
 * The query for the rows of a segment. It is nothing but a filter and a projection: those keep the rows in their order
 * when several threads read them, while a join or a window function would not.
 */
function selectOf(
  from: string,
  firstSeq: number,
  rows: number,
  { conflicts }: Verdict,
  kept: readonly number[] | null,
): string {
  // One bit a position.
  const bits = (positions: ReadonlySet<number>) =>
    `'${Array.from({ length: rows }, (_, position) => (positions.has(position) ? '1' : '0')).join('')}'::BIT`
  const conflict = conflicts.size === 0 ? 'false' : `get_bit(${bits(conflicts)}, position::INTEGER) = 1`
  const columns = finishedColumns(conflict).text
  if (kept === null) return `SELECT ${firstSeq} + position AS seq, ${columns} FROM ${from}`
  const ranks: number[] = new Array(rows).fill(0)
  kept.forEach((position, rank) => {
    ranks[position] = rank
  })
  return `SELECT ${firstSeq} + ([${ranks.join(',')}]::INTEGER[])[position + 1] AS seq, ${columns}
    FROM ${from} WHERE get_bit(${bits(new Set(kept))}, position::INTEGER) = 1`
}

function sourceRow(source: SourceReport, copied: boolean) {
  const facts = factsOfName(source.path)
  return {
    source_id: source.sourceId,
    path: source.path,
    kind: source.kind,
    size: source.size,
    sha256: source.sha256,
    content_sha256: source.contentSha256,
    status: source.status,
    reason: source.reason,
    delivered_at: facts.deliveredAt,
    account: facts.account,
    region: facts.region,
    read: source.read,
    rejected: source.rejected,
    inflated: source.inflated,
    stamp: source.stamp,
    encoding: source.encoding,
    copied: copied && source.status === 'loaded' && !source.container ? `originals/${source.sourceId}` : null,
  }
}
