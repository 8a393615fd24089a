import { totalmem } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { isCancelled } from '../../../contract/errors'
import { fieldNames, specOf } from '../../../contract/event'
import type { Case } from '../../case/case'
import type { Segment } from '../../case/manifest'
import { isCoded } from './coded-fields'
import type { EventIndex } from './event-index'
import { canBeIndexed, IndexBuilder, indexedSegments } from './index-builder'
import { hasIndexFile } from './index-file'
import { Slices, throwIfCancelled } from './slices'

/** Measured: 30 to 50 bytes an event for what every index holds, and about 15 for the filters of tokens. */
const bytesAnEvent = 64
/** Events that a question waits for; while more are missing, SQL answers. About a second of loading. */
const worthWaitingFor = 2_000_000
const waitForFileMs = 3_000
/** Events from which making the index again takes longer than one notices. */
const leastSaved = 100_000
/** Columns that were asked for beside those that every case gets. */
const maxExtraColumns = 12

/** A quarter of the machine's memory at most; larger cases are answered by SQL. */
export const indexableEvents = (): number => Math.min(totalmem() / 4, 6 * 2 ** 30) / bytesAnEvent

/** Holds the index of a case and keeps it up with what is committed. One job at a time works on it. */
export class IndexKeeper {
  readonly #case: Case
  readonly #builder: IndexBuilder
  readonly #maxEvents: number
  readonly #worthSaving: number
  #current: { index: EventIndex; revision: string } | null = null
  #job: Promise<unknown> = Promise.resolve()
  #catching: { revision: string; done: Promise<EventIndex | null> } | null = null
  /** Segments that could not be loaded: SQL answers, and says what is wrong with them. */
  #failed = ''
  /** A case on a read-only or full disk is worked with all the same. */
  #cannotSave = false
  readonly #extra: string[] = []
  readonly #refused = new Set<string>()

  constructor(opened: Case, maxEvents = indexableEvents(), worthSaving = leastSaved) {
    this.#case = opened
    this.#worthSaving = worthSaving
    this.#builder = new IndexBuilder(opened)
    this.#maxEvents = maxEvents
  }

  /** The index at the latest revision, or null when SQL has to answer: too large a case, or not loaded so far. */
  async latest(signal: AbortSignal): Promise<EventIndex | null> {
    throwIfCancelled(signal)
    await this.#case.refresh()
    const segments = indexedSegments(this.#case.manifest)
    const revision = segments.map(({ file }) => file).join(' ')
    if (this.#current?.revision === revision) return this.#current.index
    const events = segments.reduce((sum, { rows }) => sum + rows, 0)
    if (events > this.#maxEvents || revision === this.#failed || !canBeIndexed(segments)) return null
    const missing = events - (this.#current?.index.rows ?? 0)
    const done = this.#catchUp(segments, revision)
    if (missing <= worthWaitingFor) return orCancelled(done, signal)
    // What the case keeps is read in less than an answer of SQL's takes.
    if (this.#current || !hasIndexFile(this.#case)) return null
    return orCancelled(Promise.race([done, setTimeout(waitForFileMs, null, { ref: false })]), signal)
  }

  /** Waits for the index however long it takes; for benchmarks and tests. Null when there will be none. */
  async ready(): Promise<EventIndex | null> {
    await this.latest(this.#case.closing)
    await this.#catching?.done
    return this.latest(this.#case.closing)
  }

  /** Bytes that the index takes. */
  get bytes(): number {
    return this.#builder.bytes
  }

  /** The index with a column of each of these fields; those that cannot be coded are missing. */
  async withColumns(index: EventIndex, fields: readonly string[], signal: AbortSignal): Promise<EventIndex> {
    let found = index
    for (const field of fields) {
      if (this.#refused.has(field) || !isWorthCoding(field)) continue
      this.#touch(field)
      if (found.columns.has(field)) continue
      found = await orCancelled(this.#addColumn(field, found), signal).catch((error) => {
        if (isCancelled(error)) throw error
        return found
      })
      if (!found.columns.has(field)) this.#refused.add(field)
    }
    return found
  }

  /**
   * Keeps the index in the case, where enough of it is not there already to be worth the writing. False when there was
   * nothing to do, or nothing can be written there.
   */
  async save(signal: AbortSignal): Promise<boolean> {
    const current = this.#current
    if (!current || this.#cannotSave || this.#case.closing.aborted) return false
    const { rows } = current.index
    const isWorthIt = rows >= this.#worthSaving && rows - this.#builder.rowsOnDisk > rows / 10
    if (!isWorthIt) return false
    await this.#queue(async () => {
      const segments = indexedSegments(this.#case.manifest)
      await this.#builder.save(segments, new Slices(signal))
    }).catch((error) => {
      if (signal.aborted) throw error
      this.#cannotSave = true
    })
    return !this.#cannotSave
  }

  #catchUp(segments: readonly Segment[], revision: string): Promise<EventIndex | null> {
    if (this.#catching?.revision === revision) return this.#catching.done
    const done = this.#queue(() => this.#load(segments, revision)).finally(() => {
      if (this.#catching?.done === done) this.#catching = null
    })
    // Nobody may be waiting for it.
    done.catch(() => undefined)
    this.#catching = { revision, done }
    return done
  }

  async #load(segments: readonly Segment[], revision: string): Promise<EventIndex | null> {
    try {
      const index = await this.#builder.catchUp(segments, this.#case.closing)
      this.#current = { index, revision }
      return index
    } catch (error) {
      throwIfCancelled(this.#case.closing)
      if (isCancelled(error)) throw error
      this.#failed = revision
      return null
    }
  }

  // A column may be asked for over an index that has been overtaken: the answer then goes without it.
  #addColumn(field: string, index: EventIndex): Promise<EventIndex> {
    return this.#queue(async () => {
      const next = await this.#builder.addColumn(field, this.#case.closing)
      if (this.#current) this.#current = { ...this.#current, index: next }
      return next.generation === index.generation ? next : index
    })
  }

  #touch(field: string): void {
    const at = this.#extra.indexOf(field)
    if (at >= 0) this.#extra.splice(at, 1)
    if (isCoded(field)) return
    this.#extra.push(field)
    if (this.#extra.length > maxExtraColumns) {
      const oldest = this.#extra.shift()
      if (oldest) void this.#queue(async () => this.#builder.dropColumn(oldest))
    }
  }

  #queue<T>(job: () => Promise<T>): Promise<T> {
    const next = this.#job.then(job, job)
    this.#job = next.catch(() => undefined)
    return next
  }
}

/** Paths into JSON and columns that repeat; an ID of each event is as many values as there are events. */
function isWorthCoding(field: string): boolean {
  const name = fieldNames.find((known) => known === field)
  return name === undefined || specOf(name).facet !== undefined
}

/** Waits for work that goes on without this caller. */
function orCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      try {
        throwIfCancelled(signal)
      } catch (error) {
        reject(error)
      }
    }
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
