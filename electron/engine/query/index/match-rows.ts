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
  if (wanted.every((mark) => mark === 0)) return bits
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

// Batches begin on a word, so a word is put together in a register and stored once; one function a width, because a
// loop that meets several kinds of array is compiled to a slow general one.
function markBytes(codes: Uint8Array, wanted: Uint8Array, from: number, to: number, bits: Bits): void {
  const whole = to - ((to - from) & 31)
  for (let row = from; row < whole; row += 32) {
    let word = 0
    for (let bit = 0; bit < 32; bit += 4) {
      const at = row + bit
      const four =
        (wanted[codes[at] as number] as number) |
        ((wanted[codes[at + 1] as number] as number) << 1) |
        ((wanted[codes[at + 2] as number] as number) << 2) |
        ((wanted[codes[at + 3] as number] as number) << 3)
      word |= four << bit
    }
    bits[row >>> 5] = word
  }
  for (let row = whole; row < to; row += 1) if (wanted[codes[row] as number] === 1) setBit(bits, row)
}

function markShorts(codes: Uint16Array, wanted: Uint8Array, from: number, to: number, bits: Bits): void {
  const whole = to - ((to - from) & 31)
  for (let row = from; row < whole; row += 32) {
    let word = 0
    for (let bit = 0; bit < 32; bit += 4) {
      const at = row + bit
      const four =
        (wanted[codes[at] as number] as number) |
        ((wanted[codes[at + 1] as number] as number) << 1) |
        ((wanted[codes[at + 2] as number] as number) << 2) |
        ((wanted[codes[at + 3] as number] as number) << 3)
      word |= four << bit
    }
    bits[row >>> 5] = word
  }
  for (let row = whole; row < to; row += 1) if (wanted[codes[row] as number] === 1) setBit(bits, row)
}

function markWords(codes: Uint32Array, wanted: Uint8Array, from: number, to: number, bits: Bits): void {
  const whole = to - ((to - from) & 31)
  for (let row = from; row < whole; row += 32) {
    let word = 0
    for (let bit = 0; bit < 32; bit += 4) {
      const at = row + bit
      const four =
        (wanted[codes[at] as number] as number) |
        ((wanted[codes[at + 1] as number] as number) << 1) |
        ((wanted[codes[at + 2] as number] as number) << 2) |
        ((wanted[codes[at + 3] as number] as number) << 3)
      word |= four << bit
    }
    bits[row >>> 5] = word
  }
  for (let row = whole; row < to; row += 1) if (wanted[codes[row] as number] === 1) setBit(bits, row)
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
