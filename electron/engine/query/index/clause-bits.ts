import type { SearchProgress } from '../../../contract/events'
import type { Filter } from '../../../contract/filter'
import { predicateOf, textColumns, textPredicate } from '../predicate'
import { type Bits, countBits, countBoth, setRange, wordsFor } from './bits'
import { keyOf, stepsOf } from './clause-plan'
import type { CodedRows } from './coded-rows'
import { heldTextColumns } from './coded-text'
import type { EventIndex } from './event-index'
import { inLanes } from './in-lanes'
import { Lru } from './lru'
import type { RowSearch } from './row-search'
import { RowSet } from './row-set'
import { type Shared, shareIn } from './shared'

const keptBytes = 64 * 2 ** 20

type Searched = { files: readonly string[]; done: boolean[]; bits: Bits }
type Report = (progress: SearchProgress) => void

/**
 * Which rows a clause is true for. Clauses over coded columns are a look-up a row; what needs the nested JSON or a wide
 * column is searched by SQL, segment by segment, and only in the segments that are asked for. Both are remembered.
 */
export class ClauseBits {
  readonly #codes: CodedRows
  readonly #rows: RowSearch
  readonly #coded = new Lru<RowSet>(keptBytes, ({ bytes }) => bytes)
  readonly #searched = new Lru<Searched>(keptBytes, ({ bits }) => bits.byteLength)
  readonly #running = new Map<string, Shared<unknown>>()
  readonly #watchers = new Map<string, Set<Report>>()

  constructor(codes: CodedRows, rows: RowSearch) {
    this.#codes = codes
    this.#rows = rows
  }

  /** Whether the clause still has to be searched for by SQL in these segments. */
  isSlow(index: EventIndex, filter: Filter, segments: readonly number[]): boolean {
    if (this.#codes.columnFor(index, filter)) return false
    const searched = this.#searched.get(keyOf(filter))
    return !searched || !fits(searched, index) || segments.some((at) => !searched.done[at])
  }

  /**
   * Rows that the clause, taken without its `exclude`, is true for; beyond the segments asked for nothing is said.
   * `report` hears of slow searches, also of one that somebody else has begun.
   */
  async rowsOf(
    index: EventIndex,
    filter: Filter,
    segments: readonly number[],
    signal: AbortSignal,
    report?: Report,
  ): Promise<RowSet> {
    const key = keyOf(filter)
    const column = this.#codes.columnFor(index, filter)
    if (column) {
      const name = `${index.generation} ${key}`
      const known = this.#coded.get(name)
      if (known) return known
      return this.#share(name, signal, async (inner) => {
        const marks = await this.#codes.marks(column, filter, inner)
        const rows = await this.#codes.rowsWith(index, column, marks, inner)
        this.#coded.set(name, rows)
        return rows
      })
    }
    const stop = this.#watch(key, report)
    try {
      for (;;) {
        const searched = this.#searched.get(key)
        if (searched && fits(searched, index) && segments.every((at) => searched.done[at])) {
          return RowSet.ofBits(searched.bits, countBits(searched.bits), index.rows, true)
        }
        await this.#share(key, signal, (inner) => this.#search(index, filter, segments, inner))
      }
    } finally {
      stop()
    }
  }

  #share<T>(name: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return shareIn(this.#running as Map<string, Shared<T>>, name, signal, start)
  }

  #watch(key: string, report: Report | undefined): () => void {
    if (!report) return () => undefined
    const watchers = this.#watchers.get(key) ?? new Set()
    this.#watchers.set(key, watchers.add(report))
    return () => watchers.delete(report)
  }

  #report(key: string, progress: SearchProgress): void {
    for (const report of this.#watchers.get(key) ?? []) report(progress)
  }

  async #search(
    index: EventIndex,
    filter: Filter,
    segments: readonly number[],
    signal: AbortSignal,
  ): Promise<void> {
    const key = keyOf(filter)
    const searched = this.#grownSearch(key, index)
    const missing = segments.filter((at) => !searched.done[at])
    const total = missing.reduce((sum, at) => sum + (index.segments[at]?.rows ?? 0), 0)
    const within = rowsOf(index, missing)
    let done = 0
    const report = () => this.#report(key, { done, total, found: countBoth(searched.bits, within) })
    const held = filter.kind === 'text' ? heldTextColumns(index) : []
    if (filter.kind === 'text')
      await this.#rows.inTexts(index, filter.text, held, within, searched.bits, signal)
    const tokens =
      filter.kind === 'identifier' ? await this.#rows.placesOf(index, missing, filter.value, signal) : null
    if (tokens && filter.kind === 'identifier') {
      await this.#rows.inPlaces(index, filter.value, tokens, searched.bits, signal)
      for (const at of missing) {
        if (tokens.unknown.includes(at)) continue
        searched.done[at] = true
        done += index.segments[at]?.rows ?? 0
      }
      this.#searched.set(key, searched)
      report()
    }
    const steps = stepsOf(index, tokens?.unknown ?? missing, filter)
    const clause =
      filter.kind === 'text'
        ? textPredicate(
            filter.text,
            textColumns.filter((field) => !held.includes(field)),
          )
        : predicateOf({ ...filter, exclude: false })
    await inLanes(steps, async (step) => {
      await this.#rows.inSegments(index, step, clause, searched.bits, signal)
      for (const at of step) {
        searched.done[at] = true
        done += index.segments[at]?.rows ?? 0
      }
      // What a cancelled search has found out stays known.
      this.#searched.set(key, searched)
      report()
    })
    if (missing.length === 0) this.#searched.set(key, searched)
  }

  /** What was searched before, on bits that reach as far as the index does now. */
  #grownSearch(key: string, index: EventIndex): Searched {
    const before = this.#searched.get(key)
    const files = index.segments.map(({ file }) => file)
    const bits = new Uint32Array(wordsFor(index.rows))
    const keep = before?.files.every((file, at) => file === files[at]) ? before : null
    if (keep) bits.set(keep.bits)
    return { files, bits, done: files.map((_, at) => keep?.done[at] ?? false) }
  }
}

function rowsOf(index: EventIndex, segments: readonly number[]): Bits {
  const bits = new Uint32Array(wordsFor(index.rows))
  for (const at of segments) {
    const { firstRow = 0, rows = 0 } = index.segments[at] ?? {}
    setRange(bits, firstRow, firstRow + rows)
  }
  return bits
}

const fits = (searched: Searched, index: EventIndex): boolean =>
  searched.bits.length === wordsFor(index.rows) &&
  searched.files.length === index.segments.length &&
  searched.files.every((file, at) => file === index.segments[at]?.file)
