import type { SearchProgress } from '../../../contract/events'
import type { View } from '../../../contract/view'
import { microsFromIso } from '../../case/connection'
import { activeFilters } from '../where'
import { allBits, and, type Bits, countBits, not, setRange, wordsFor } from './bits'
import type { ClauseBits } from './clause-bits'
import type { EventIndex } from './event-index'
import { Lru } from './lru'
import { rowRanges } from './match-rows'
import { firstAtOrAfter } from './time-order'

/** The rows of a View. `key` is equal for Views that mean the same rows of the same index. */
export type Selection = { key: string; bits: Bits; count: number }

const keptBytes = 64 * 2 ** 20

/** The filtered set of a View, worked out once and shared by everything that is asked about it. */
export class Selections {
  readonly #clauses: ClauseBits
  readonly #known = new Lru<Selection>(keptBytes, ({ bits }) => bits.byteLength)

  constructor(clauses: ClauseBits) {
    this.#clauses = clauses
  }

  /** `without` leaves out the clauses of one field, as its own facet does. */
  async of(
    index: EventIndex,
    view: View,
    signal: AbortSignal,
    without: string | null = null,
    report?: (progress: SearchProgress) => void,
  ): Promise<Selection> {
    const filters = activeFilters(view, without)
    const meanings = filters.map(({ id: _, disabled: __, ...meaning }) => JSON.stringify(meaning)).sort()
    const key = JSON.stringify([index.generation, view.range, ...meanings])
    const known = this.#known.get(key)
    if (known) return known
    const segments = segmentsIn(index, view.range)
    let bits = view.range ? rangeBits(index, view.range) : allBits(index.rows)
    for (const filter of filters) {
      const own = await this.#clauses.bitsOf(index, filter, segments, signal, report)
      bits = and(bits, filter.exclude ? not(own, index.rows) : own)
    }
    const selection = { key, bits, count: countBits(bits) }
    this.#known.set(key, selection)
    return selection
  }

  /** Whether something of the View has to be searched for first. */
  isSlow(index: EventIndex, view: View): boolean {
    const segments = segmentsIn(index, view.range)
    return activeFilters(view).some((filter) => this.#clauses.isSlow(index, filter, segments))
  }
}

const microsOf = (range: NonNullable<View['range']>) => ({
  from: Number(microsFromIso(range.from)),
  to: Number(microsFromIso(range.to)),
})

function rangeBits(index: EventIndex, range: NonNullable<View['range']>): Bits {
  const bits = new Uint32Array(wordsFor(index.rows))
  const { from, to } = microsOf(range)
  for (const rows of rowRanges(index, from, to)) setRange(bits, rows.from, rows.to)
  return bits
}

/** Numbers of the segments that hold events of the range. */
function segmentsIn(index: EventIndex, range: View['range']): number[] {
  const all = index.segments.map((_, at) => at)
  if (!range) return all
  const ranges = rowRanges(index, microsOf(range).from, microsOf(range).to)
  return all.filter((at) => (ranges[at]?.from ?? 0) < (ranges[at]?.to ?? 0))
}

/** Rows that have a time; null where all have. */
export function timedBits(index: EventIndex): Bits | null {
  if (index.timed === index.rows) return null
  const bits = new Uint32Array(wordsFor(index.rows))
  for (const { firstRow, rows } of index.segments) {
    setRange(bits, firstRow, firstAtOrAfter(index.times, firstRow, firstRow + rows, Infinity))
  }
  return bits
}
