import type { SearchProgress } from '../../../contract/events'
import type { Filter } from '../../../contract/filter'
import type { View } from '../../../contract/view'
import { microsFromIso } from '../../case/connection'
import { activeFilters, fieldOfClause } from '../where'
import { noBits, setRange } from './bits'
import type { ClauseBits } from './clause-bits'
import type { EventIndex } from './event-index'
import { Lru } from './lru'
import { rowRanges } from './match-rows'
import { intersect, RowSet, type Term } from './row-set'
import { type Shared, shareIn } from './shared'

/** The rows of a View. `key` is equal for Views that mean the same rows of the same index. */
export type Selection = { key: string; rows: RowSet }

const keptBytes = 64 * 2 ** 20

/** The filtered set of a View, worked out once and shared by everything that is asked about it. */
export class Selections {
  readonly #clauses: ClauseBits
  readonly #known = new Lru<Selection>(keptBytes, ({ rows }) => rows.bytes)
  readonly #running = new Map<string, Shared<Selection>>()

  constructor(clauses: ClauseBits) {
    this.#clauses = clauses
  }

  /** `without` leaves out the clauses of these fields, as a facet does with its own. */
  async of(
    index: EventIndex,
    view: View,
    signal: AbortSignal,
    without: readonly string[] = [],
  ): Promise<Selection> {
    const filters = activeFilters(view).filter((filter) => !without.includes(fieldOfClause(filter) ?? ''))
    const meanings = filters.map(({ id: _, disabled: __, ...meaning }) => JSON.stringify(meaning)).sort()
    const key = JSON.stringify([index.generation, view.range, ...meanings])
    const known = this.#known.get(key)
    if (known) return known
    return shareIn(this.#running, key, signal, async (inner) => {
      const selection = { key, rows: await this.#rowsOf(index, view, filters, inner) }
      this.#known.set(key, selection)
      return selection
    })
  }

  /** Searches for what of the View has to be searched for, and tells how far that is. */
  async search(
    index: EventIndex,
    view: View,
    signal: AbortSignal,
    report: (progress: SearchProgress) => void,
  ): Promise<Selection> {
    const segments = segmentsIn(index, view.range)
    for (const filter of activeFilters(view)) {
      await this.#clauses.rowsOf(index, filter, segments, signal, report)
    }
    return this.of(index, view, signal)
  }

  /** Whether something of the View has to be searched for first. */
  isSlow(index: EventIndex, view: View): boolean {
    const segments = segmentsIn(index, view.range)
    return activeFilters(view).some((filter) => this.#clauses.isSlow(index, filter, segments))
  }

  async #rowsOf(
    index: EventIndex,
    view: View,
    filters: readonly Filter[],
    signal: AbortSignal,
  ): Promise<RowSet> {
    const segments = segmentsIn(index, view.range)
    const terms: Term[] = []
    for (const filter of filters) {
      const rows = await this.#clauses.rowsOf(index, filter, segments, signal)
      terms.push({ rows, exclude: filter.exclude })
    }
    if (view.range) terms.unshift({ rows: rangeRows(index, view.range), exclude: false })
    return intersect(terms, index.rows)
  }
}

const microsOf = (range: NonNullable<View['range']>) => ({
  from: Number(microsFromIso(range.from)),
  to: Number(microsFromIso(range.to)),
})

/** The rows of a range of time. */
export function rangeRows(index: EventIndex, range: NonNullable<View['range']>): RowSet {
  const bits = noBits(index.rows)
  const { from, to } = microsOf(range)
  let count = 0
  for (const rows of rowRanges(index, from, to)) {
    setRange(bits, rows.from, rows.to)
    count += rows.to - rows.from
  }
  return RowSet.ofBits(bits, count, index.rows)
}

/** Numbers of the segments that hold events of the range. */
function segmentsIn(index: EventIndex, range: View['range']): number[] {
  const all = index.segments.map((_, at) => at)
  if (!range) return all
  const ranges = rowRanges(index, microsOf(range).from, microsOf(range).to)
  return all.filter((at) => (ranges[at]?.from ?? 0) < (ranges[at]?.to ?? 0))
}
