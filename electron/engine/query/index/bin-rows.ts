import type { Bits } from './bits'
import { blockRows, blockWords } from './block-totals'
import { CountingRoom } from './counting'
import type { Pass, PassStore, Timeline } from './passes'
import { sharedWords } from './shared-arrays'
import type { Slices } from './slices'
import { firstAtOrAfter } from './time-order'

/** Bins on the axis: bin `b` is `edges[b] <= time < edges[b + 1]`, whole microseconds since 1970. */
export type Edges = Float64Array

/** So many equal bins, each edge rounded to the microsecond. */
export function equalEdges(from: number, to: number, bins: number): Edges {
  return Float64Array.from({ length: bins + 1 }, (_, at) => from + Math.round(((to - from) * at) / bins))
}

/**
 * First row of each bin in each segment, and behind the last bin the first row after it: `places[segment * edges + edge]`.
 * Times ascend inside a segment, so no event's time is read after this.
 */
export function placesOfEdges({ segments, times }: Timeline, edges: Edges): Uint32Array {
  const places = sharedWords(segments.length * edges.length)
  for (const [at, { firstRow, rows }] of segments.entries()) {
    let row = firstRow
    for (let edge = 0; edge < edges.length; edge += 1) {
      row = firstAtOrAfter(times, row, firstRow + rows, edges[edge] as number)
      places[at * edges.length + edge] = row
    }
  }
  return places
}

export type BinsGiven = {
  bits: Bits
  /** Counts the rows that are not in the set. */
  inverted: boolean
  /** The one column whose series are counted. */
  stores: readonly [PassStore]
  bins: number
  /** Where the edges of the bins are: `placesOfEdges`. */
  places: Uint32Array
  /** Series by code; those from `series` on are not counted. */
  seriesOf: Uint32Array
  series: number
}

/** Events by bin and series, `counts[bin * series + s]`, over the rows of a set. */
export const binsPass: Pass<BinsGiven, Uint32Array> = {
  begin({ segments, rows }, { bits, inverted, stores: [store], bins, places, seriesOf, series }, { slot }) {
    const room = new CountingRoom(store, slot)
    // What belongs to no series is counted in a place behind each bin's.
    const width = series + 1
    const counts = room.clearCounts(bins * width)
    room.setSeries(seriesOf.map((own) => Math.min(own, series)))
    return {
      part(part) {
        const first = part * blockRows
        const words = bits.subarray(part * blockWords, (part + 1) * blockWords)
        room.load(words, Math.min(blockRows, rows - first), inverted)
        eachRange(segments, places, bins, first, first + blockRows, (from, to, bin) =>
          room.bin(part, from - first, to - first, bin * width),
        )
      },
      told: () => 0,
      result(told) {
        if (told !== null) room.addOther(counts.length)
        const result = new Uint32Array(bins * series)
        for (let bin = 0; bin < bins; bin += 1) {
          result.set(counts.subarray(bin * width, bin * width + series), bin * series)
        }
        return result
      },
    }
  },
}

/** The ranges of rows that bins have among `first <= row < last`, segment by segment. */
function eachRange(
  segments: Timeline['segments'],
  places: Uint32Array,
  bins: number,
  first: number,
  last: number,
  take: (from: number, to: number, bin: number) => void,
): void {
  for (const [at, segment] of segments.entries()) {
    if (segment.firstRow >= last || segment.firstRow + segment.rows <= first) continue
    for (let bin = 0; bin < bins; bin += 1) {
      const edge = at * (bins + 1) + bin
      const from = Math.max(first, places[edge] as number)
      const to = Math.min(last, places[edge + 1] as number)
      if (from < to) take(from, to, bin)
    }
  }
}

type Take = (rows: Uint32Array, count: number, bin: number) => void

const batchRows = 8192
const listed = new Uint32Array(batchRows + 64)

/** Hands on the rows of a set bin by bin, segment by segment, in batches. */
export async function eachBin(
  index: Timeline,
  bits: Bits,
  edges: Edges,
  slices: Slices,
  take: Take,
): Promise<void> {
  const places = placesOfEdges(index, edges)
  for (let first = 0; first < index.rows; first += blockRows) {
    eachRange(index.segments, places, edges.length - 1, first, first + blockRows, (from, to, bin) => {
      for (let row = from; row < to; row += batchRows) {
        take(listed, listRange(bits, row, Math.min(to, row + batchRows), listed), bin)
      }
    })
    if (slices.due()) await slices.pause()
  }
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
