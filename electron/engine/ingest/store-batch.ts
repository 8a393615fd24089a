import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Addition } from '../case/commit'
import type { Segment } from '../case/manifest'
import { sqlLiteral } from '../sql-text'
import { sourceRow, writeRows } from './account'
import { DescribedRows } from './described-rows'
import { partOf } from './key-files'
import type { KnownFiles } from './known-files'
import type { PartReport, RejectedReport, SourceReport } from './messages'
import type { RunningBatch } from './pool'
import { rewritePart, type StagedPart } from './rewrite-part'
import type { SeenKeys } from './seen-keys'
import { segmentSteps, writeSegment } from './segment'

/** What batches share while they are decided one after the other. */
export type Intake = {
  readonly db: DuckDBConnection
  readonly casePath: string
  readonly seen: SeenKeys
  readonly files: KnownFiles
  /** Brings everything that was decided before into the case. */
  committed(): Promise<void>
  /** Segments of the case, after that. */
  segments(): readonly Segment[]
}

/**
 * Decides what becomes of the rows of one batch, and gathers what its commit adds. Everything about it follows from what
 * is in the files and what the case holds already, so that the same files make the same case however often it is
 * interrupted.
 */
export class BatchStore {
  readonly #intake: Intake
  readonly #batch: RunningBatch
  readonly #stamp: string
  readonly #firstSeq: number
  readonly #kept: SourceReport[] = []
  readonly #rejected: RejectedReport[] = []
  readonly #excluded = new Set<number>()
  readonly #duplicates = new Map<number, number>()
  /** Segments in their order; those that a worker is still writing too. */
  #segments: Promise<Segment | null>[] = []
  #replaced: string[] = []
  #parts = 0
  #events = 0

  /** `revision` is that of the commit to come, `firstSeq` the position of its first event. */
  constructor(intake: Intake, batch: RunningBatch, revision: number, firstSeq: number) {
    this.#intake = intake
    this.#batch = batch
    this.#stamp = String(revision).padStart(7, '0')
    this.#firstSeq = firstSeq
  }

  /** Events that the commit will add. */
  get events(): number {
    return this.#events
  }

  /** Decides all parts of the batch. Rows may still be on their way to the disk afterwards. */
  async decide(): Promise<void> {
    // One large file does not wait for its end: it is all or nothing.
    const isSingle = this.#batch.request.units.length === 1
    // Rows of a file that has not come to its end wait for the last part, and what comes behind them too.
    const waiting: StagedPart[] = []
    for (let part = await this.#batch.nextPart(); part !== null; part = await this.#batch.nextPart()) {
      await this.#settle(part)
      if (part.rows === 0) continue
      const rows = new DescribedRows(part.described)
      const isDecided = isSingle || (part.isWhole && waiting.length === 0)
      const name = `${this.#stamp}-${this.#parts++}`
      const copies = await this.#intake.seen.judge(rows, name)
      if (isDecided && copies) this.#write(rows, name, copies)
      else waiting.push(await this.#stage(rows, name))
      if (isDecided) for (const staged of waiting.splice(0)) await this.#rewrite(staged)
    }
    for (const staged of waiting) await this.#rewrite(staged)
    if (isSingle && this.#excluded.size > 0) await this.#discard()
  }

  async #settle({ sources, rejected }: PartReport): Promise<void> {
    const { kept, excluded } = await this.#intake.files.settle(sources, this.#kept)
    for (const source of kept) this.#kept.push(source)
    for (const sourceId of excluded) this.#excluded.add(sourceId)
    for (const row of rejected) if (!excluded.has(row.source_id)) this.#rejected.push(row)
  }

  /** Lets the worker write what is no copy: the short road. */
  #write(rows: DescribedRows, name: string, copies: readonly number[]): void {
    const dropped = new Set(copies)
    if (this.#excluded.size > 0) {
      for (let row = 0; row < rows.rows; row += 1)
        if (this.#excluded.has(rows.sourceOf(row))) dropped.add(row)
    }
    for (const row of copies) {
      const sourceId = rows.sourceOf(row)
      if (!this.#excluded.has(sourceId)) this.#count(sourceId, 1)
    }
    const firstSeq = this.#firstSeq + this.#events
    const file = `events/${name}.parquet`
    const order = {
      file: join(this.#intake.casePath, file),
      firstSeq,
      dropped: Uint32Array.from(dropped).sort(),
    }
    this.#events += rows.rows - dropped.size
    const written = this.#batch.write(order).then((segment): Segment | null => {
      if (segment.rows === 0) return null
      return { kind: 'events', file, ...segment, firstSeq, lastSeq: firstSeq + segment.rows - 1 }
    })
    // It is waited for when the batch is committed.
    written.catch(() => undefined)
    this.#segments.push(written)
  }

  /** Lets the worker write everything, to be looked at by SQL. */
  async #stage(rows: DescribedRows, name: string): Promise<StagedPart> {
    const file = join(this.#intake.casePath, 'staging', `${name}.parquet`)
    await this.#batch.write({ file, firstSeq: 0, dropped: new Uint32Array(0) })
    return { file, name, rows: rows.rows, span: rows, hasTimeless: rows.timed < rows.rows }
  }

  async #rewrite(staged: StagedPart): Promise<void> {
    const { db, casePath } = this.#intake
    await this.#intake.committed()
    const own = await this.#ownSegments()
    const earlier = this.#intake.segments().filter(({ file }) => !this.#replaced.includes(file))
    const firstSeq = this.#firstSeq + this.#events
    const part = await rewritePart(db, casePath, staged, this.#excluded, [...earlier, ...own], firstSeq)
    for (const [sourceId, count] of part.duplicates) this.#count(sourceId, count)
    for (const { of, instead } of part.flagged) {
      const index = own.indexOf(of)
      if (index >= 0) own[index] = instead
      else {
        this.#replaced.push(of.file)
        own.push(instead)
      }
    }
    if (part.segment) {
      own.push(part.segment)
      this.#events += part.segment.rows
    }
    this.#segments = own.map((segment) => Promise.resolve(segment))
    await rm(staged.file, { force: true })
  }

  #count(sourceId: number, copies: number): void {
    this.#duplicates.set(sourceId, (this.#duplicates.get(sourceId) ?? 0) + copies)
  }

  async #ownSegments(): Promise<Segment[]> {
    return (await Promise.all(this.#segments)).filter((segment) => segment !== null)
  }

  /** Forgets what was written: the one file of this batch has turned out to be in the case already. */
  async #discard(): Promise<void> {
    for (const { file } of await this.#ownSegments()) {
      await rm(join(this.#intake.casePath, file), { force: true })
    }
    this.#segments = []
    this.#replaced = []
    this.#duplicates.clear()
    this.#events = 0
  }

  /** Everything that the commit of this batch adds, written. `isCopied`: the files are kept in the case. */
  async addition(isCopied: boolean): Promise<{ addition: Addition; kept: SourceReport[] }> {
    const segments = await this.#ownSegments()
    for (const segment of [...segments]) segments.push(...(await this.#derive(segment)))
    const total = { read: 0, stored: 0, duplicates: 0, rejected: 0 }
    const rows = this.#kept.map((source) => {
      const copies =
        source.status === 'loaded' || source.read > 0 ? (this.#duplicates.get(source.sourceId) ?? 0) : 0
      const row = sourceRow(source, copies, isCopied)
      total.read += row.read
      total.stored += row.stored
      total.duplicates += row.duplicates
      total.rejected += row.rejected
      return row
    })
    if (total.stored !== this.#events || total.rejected !== this.#rejected.length) {
      throw new Error(
        `the account of a batch does not agree: ${JSON.stringify(total)}, ${this.#events} written`,
      )
    }
    const { db, casePath, seen } = this.#intake
    await seen.saved()
    for (const [kind, kindRows] of [
      ['sources', rows],
      ['rejected', this.#rejected],
    ] as const) {
      const segment = await writeRows(db, casePath, kind, this.#stamp, kindRows)
      if (segment) segments.push(segment)
    }
    const loaded = this.#kept.filter(({ status }) => status === 'loaded')
    const addition = {
      segments,
      replaced: this.#replaced,
      events: this.#events,
      sources: this.#batch.request.units.length,
      files: { loaded: loaded.length, skipped: this.#kept.length - loaded.length },
      records: total,
      jsonBytes: loaded.reduce((sum, { inflated }) => sum + inflated, 0),
    }
    return { addition, kept: this.#kept }
  }

  /** What other features keep of each segment of events. */
  async #derive(segment: Segment): Promise<Segment[]> {
    const { db, casePath } = this.#intake
    const made: Segment[] = []
    const stamp = partOf(segment)
    for (const step of segmentSteps()) {
      const context = { casePath, stamp, firstSeq: segment.firstSeq ?? 0, rows: segment.rows }
      const query = step.select(sqlLiteral(join(casePath, segment.file)), context)
      const extra = await writeSegment(db, casePath, step.kind, stamp, query)
      if (extra.rows > 0) made.push(extra)
    }
    return made
  }
}
