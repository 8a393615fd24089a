/** A set of row numbers, one bit a row, 32 to a word. Bits beyond the last row are always zero. */
export type Bits = Uint32Array

export const wordsFor = (rows: number): number => (rows + 31) >>> 5

export const noBits = (rows: number): Bits => new Uint32Array(wordsFor(rows))

export function allBits(rows: number): Bits {
  const bits = new Uint32Array(wordsFor(rows)).fill(0xffffffff)
  trim(bits, rows)
  return bits
}

function trim(bits: Bits, rows: number): void {
  const tail = rows & 31
  if (tail !== 0 && bits.length > 0)
    bits[bits.length - 1] = (bits[bits.length - 1] as number) & ((1 << tail) - 1)
}

export const setBit = (bits: Bits, row: number): void => {
  bits[row >>> 5] = (bits[row >>> 5] as number) | (1 << (row & 31))
}

export const clearBit = (bits: Bits, row: number): void => {
  bits[row >>> 5] = (bits[row >>> 5] as number) & ~(1 << (row & 31))
}

export const hasBit = (bits: Bits, row: number): boolean =>
  (((bits[row >>> 5] as number) >>> (row & 31)) & 1) === 1

/** Sets every bit of `from <= row < to`. */
export function setRange(bits: Bits, from: number, to: number): void {
  let row = from
  for (; row < to && (row & 31) !== 0; row += 1) setBit(bits, row)
  const words = (to - row) >>> 5
  if (words > 0) {
    bits.fill(0xffffffff, row >>> 5, (row >>> 5) + words)
    row += words << 5
  }
  for (; row < to; row += 1) setBit(bits, row)
}

/** Keeps only rows that are in the other set as well, or, with `exclude`, those that are not. Answers how many are left. */
export function narrow(bits: Bits, other: Bits, exclude: boolean): number {
  const flip = exclude ? -1 : 0
  let count = 0
  for (let at = 0; at < bits.length; at += 1) {
    const word = (bits[at] as number) & ((other[at] as number) ^ flip)
    bits[at] = word
    count += ones(word)
  }
  return count
}

/** A set of its own: the rows of another one, or, with `exclude`, all others of so many. */
export function copyOf(bits: Bits, exclude: boolean, rows: number): Bits {
  return exclude ? not(bits, rows) : bits.slice()
}

/** Adds the rows of another set, or those of them that are within a third. */
export function orInto(bits: Bits, other: Bits, within: Bits = other): void {
  for (let at = 0; at < bits.length; at += 1) {
    bits[at] = (bits[at] as number) | ((other[at] as number) & (within[at] as number))
  }
}

/** How many rows are in both. */
export function countBoth(bits: Bits, other: Bits): number {
  let count = 0
  for (let at = 0; at < bits.length; at += 1) count += ones((bits[at] as number) & (other[at] as number))
  return count
}

/** Rows, of so many, that are not in it. */
export function not(bits: Bits, rows: number): Bits {
  const other = new Uint32Array(bits.length)
  for (let at = 0; at < other.length; at += 1) other[at] = ~(bits[at] as number)
  trim(other, rows)
  return other
}

export function countBits(bits: Bits, fromWord = 0, toWord = bits.length): number {
  let count = 0
  for (let at = fromWord; at < toWord; at += 1) count += ones(bits[at] as number)
  return count
}

function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/**
 * Row numbers of the words `fromWord <= w < toWord` into `rows`, which holds 32 a word; answers how many. `firstWord` is
 * where the words stand in the whole set.
 */
export function listRows(
  bits: Bits,
  fromWord: number,
  toWord: number,
  rows: Uint32Array,
  firstWord = 0,
): number {
  let count = 0
  for (let at = fromWord; at < toWord; at += 1) {
    let word = (bits[at] as number) | 0
    const base = (firstWord + at) << 5
    if (word === -1) {
      for (let bit = 0; bit < 32; bit += 1) rows[count++] = base + bit
      continue
    }
    while (word !== 0) {
      rows[count++] = base + 31 - Math.clz32(word & -word)
      word &= word - 1
    }
  }
  return count
}
