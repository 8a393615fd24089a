import { type Bits, countBits } from './bits'
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
  begin({ rows }, { bits, inverted, stores }, slot) {
    const counters = stores.map((store) => {
      const room = new CountingRoom(store, slot)
      return { room, blocks: store.blocks, counts: room.clearCounts(store.distinct) }
    })
    const [wanted, others] = [new Uint32Array(blockWords), new Uint32Array(blockWords)]
    return {
      part(part) {
        const words = bits.subarray(part * blockWords, (part + 1) * blockWords)
        const all = Math.min(rows, (part + 1) * blockRows) - part * blockRows
        wanted.set(words)
        if (inverted) flip(wanted, words.length, all)
        const count = countBits(wanted, 0, words.length)
        if (count === 0) return
        let areOthersKnown = false
        for (const { room, blocks, counts } of counters) {
          const totals = count * 2 > all ? blocks[part] : undefined
          if (totals) addTo(counts, totals)
          if (totals && count === all) continue
          if (totals && !areOthersKnown) {
            others.set(wanted)
            flip(others, words.length, all)
            areOthersKnown = true
          }
          room.words.set(totals ? others : wanted)
          room.tally(part, words.length, totals ? -1 : 1)
        }
      },
      result: () => counters.map(({ counts }) => counts.slice()),
    }
  },
}

/** Turns the first words of a block around: its rows that are not in the set, of so many. */
function flip(words: Uint32Array, size: number, rows: number): void {
  for (let at = 0; at < size; at += 1) words[at] = ~(words[at] as number)
  if (rows & 31) words[size - 1] = (words[size - 1] as number) & ((1 << (rows & 31)) - 1)
}

/** Adds counts to others; those may reach further. */
export function addTo(sums: Uint32Array, counts: Uint32Array): void {
  for (let at = 0; at < counts.length; at += 1) sums[at] = (sums[at] as number) + (counts[at] as number)
}
