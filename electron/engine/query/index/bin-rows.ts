import type { Bits } from './bits'
import { blockRows } from './block-totals'
import type { StoreView } from './code-column'
import type { EventIndex } from './event-index'
import type { Pass } from './passes'
import type { Slices } from './slices'
import { firstAtOrAfter } from './time-order'

/** Bins on the axis: bin `b` is `edges[b] <= time < edges[b + 1]`, whole microseconds since 1970. */
export type Edges = Float64Array

/** So many equal bins, each edge rounded to the microsecond. */
export function equalEdges(from: number, to: number, bins: number): Edges {
  return Float64Array.from({ length: bins + 1 }, (_, at) => from + Math.round(((to - from) * at) / bins))
}

/** What leads from a time to rows: times ascend inside each run of rows. */
export type Timeline = {
  readonly segments: readonly { firstRow: number; rows: number }[]
  readonly times: Float64Array
}

export type BinsGiven = Timeline & {
  bits: Bits
  edges: Edges
  codes: StoreView['codes']
  /** Series by code; those from `series` on are not counted. */
  seriesOf: Uint32Array
  series: number
}

/**
 * Events by bin and series, `counts[bin * series + s]`, over the rows of a set. The edges of the bins are looked up and
 * what lies between two of them is counted without a look at its times.
 */
export const binsPass: Pass<BinsGiven, Uint32Array> = {
  // What belongs to no series is counted in a place behind the last bin.
  begin: ({ edges, series }) => new Uint32Array((edges.length - 1) * series + 1),
  part(given, counts, part) {
    const { edges, series, seriesOf, codes } = given
    const beyond = (edges.length - 1) * series
    binsOfBlock(given, given.bits, edges, part, (rows, count, bin) => {
      const base = bin * series
      for (let at = 0; at < count; at += 1) {
        const own = seriesOf[codes[rows[at] as number] as number] as number
        const cell = own < series ? base + own : beyond
        counts[cell] = (counts[cell] as number) + 1
      }
    })
  },
}

type Take = (rows: Uint32Array, count: number, bin: number) => void

/** Hands on the rows of a set bin by bin, segment by segment, in batches. */
export async function eachBin(
  index: EventIndex,
  bits: Bits,
  edges: Edges,
  slices: Slices,
  take: Take,
): Promise<void> {
  for (let part = 0; part * blockRows < index.rows; part += 1) {
    binsOfBlock(index, bits, edges, part, take)
    if (slices.due()) await slices.pause()
  }
}

const batchRows = 8192
const listed = new Uint32Array(batchRows + 64)

function binsOfBlock(
  { segments, times }: Timeline,
  bits: Bits,
  edges: Edges,
  block: number,
  take: Take,
): void {
  const last = edges[edges.length - 1] as number
  for (const segment of segments) {
    const begin = Math.max(segment.firstRow, block * blockRows)
    const end = Math.min(segment.firstRow + segment.rows, (block + 1) * blockRows)
    if (begin >= end) continue
    let at = firstAtOrAfter(times, begin, end, edges[0] as number)
    while (at < end && (times[at] as number) < last) {
      const bin = binOf(edges, times[at] as number)
      const next = firstAtOrAfter(times, at, end, edges[bin + 1] as number)
      for (let from = at; from < next; from += batchRows) {
        const to = Math.min(next, from + batchRows)
        take(listed, listRange(bits, from, to, listed), bin)
      }
      at = next
    }
  }
}

/** The bin of a time that lies between the first and the last edge. */
export function binOf(edges: Edges, time: number): number {
  let [low, high] = [0, edges.length - 2]
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((edges[middle] as number) <= time) low = middle
    else high = middle - 1
  }
  return low
}

/** Rows of a set with `from <= row < to` into `rows`; answers how many. */
function listRange(bits: Bits, from: number, to: number, rows: Uint32Array): number {
  const [first, last] = [from >>> 5, (to - 1) >>> 5]
  let count = 0
  for (let at = first; at <= last; at += 1) {
    let word = bits[at] as number
    if (at === first) word &= 0xffffffff << (from & 31)
    if (at === last && (to & 31) !== 0) word &= (1 << (to & 31)) - 1
    const base = at << 5
    while (word !== 0) {
      rows[count++] = base + 31 - Math.clz32(word & -word)
      word &= word - 1
    }
  }
  return count
}
