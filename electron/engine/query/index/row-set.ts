import { allBits, type Bits, copyOf, hasBit, listRows, narrow, setBit, wordsFor } from './bits'

/** Rows that something is true for. */
export type RowSet = {
  bits: Bits
  count: number
  /** The rows in their order, where there are but few. */
  few: Uint32Array | null
}

/** A set, or with `exclude` all other rows. */
export type Term = RowSet & { exclude: boolean }

/** One row in so many counts as few: their list takes no more room than the bits. */
const manyToOne = 256

/** `count` is how many bits are set. Neither may change afterwards. */
export function rowSet(bits: Bits, count: number): RowSet {
  if (count * manyToOne > bits.length * 32) return { bits, count, few: null }
  return { bits, count, few: listOf(bits, count) }
}

const batchWords = 128

function listOf(bits: Bits, count: number): Uint32Array {
  const few = new Uint32Array(count)
  const batch = new Uint32Array(batchWords * 32)
  let used = 0
  for (let from = 0; used < count; from += batchWords) {
    const found = listRows(bits, from, Math.min(bits.length, from + batchWords), batch)
    few.set(batch.subarray(0, found), used)
    used += found
  }
  return few
}

/**
 * The rows, of so many, that are in every term, and how many there are. Few rows cost nothing but themselves: left out they
 * are taken from the others, and kept they are all that is looked at.
 */
export function intersect(terms: readonly Term[], rows: number): { bits: Bits; count: number } {
  const least = terms.filter(({ exclude, few }) => few && !exclude).sort((a, b) => a.count - b.count)[0]
  if (least?.few) return among(least.few, terms, rows)
  const { bits, count } = whole(
    terms.filter(({ exclude, few }) => !exclude || !few),
    rows,
  )
  let left = count
  for (const { few } of terms.filter(({ exclude }) => exclude)) {
    for (const row of few ?? []) {
      if (!hasBit(bits, row)) continue
      bits[row >>> 5] = (bits[row >>> 5] as number) & ~(1 << (row & 31))
      left -= 1
    }
  }
  return { bits, count: left }
}

function among(few: Uint32Array, terms: readonly Term[], rows: number): { bits: Bits; count: number } {
  const bits = new Uint32Array(wordsFor(rows))
  let count = 0
  for (const row of few) {
    if (!terms.every(({ bits: own, exclude }) => hasBit(own, row) !== exclude)) continue
    setBit(bits, row)
    count += 1
  }
  return { bits, count }
}

function whole([first, ...others]: readonly Term[], rows: number): { bits: Bits; count: number } {
  if (!first) return { bits: allBits(rows), count: rows }
  const bits = copyOf(first.bits, first.exclude, rows)
  let count = first.exclude ? rows - first.count : first.count
  for (const { bits: own, exclude } of others) count = narrow(bits, own, exclude)
  return { bits, count }
}
