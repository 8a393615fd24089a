import { blockRows, blockWords } from './block-totals'
import { CountingRoom } from './counting'
import type { EventIndex } from './event-index'
import type { Pass, PassStore } from './passes'
import { RowSet } from './row-set'
import { firstAtOrAfter } from './time-order'

export type MarkGiven = {
  /** The one column that is looked at. */
  stores: readonly [PassStore]
  /** One byte a code of the store: whether its rows are wanted. */
  wanted: Uint8Array
}

/** Rows whose value is wanted; for lists, those with any such element. */
export const markPass: Pass<MarkGiven, RowSet> = {
  begin({ rows }, { stores: [store], wanted }, { slot, marked }) {
    const room = new CountingRoom(store, slot)
    room.setWanted(wanted)
    const first = wanted.indexOf(1)
    const only = wanted.indexOf(1, first + 1) < 0 ? first : null
    let count = 0
    return {
      part(part) {
        const own = marked.subarray(part * blockWords, (part + 1) * blockWords)
        count += room.mark(part, Math.min(blockRows, rows - part * blockRows), only)
        own.set(room.words.subarray(0, own.length))
      },
      told: () => count,
      // The next pass marks rows in the same place.
      result: (told) => RowSet.ofBits(marked, count + (told ?? 0), rows, true),
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
