import { type Bits, setBit } from './bits'
import { blockRows } from './block-totals'
import type { StoreView } from './code-column'
import type { EventIndex } from './event-index'
import type { Pass } from './passes'
import { firstAtOrAfter } from './time-order'

export type MarkGiven = {
  bits: Bits
  rows: number
  store: Pick<StoreView, 'codes' | 'offsets'>
  /** One byte a code of the store: whether its rows are wanted. */
  wanted: Uint8Array
}

/**
 * Sets the bits of rows whose value is wanted; for lists, of those with any such element. The result is which parts were
 * done: another thread's bits stand in its own array.
 */
export const markPass: Pass<MarkGiven, number[]> = {
  begin: () => [],
  part({ bits, rows, store: { codes, offsets }, wanted }, done, part) {
    const from = part * blockRows
    const to = Math.min(rows, from + blockRows)
    const only = wanted.indexOf(1)
    const isOne = !offsets && wanted.indexOf(1, only + 1) < 0
    if (offsets) markLists(codes as Uint32Array, offsets, wanted, from, to, bits)
    else if (isOne && codes instanceof Uint16Array) markOneShort(codes, only, from, to, bits)
    else if (codes instanceof Uint8Array) markBytes(codes, wanted, from, to, bits)
    else if (codes instanceof Uint16Array) markShorts(codes, wanted, from, to, bits)
    else markWords(codes, wanted, from, to, bits)
    done.push(part)
  },
}

// Parts begin on a word, so a word is put together in a register and stored once; one function a width, because a
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

/** For one code of two bytes, two rows are compared at a time: a half that is zero shows in the borrow. */
function markOneShort(codes: Uint16Array, code: number, from: number, to: number, bits: Bits): void {
  const pairs = new Int32Array(codes.buffer, codes.byteOffset, codes.length >>> 1)
  const pattern = code | (code << 16)
  const whole = to - ((to - from) & 31)
  for (let row = from; row < whole; row += 32) {
    const first = row >>> 1
    let any = 0
    for (let pair = first; pair < first + 16; pair += 4) {
      const a = (pairs[pair] as number) ^ pattern
      const b = (pairs[pair + 1] as number) ^ pattern
      const c = (pairs[pair + 2] as number) ^ pattern
      const d = (pairs[pair + 3] as number) ^ pattern
      any |= ((a - 0x10001) & ~a) | ((b - 0x10001) & ~b) | ((c - 0x10001) & ~c) | ((d - 0x10001) & ~d)
    }
    if ((any & 0x80008000) !== 0) markEqual(codes, code, row, row + 32, bits)
  }
  markEqual(codes, code, whole, to, bits)
}

function markEqual(codes: Uint16Array, code: number, from: number, to: number, bits: Bits): void {
  for (let row = from; row < to; row += 1) if (codes[row] === code) setBit(bits, row)
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
