import type { Bits } from './bits'
import { blockRows, blockWords } from './block-totals'
import { CountingRoom } from './counting'
import type { Pass, PassStore } from './passes'

export type TallyGiven = {
  bits: Bits
  /** Counts the rows that are not in the set. */
  inverted: boolean
  stores: readonly PassStore[]
}

/** Rows of a set by code. In blocks that have totals, whichever rows are fewer are looked at. */
export const tallyPass: Pass<TallyGiven, Uint32Array[]> = {
  begin({ rows }, { bits, inverted, stores }, { slot }) {
    const counters = stores.map((store) => {
      const room = new CountingRoom(store, slot)
      return { room, blocks: store.blocks, counts: room.clearCounts(store.distinct) }
    })
    return {
      part(part) {
        const words = bits.subarray(part * blockWords, (part + 1) * blockWords)
        const all = Math.min(rows, (part + 1) * blockRows) - part * blockRows
        let count = -1
        for (const { room, blocks, counts } of counters) {
          room.load(words, all, inverted)
          if (count < 0) count = room.ones(words.length)
          if (count === 0) return
          const totals = count * 2 > all ? blocks[part] : undefined
          if (totals) addTo(counts, totals)
          if (totals && count === all) continue
          if (totals) room.flip(all)
          room.tally(part, words.length, totals ? -1 : 1)
        }
      },
      told: () => 0,
      result(told) {
        if (told !== null) for (const { room, counts } of counters) room.addOther(counts.length)
        return counters.map(({ counts }) => counts.slice())
      },
    }
  },
}

/** Adds counts to others; those may reach further. */
export function addTo(sums: Uint32Array, counts: Uint32Array): void {
  for (let at = 0; at < counts.length; at += 1) sums[at] = (sums[at] as number) + (counts[at] as number)
}
