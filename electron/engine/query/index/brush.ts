import { type Edges, eachBin } from './bin-rows'
import type { Bits } from './bits'
import type { ColumnView, StoreView } from './code-column'
import type { EventIndex } from './event-index'
import { type FacetWish, type Ranked, rankCodes } from './facet-counts'
import { foldCounts } from './member'
import type { Slices } from './slices'
import { tally } from './tally'

/** Cells a cube may have before values are listed by bin instead. */
const maxCells = 4_000_000

export type BrushFacet = { field: string; column: ColumnView; bits: Bits; wish: FacetWish }
type Counter = (fromBin: number, toBin: number) => Uint32Array

/**
 * Counts by bin of the axis, summed up from the left, so that a range of bins is the difference of two lines: what a
 * frame costs depends on the number of values, not of events (Mosaic's pre-aggregation).
 */
export class Brush {
  readonly index: EventIndex
  readonly #visible: Uint32Array
  readonly #facets: { facet: BrushFacet; counter: Counter }[]

  private constructor(
    index: EventIndex,
    visible: Uint32Array,
    facets: { facet: BrushFacet; counter: Counter }[],
  ) {
    this.index = index
    this.#visible = visible
    this.#facets = facets
  }

  /** `bits` is the filtered set without its range; each facet has its own, without its clauses. */
  static async over(
    index: EventIndex,
    bits: Bits,
    facets: readonly BrushFacet[],
    edges: Edges,
    slices: Slices,
  ): Promise<Brush> {
    const bins = edges.length - 1
    const visible = new Uint32Array(bins + 1)
    await eachBin(index, bits, edges, slices, (_, count, bin) => {
      visible[bin + 1] = (visible[bin + 1] as number) + count
    })
    for (let bin = 0; bin < bins; bin += 1) {
      visible[bin + 1] = (visible[bin + 1] as number) + (visible[bin] as number)
    }
    const built: { facet: BrushFacet; counter: Counter }[] = []
    for (const facet of facets) {
      const { store } = facet.column
      // Facets that share their store and their rows share the counter; its answer holds until it is asked again.
      const twin = built.find(({ facet: other }) => other.column.store === store && other.bits === facet.bits)
      const isCube = store.distinct * (bins + 1) <= maxCells
      const counter =
        twin?.counter ?? (await (isCube ? cube : lists)(index, store, facet.bits, edges, slices))
      built.push({ facet, counter })
    }
    return new Brush(index, visible, built)
  }

  count(fromBin: number, toBin: number): number {
    const last = this.#visible.length - 1
    const [from, to] = [Math.min(fromBin, last), Math.min(toBin, last)]
    return to <= from ? 0 : (this.#visible[to] as number) - (this.#visible[from] as number)
  }

  facets(fromBin: number, toBin: number): { facet: BrushFacet; counts: Uint32Array; ranked: Ranked }[] {
    const last = this.#visible.length - 1
    return this.#facets.map(({ facet, counter }) => {
      const stored = counter(Math.min(fromBin, last), Math.min(Math.max(fromBin, toBin), last))
      const counts = foldCounts(stored, facet.column.of, facet.column.distinct)
      return { facet, counts, ranked: rankCodes(facet.column, counts, facet.wish) }
    })
  }
}

/** One line of counts an edge: the events before it. */
async function cube(
  index: EventIndex,
  store: StoreView,
  bits: Bits,
  edges: Edges,
  slices: Slices,
): Promise<Counter> {
  const bins = edges.length - 1
  const width = store.distinct
  const sums = new Uint32Array((bins + 1) * width)
  await eachBin(index, bits, edges, slices, (rows, count, bin) => {
    tally(store, rows, count, sums.subarray((bin + 1) * width, (bin + 2) * width))
  })
  for (let at = width; at < sums.length; at += 1)
    sums[at] = (sums[at] as number) + (sums[at - width] as number)
  const counts = new Uint32Array(width)
  return (fromBin, toBin) => {
    for (let code = 0; code < width; code += 1) {
      counts[code] = (sums[toBin * width + code] as number) - (sums[fromBin * width + code] as number)
    }
    return counts
  }
}

/**
 * For columns with very many values: the codes in the order of the bins. A frame starts from the one before it and adds
 * and takes away what came in and went out, or starts anew when that is less.
 */
async function lists(
  index: EventIndex,
  store: StoreView,
  bits: Bits,
  edges: Edges,
  slices: Slices,
): Promise<Counter> {
  const bins = edges.length - 1
  const begins = new Float64Array(bins + 1)
  await eachBin(index, bits, edges, slices, (rows, count, bin) => {
    begins[bin + 1] = (begins[bin + 1] as number) + elementsOf(store, rows, count)
  })
  for (let bin = 0; bin < bins; bin += 1)
    begins[bin + 1] = (begins[bin + 1] as number) + (begins[bin] as number)
  const codes = new Uint32Array(begins[bins] as number)
  const next = begins.slice()
  await eachBin(index, bits, edges, slices, (rows, count, bin) => {
    next[bin] = copyCodes(store, rows, count, codes, next[bin] as number)
  })
  return movingCounter(codes, begins, store.distinct)
}

function elementsOf({ offsets }: StoreView, rows: Uint32Array, count: number): number {
  if (!offsets) return count
  let sum = 0
  for (let at = 0; at < count; at += 1) {
    const row = rows[at] as number
    sum += (offsets[row + 1] as number) - (offsets[row] as number)
  }
  return sum
}

function copyCodes(
  store: StoreView,
  rows: Uint32Array,
  count: number,
  into: Uint32Array,
  from: number,
): number {
  const { codes, offsets } = store
  let place = from
  for (let at = 0; at < count; at += 1) {
    const row = rows[at] as number
    if (!offsets) into[place++] = codes[row] as number
    else
      for (let e = offsets[row] as number; e < (offsets[row + 1] as number); e += 1)
        into[place++] = codes[e] as number
  }
  return place
}

function movingCounter(codes: Uint32Array, begins: Float64Array, distinct: number): Counter {
  let counts = new Uint32Array(distinct)
  let [left, right] = [0, 0]
  const add = (from: number, to: number, by: 1 | -1) => {
    for (let at = from; at < to; at += 1) {
      const code = codes[at] as number
      counts[code] = (counts[code] as number) + by
    }
  }
  return (fromBin, toBin) => {
    const [from, to] = [begins[fromBin] as number, begins[toBin] as number]
    if (Math.abs(from - left) + Math.abs(to - right) >= to - from || from >= right || to <= left) {
      counts = new Uint32Array(distinct)
      add(from, to, 1)
    } else {
      if (from < left) add(from, left, 1)
      else add(left, from, -1)
      if (to > right) add(right, to, 1)
      else add(to, right, -1)
    }
    left = from
    right = to
    return counts
  }
}
