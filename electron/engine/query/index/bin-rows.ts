import type { Bits } from './bits'
import type { ColumnView } from './code-column'
import type { EventIndex } from './event-index'
import { unfoldMarks } from './member'
import type { Slices } from './slices'
import { firstAtOrAfter } from './time-order'

/** Bins on the axis: bin `b` is `edges[b] <= time < edges[b + 1]`, whole microseconds since 1970. */
export type Edges = Float64Array

/** So many equal bins, each edge rounded to the microsecond. */
export function equalEdges(from: number, to: number, bins: number): Edges {
  return Float64Array.from({ length: bins + 1 }, (_, at) => from + Math.round(((to - from) * at) / bins))
}

/**
 * Events by series and bin, `counts[series * bins + bin]`, over the rows of a set. Times ascend inside a segment, so the
 * edges of the bins are looked up and what lies between two of them is counted without a look at its times.
 */
export async function countByBin(
  index: EventIndex,
  bits: Bits,
  column: ColumnView,
  series: Uint8Array,
  edges: Edges,
  slices: Slices,
): Promise<Uint32Array> {
  const bins = edges.length - 1
  const { codes, distinct } = column.store
  const seriesOf = unfoldMarks(series, column, distinct)
  const counts = new Uint32Array((largest(seriesOf) + 1) * bins)
  await eachBin(index, bits, edges, slices, (rows, count, bin) => {
    for (let at = 0; at < count; at += 1) {
      const cell = (seriesOf[codes[rows[at] as number] as number] as number) * bins + bin
      counts[cell] = (counts[cell] as number) + 1
    }
  })
  return counts
}

/** Hands on the rows of a set bin by bin, segment by segment, in batches. */
export async function eachBin(
  index: EventIndex,
  bits: Bits,
  edges: Edges,
  slices: Slices,
  take: (rows: Uint32Array, count: number, bin: number) => void,
): Promise<void> {
  const rows = new Uint32Array(batchRows + 64)
  for (const segment of index.segments) {
    const end = segment.firstRow + segment.rows
    const last = edges[edges.length - 1] as number
    let at = firstAtOrAfter(index.times, segment.firstRow, end, edges[0] as number)
    while (at < end && (index.times[at] as number) < last) {
      const bin = binOf(edges, index.times[at] as number)
      const next = firstAtOrAfter(index.times, at, end, edges[bin + 1] as number)
      for (let from = at; from < next; from += batchRows) {
        const to = Math.min(next, from + batchRows)
        take(rows, listRange(bits, from, to, rows), bin)
      }
      at = next
      if (slices.due()) await slices.pause()
    }
  }
}

const batchRows = 8192

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

const largest = (numbers: Uint8Array): number => numbers.reduce((most, n) => Math.max(most, n), 0)
