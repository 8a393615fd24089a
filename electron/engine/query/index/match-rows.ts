import { type Bits, setBit, wordsFor } from './bits'
import type { ColumnView } from './code-column'
import type { EventIndex } from './event-index'
import { unfoldMarks } from './member'
import type { Slices } from './slices'
import { firstAtOrAfter } from './time-order'

const batchRows = 1 << 18

/** Rows whose value is marked (one byte a code of the field); for lists, those with any such element. */
export async function rowsWithCodes(
  index: EventIndex,
  column: ColumnView,
  marks: Uint8Array,
  slices: Slices,
): Promise<Bits> {
  const { codes, offsets, distinct } = column.store
  const wanted = unfoldMarks(marks, column, distinct)
  const bits = new Uint32Array(wordsFor(index.rows))
  for (let from = 0; from < index.rows; from += batchRows) {
    const to = Math.min(index.rows, from + batchRows)
    if (offsets) markLists(codes as Uint32Array, offsets, wanted, from, to, bits)
    else if (codes instanceof Uint8Array) markBytes(codes, wanted, from, to, bits)
    else if (codes instanceof Uint16Array) markShorts(codes, wanted, from, to, bits)
    else markWords(codes, wanted, from, to, bits)
    if (slices.due()) await slices.pause()
  }
  return bits
}

// Batches begin on a word, so a word is put together in a register and stored once.
function markBytes(codes: Uint8Array, wanted: Uint8Array, from: number, to: number, bits: Bits): void {
  for (let row = from; row < to; row += 32) {
    const end = Math.min(32, to - row)
    let word = 0
    for (let bit = 0; bit < end; bit += 1) word |= (wanted[codes[row + bit] as number] as number) << bit
    bits[row >>> 5] = word
  }
}

function markShorts(codes: Uint16Array, wanted: Uint8Array, from: number, to: number, bits: Bits): void {
  for (let row = from; row < to; row += 32) {
    const end = Math.min(32, to - row)
    let word = 0
    for (let bit = 0; bit < end; bit += 1) word |= (wanted[codes[row + bit] as number] as number) << bit
    bits[row >>> 5] = word
  }
}

function markWords(codes: Uint32Array, wanted: Uint8Array, from: number, to: number, bits: Bits): void {
  for (let row = from; row < to; row += 32) {
    const end = Math.min(32, to - row)
    let word = 0
    for (let bit = 0; bit < end; bit += 1) word |= (wanted[codes[row + bit] as number] as number) << bit
    bits[row >>> 5] = word
  }
}

function markLists(
  codes: Uint32Array,
  offsets: Uint32Array,
  wanted: Uint8Array,
  from: number,
  to: number,
  bits: Bits,
): void {
  let element = offsets[from] as number
  for (let row = from; row < to; row += 1) {
    const end = offsets[row + 1] as number
    for (; element < end; element += 1) {
      if (wanted[codes[element] as number] !== 0) setBit(bits, row)
    }
  }
}

/** Where `from <= time < to` (microseconds) lies in each segment: half-open ranges of rows. */
export function rowRanges(index: EventIndex, from: number, to: number): { from: number; to: number }[] {
  return index.segments.map((segment) => {
    const end = segment.firstRow + segment.rows
    const first = firstAtOrAfter(index.times, segment.firstRow, end, from)
    return { from: first, to: firstAtOrAfter(index.times, first, end, to) }
  })
}
