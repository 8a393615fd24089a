import { type Bits, countBits, listRows } from './bits'
import type { ColumnView, StoreView } from './code-column'
import type { EventIndex } from './event-index'
import { foldCounts } from './member'
import type { Slices } from './slices'

/** Words a batch: its rows, and the counts of a narrow column, stay in the processor's nearest cache. */
const batchWords = 256

/**
 * Events by value for several fields, over the rows of a set, in one pass: rows are listed once a batch and counted store
 * by store. Where the set holds most rows, the others are counted and taken from the totals.
 */
export async function countValues(
  index: EventIndex,
  bits: Bits,
  columns: readonly ColumnView[],
  slices: Slices,
): Promise<Uint32Array[]> {
  const stores = [...new Set(columns.map(({ store }) => store))]
  const inverted = countBits(bits) * 2 > index.rows
  const counts = new Map(stores.map((store) => [store, new Uint32Array(store.distinct)] as const))
  const rows = new Uint32Array(batchWords * 32)
  const words = bits.length
  for (let word = 0; word < words; word += batchWords) {
    const end = Math.min(word + batchWords, words)
    const count = inverted ? listOthers(bits, word, end, index.rows, rows) : listRows(bits, word, end, rows)
    for (const [store, own] of counts) tally(store, rows, count, own)
    if (slices.due()) await slices.pause()
  }
  if (inverted) for (const [store, own] of counts) subtractFrom(store.totals, own)
  return columns.map(({ store, of, distinct }) =>
    foldCounts(counts.get(store) ?? new Uint32Array(0), of, distinct),
  )
}

const flipped = new Uint32Array(batchWords)

function listOthers(bits: Bits, from: number, to: number, total: number, rows: Uint32Array): number {
  for (let at = from; at < to; at += 1) flipped[at - from] = ~(bits[at] as number)
  const tail = total - ((to - 1) << 5)
  if (tail < 32) flipped[to - 1 - from] = (flipped[to - 1 - from] as number) & ((1 << tail) - 1)
  const count = listRows(flipped, 0, to - from, rows)
  const base = from << 5
  for (let at = 0; at < count; at += 1) rows[at] = (rows[at] as number) + base
  return count
}

/** Adds the codes of the rows to the counts. */
export function tally(store: StoreView, rows: Uint32Array, count: number, counts: Uint32Array): void {
  const { codes, offsets } = store
  if (offsets) tallyLists(codes as Uint32Array, offsets, rows, count, counts)
  else if (codes instanceof Uint8Array) tallyBytes(codes, rows, count, counts)
  else if (codes instanceof Uint16Array) tallyShorts(codes, rows, count, counts)
  else tallyWords(codes, rows, count, counts)
}

// One function a width: a loop that meets several kinds of array is compiled to a slow general one.
function tallyBytes(codes: Uint8Array, rows: Uint32Array, count: number, counts: Uint32Array): void {
  for (let at = 0; at < count; at += 1) {
    const code = codes[rows[at] as number] as number
    counts[code] = (counts[code] as number) + 1
  }
}

function tallyShorts(codes: Uint16Array, rows: Uint32Array, count: number, counts: Uint32Array): void {
  for (let at = 0; at < count; at += 1) {
    const code = codes[rows[at] as number] as number
    counts[code] = (counts[code] as number) + 1
  }
}

function tallyWords(codes: Uint32Array, rows: Uint32Array, count: number, counts: Uint32Array): void {
  for (let at = 0; at < count; at += 1) {
    const code = codes[rows[at] as number] as number
    counts[code] = (counts[code] as number) + 1
  }
}

function tallyLists(
  codes: Uint32Array,
  offsets: Uint32Array,
  rows: Uint32Array,
  count: number,
  counts: Uint32Array,
): void {
  for (let at = 0; at < count; at += 1) {
    const row = rows[at] as number
    const end = offsets[row + 1] as number
    for (let element = offsets[row] as number; element < end; element += 1) {
      const code = codes[element] as number
      counts[code] = (counts[code] as number) + 1
    }
  }
}

function subtractFrom(totals: Uint32Array, counts: Uint32Array): void {
  for (let code = 0; code < counts.length; code += 1) {
    counts[code] = (totals[code] as number) - (counts[code] as number)
  }
}
