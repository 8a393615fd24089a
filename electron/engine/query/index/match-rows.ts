import type { Bits } from './bits'
import { blockRows, blockWords } from './block-totals'
import { CountingRoom } from './counting'
import type { EventIndex } from './event-index'
import type { Pass, PassStore } from './passes'
import { firstAtOrAfter } from './time-order'

export type MarkGiven = {
  bits: Bits
  /** The one column that is looked at. */
  stores: readonly [PassStore]
  /** One byte a code of the store: whether its rows are wanted. */
  wanted: Uint8Array
}

/** How many rows were marked, and which parts were done: another thread's bits stand in its own array. */
export type Marked = { count: number; parts: number[] }

/** Sets the bits of rows whose value is wanted; for lists, of those with any such element. */
export const markPass: Pass<MarkGiven, Marked> = {
  begin({ rows }, { bits, stores: [store], wanted }, slot) {
    const room = new CountingRoom(store, slot)
    room.setWanted(wanted)
    const first = wanted.indexOf(1)
    const only = wanted.indexOf(1, first + 1) < 0 ? first : null
    const marked: Marked = { count: 0, parts: [] }
    return {
      part(part) {
        const own = bits.subarray(part * blockWords, (part + 1) * blockWords)
        marked.count += room.mark(part, Math.min(blockRows, rows - part * blockRows), only)
        own.set(room.words.subarray(0, own.length))
        marked.parts.push(part)
      },
      result: () => marked,
    }
  },
}

/** Where `from <= time < to` (microseconds) lies in each segment: half-open ranges of rows. */
export function rowRanges(index: EventIndex, from: number, to: number): { from: number; to: number }[] {
  return index.segments.map((segment) => {
    const end = segment.firstRow + segment.rows
    const first = firstAtOrAfter(index.times, segment.firstRow, end, from)
    return { from: first, to: firstAtOrAfter(index.times, first, end, to) }
  })
}
