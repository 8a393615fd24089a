import { type Bits, countBits, listRows } from './bits'
import { blockRows, blockWords } from './block-totals'
import type { StoreView } from './code-column'
import type { Pass } from './passes'
import { tally } from './tally'

/** Words a batch: its rows, and the counts of a narrow column, stay in the processor's nearest cache. */
const batchWords = 256

export type TallyStore = Pick<StoreView, 'codes' | 'offsets' | 'filled' | 'distinct' | 'blocks'>
export type TallyGiven = {
  bits: Bits
  /** Counts the rows that are not in the set. */
  inverted: boolean
  rows: number
  stores: readonly TallyStore[]
}

/** Rows of a set by code. In blocks that have totals, whichever rows are fewer are looked at. */
export const tallyPass: Pass<TallyGiven, Uint32Array[]> = {
  begin: ({ stores }) => stores.map(({ distinct }) => new Uint32Array(distinct)),
  part(given, counts, part) {
    const { bits, inverted, rows, stores } = given
    const [from, to] = [part * blockWords, Math.min(bits.length, (part + 1) * blockWords)]
    const all = Math.min(rows, (part + 1) * blockRows) - part * blockRows
    const inSet = countBits(bits, from, to)
    const wanted = inverted ? all - inSet : inSet
    if (wanted === 0) return
    const [straight, byOthers]: [number[], number[]] = [[], []]
    for (const [at, { blocks }] of stores.entries()) {
      const totals = wanted * 2 > all ? blocks[part] : undefined
      if (totals) addTo(counts[at] as Uint32Array, totals)
      ;(totals ? byOthers : straight).push(at)
    }
    if (straight.length > 0) tallyWords(given, inverted, from, to, straight, counts, 1)
    if (byOthers.length > 0 && wanted < all) tallyWords(given, !inverted, from, to, byOthers, counts, -1)
  },
}

const chosen = new Uint32Array(batchWords)
const withElements = new Uint32Array(batchWords)
const listed = new Uint32Array(batchWords * 32)

function tallyWords(
  { bits, rows, stores }: TallyGiven,
  inverted: boolean,
  from: number,
  to: number,
  which: readonly number[],
  counts: readonly Uint32Array[],
  by: number,
): void {
  for (let word = from; word < to; word += batchWords) {
    const words = Math.min(word + batchWords, to) - word
    choose(bits, inverted, word, words, rows)
    const count = listRows(chosen, 0, words, listed, word)
    for (const at of which) {
      const [store, own] = [stores[at] as TallyStore, counts[at] as Uint32Array]
      if (!store.filled) tally(store, listed, count, own, by)
    }
    for (const at of which) {
      const [store, own] = [stores[at] as TallyStore, counts[at] as Uint32Array]
      if (!store.filled) continue
      // Events without elements are most, and need no look at where theirs would stand.
      for (let k = 0; k < words; k += 1)
        withElements[k] = (chosen[k] as number) & (store.filled[word + k] as number)
      const some = listRows(withElements, 0, words, listed, word)
      own[0] = (own[0] as number) + (count - some) * by
      tally(store, listed, some, own, by)
    }
  }
}

/** The words of a batch, turned around where the rows that are not in the set are meant. */
function choose(bits: Bits, inverted: boolean, word: number, words: number, total: number): void {
  const flip = inverted ? -1 : 0
  for (let at = 0; at < words; at += 1) chosen[at] = (bits[word + at] as number) ^ flip
  const tail = total - ((word + words - 1) << 5)
  if (inverted && tail < 32) chosen[words - 1] = (chosen[words - 1] as number) & ((1 << tail) - 1)
}

/** Adds counts to others; those may reach further. */
export function addTo(sums: Uint32Array, counts: Uint32Array): void {
  for (let at = 0; at < counts.length; at += 1) sums[at] = (sums[at] as number) + (counts[at] as number)
}
