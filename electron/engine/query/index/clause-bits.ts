import type { FieldName } from '../../../contract/event'
import type { SearchProgress } from '../../../contract/events'
import type { Filter } from '../../../contract/filter'
import type { Case } from '../../case/case'
import { type Sql, sql } from '../../sql-text'
import { identifierIn, identifierPlaces, predicateOf, textColumns, textPredicate } from '../predicate'
import { canonicalField } from '../where'
import { type Bits, countBoth, narrow, orInto, setBit, setRange, wordsFor } from './bits'
import { eachChunk, hashesOf, numbersOf, parquetOf } from './chunks'
import { isSparse, keyOf, seqRanges, stepsOf, textTest } from './clause-plan'
import type { ColumnView, StoreView } from './code-column'
import { codesWithText, heldTextColumns } from './coded-text'
import type { EventIndex } from './event-index'
import { Lru } from './lru'
import { unfoldMarks } from './member'
import { filteredPlaces } from './read-tokens'
import { type Shared, shareIn } from './shared'
import { Slices } from './slices'
import type { Team } from './team'
import type { TokenFilter, TokenPlaces } from './token-filter'

const keptBytes = 64 * 2 ** 20

type Searched = { files: readonly string[]; done: boolean[]; bits: Bits }
type Report = (progress: SearchProgress) => void

/**
 * Which rows a clause is true for. Clauses over coded columns are a look-up a row; what needs the nested JSON or a wide
 * column is searched by SQL, segment by segment, and only in the segments that are asked for. Both are remembered.
 */
export class ClauseBits {
  readonly #case: Case
  readonly #tokens: TokenFilter
  readonly #team: Team
  readonly #coded = new Lru<Bits>(keptBytes, (bits) => bits.byteLength)
  readonly #searched = new Lru<Searched>(keptBytes, ({ bits }) => bits.byteLength)
  readonly #running = new Map<string, Shared<unknown>>()
  readonly #watchers = new Map<string, Set<Report>>()

  constructor(opened: Case, tokens: TokenFilter, team: Team) {
    this.#case = opened
    this.#tokens = tokens
    this.#team = team
  }

  /** Whether the clause still has to be searched for by SQL in these segments. */
  isSlow(index: EventIndex, filter: Filter, segments: readonly number[]): boolean {
    if (this.#columnFor(index, filter)) return false
    const searched = this.#searched.get(keyOf(filter))
    return !searched || !fits(searched, index) || segments.some((at) => !searched.done[at])
  }

  /**
   * Rows that the clause, taken without its `exclude`, is true for; beyond the segments asked for nothing is said.
   * `report` hears of slow searches, also of one that somebody else has begun.
   */
  async bitsOf(
    index: EventIndex,
    filter: Filter,
    segments: readonly number[],
    signal: AbortSignal,
    report?: Report,
  ): Promise<Bits> {
    const key = keyOf(filter)
    const column = this.#columnFor(index, filter)
    if (column) {
      const name = `${index.generation} ${key}`
      const known = this.#coded.get(name)
      if (known) return known
      return this.#share(name, signal, async (inner) => {
        const marks = await this.#marks(column, filter, inner)
        const bits = await this.#markedRows(index, column, marks, inner)
        this.#coded.set(name, bits)
        return bits
      })
    }
    const stop = this.#watch(key, report)
    try {
      for (;;) {
        const searched = this.#searched.get(key)
        if (searched && fits(searched, index) && segments.every((at) => searched.done[at]))
          return searched.bits
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

  #columnFor(index: EventIndex, filter: Filter): ColumnView | undefined {
    if (filter.kind === 'text' || filter.kind === 'identifier') return undefined
    const column = index.columns.get(canonicalField(filter.field))
    return filter.kind === 'values' || column?.texts ? column : undefined
  }

  /** A clause about a coded column as marks by code of its field; null for others. */
  async marksOf(
    index: EventIndex,
    filter: Filter,
    signal: AbortSignal,
  ): Promise<{ column: ColumnView; marks: Uint8Array } | null> {
    const column = this.#columnFor(index, filter)
    return column ? { column, marks: await this.#marks(column, filter, signal) } : null
  }

  async #marks(column: ColumnView, filter: Filter, signal: AbortSignal): Promise<Uint8Array> {
    const wanted = new Uint8Array(column.distinct)
    if (filter.kind === 'values') {
      for (const code of await this.codesOf(column, filter.values, signal)) if (code >= 0) wanted[code] = 1
    } else {
      const test = textTest(filter)
      column.texts?.slice(0, column.distinct).forEach((text, code) => {
        if (text !== null && test(text)) wanted[code] = 1
      })
    }
    return wanted
  }

  /** Rows whose value is marked (one byte a code of the field); for lists, those with any such element. */
  async #markedRows(
    index: EventIndex,
    column: ColumnView,
    marks: Uint8Array,
    signal: AbortSignal,
  ): Promise<Bits> {
    return this.#wantedRows(index, column.store, unfoldMarks(marks, column, column.store.distinct), signal)
  }

  async #wantedRows(
    index: EventIndex,
    { codes, offsets }: StoreView,
    wanted: Uint8Array,
    signal: AbortSignal,
  ): Promise<Bits> {
    const bits = new Uint32Array(wordsFor(index.rows))
    if (wanted.includes(1)) {
      const given = { bits, rows: index.rows, store: { codes, offsets }, wanted }
      await this.#team.run('mark', index, given, new Slices(signal))
    }
    return bits
  }

  /** Codes of values, -1 for those that no event has. */
  async codesOf(
    column: ColumnView,
    values: readonly (string | null)[],
    signal: AbortSignal,
  ): Promise<number[]> {
    if (column.texts) {
      return values.map((value) => {
        const code = value === null ? 0 : (column.codeOfText.get(value) ?? -1)
        return code < column.distinct ? code : -1
      })
    }
    const halves = await this.#case.read(signal, (db) => hashesOf(db.connection, values))
    return values.map((value, at) => {
      if (value === null) return 0
      const code = column.hashes.find({ low: halves[2 * at] as number, high: halves[2 * at + 1] as number })
      return code < column.distinct ? code : -1
    })
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
      await this.#searchTexts(index, filter.text, held, within, searched.bits, signal)
    const tokens =
      filter.kind === 'identifier' ? await this.#placesOf(index, missing, filter.value, signal) : null
    if (tokens && filter.kind === 'identifier') {
      await this.#searchPlaces(index, filter.value, tokens, searched.bits, signal)
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
    const work = async () => {
      for (let step = steps.shift(); step; step = steps.shift()) {
        await this.#searchStep(index, step, clause, searched.bits, signal)
        for (const at of step) {
          searched.done[at] = true
          done += index.segments[at]?.rows ?? 0
        }
        // What a cancelled search has found out stays known.
        this.#searched.set(key, searched)
        report()
      }
    }
    // Two statements at a time: the last row group of one leaves no core idle.
    await Promise.all([work(), work()])
    if (missing.length === 0) this.#searched.set(key, searched)
  }

  async #searchTexts(
    index: EventIndex,
    text: string,
    held: readonly FieldName[],
    within: Bits,
    bits: Bits,
    signal: AbortSignal,
  ): Promise<void> {
    for (const [store, wanted] of codesWithText(index, held, text)) {
      const own = await this.#wantedRows(index, store, wanted, signal)
      narrow(own, within, false)
      orInto(bits, own)
    }
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

  /** Null unless every place that has no filter is one that the index holds codes of. */
  async #placesOf(
    index: EventIndex,
    segments: readonly number[],
    value: string,
    signal: AbortSignal,
  ): Promise<TokenPlaces | null> {
    const isKnown = (place: FieldName) => index.columns.has(place) || filteredPlaces.includes(place)
    return identifierPlaces.every(isKnown) ? this.#tokens.placesOf(index, segments, value, signal) : null
  }

  /** One statement a column that may hold the identifier, over the blocks that may. */
  async #searchPlaces(
    index: EventIndex,
    value: string,
    { places }: TokenPlaces,
    bits: Bits,
    signal: AbortSignal,
  ): Promise<void> {
    for (const place of identifierPlaces) {
      const column = filteredPlaces.includes(place) ? undefined : index.columns.get(place)
      if (!column) continue
      const [code = -1] = await this.codesOf(column, [value], signal)
      if (code < 0) continue
      const marks = new Uint8Array(column.distinct)
      marks[code] = 1
      orInto(bits, await this.#markedRows(index, column, marks, signal))
    }
    for (const [place, bySegment] of places) {
      const equality = identifierIn(place, value)
      const clause = isSparse(index, place, bySegment)
        ? sql`${seqRanges(index, bySegment)} AND ${equality}`
        : equality
      await this.#searchStep(index, [...bySegment.keys()], clause, bits, signal)
    }
  }

  async #searchStep(
    index: EventIndex,
    step: readonly number[],
    clause: Sql,
    bits: Bits,
    signal: AbortSignal,
  ): Promise<void> {
    const parts = step.flatMap((at) => index.segments[at] ?? [])
    const statement = sql`-- name: index.search
SELECT file_index::INTEGER, file_row_number::INTEGER
FROM ${parquetOf(parts.map(({ file }) => file))}
WHERE ${clause}`
    await this.#case.read(signal, (db) =>
      eachChunk(db.connection, statement, signal, (chunk) => {
        const files = numbersOf<Int32Array>(chunk, 0)
        const rows = numbersOf<Int32Array>(chunk, 1)
        for (let at = 0; at < chunk.rowCount; at += 1) {
          setBit(bits, (parts[files[at] as number]?.firstRow ?? 0) + (rows[at] as number))
        }
      }),
    )
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
