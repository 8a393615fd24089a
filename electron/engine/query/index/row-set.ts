import { allBits, type Bits, clearBit, copyOf, hasBit, listRows, narrow, noBits, setBit } from './bits'

/** One row in so many counts as few: their list takes no more room than a bit a row. */
const manyToOne = 256

/**
 * Rows of an index that something is true for, never changed. Where they are few, or all but few, that is a list; bits are
 * made of it when somebody asks for them.
 */
export class RowSet {
  /** Rows of the index. */
  readonly total: number
  readonly count: number
  /** The rows in their order, where there are but few. */
  readonly few: Uint32Array | null
  /** The rows that are not in it, where these are few. */
  readonly others: Uint32Array | null
  #bits: Bits | null

  private constructor(
    total: number,
    count: number,
    held: { few?: Uint32Array; others?: Uint32Array; bits?: Bits },
  ) {
    this.total = total
    this.count = count
    this.few = held.few ?? null
    this.others = held.others ?? null
    this.#bits = held.bits ?? null
  }

  /** `count` is how many bits are set; they are kept, and copied only where `isLent` says that they will change. */
  static ofBits(bits: Bits, count: number, total: number, isLent = false): RowSet {
    if (count * manyToOne <= total) return RowSet.few(listOf(bits, count), total)
    return new RowSet(total, count, { bits: isLent ? bits.slice() : bits })
  }

  /** Rows in ascending order. */
  static few(few: Uint32Array, total: number): RowSet {
    return new RowSet(total, few.length, { few })
  }

  /** All rows but a few, in any order and without repetition. */
  static allBut(others: Uint32Array, total: number): RowSet {
    return new RowSet(total, total - others.length, { others })
  }

  /** A bit a row. Not to be changed. */
  get bits(): Bits {
    if (!this.#bits) {
      this.#bits = this.few ? noBits(this.total) : allBits(this.total)
      for (const row of this.few ?? []) setBit(this.#bits, row)
      for (const row of this.others ?? []) clearBit(this.#bits, row)
    }
    return this.#bits
  }

  /** Bytes that it may take. */
  get bytes(): number {
    return Math.ceil(this.total / 8)
  }
}

/** A set, or with `exclude` all other rows. */
export type Term = { rows: RowSet; exclude: boolean }

/**
 * The rows, of so many, that are in every term. Few rows cost nothing but themselves: left out they are taken from the
 * others, and kept they are all that is looked at.
 */
export function intersect(terms: readonly Term[], total: number): RowSet {
  const [only] = terms
  if (only && terms.length === 1 && !only.exclude) return only.rows
  const least = terms
    .filter(({ rows, exclude }) => rows.few && !exclude)
    .sort((a, b) => a.rows.count - b.rows.count)[0]
  if (least?.rows.few) {
    const others = terms.filter((term) => term !== least)
    return RowSet.few(
      least.rows.few.filter((row) => passes(others, row)),
      total,
    )
  }
  const leftOut = terms.flatMap(({ rows, exclude }) => (exclude && rows.few ? [rows.few] : []))
  const wide = terms.filter(({ rows, exclude }) => !exclude || !rows.few)
  if (wide.length === 0) {
    const rows = leftOut.length === 1 ? leftOut[0] : new Set(leftOut.flatMap((few) => [...few]))
    return RowSet.allBut(Uint32Array.from(rows ?? []), total)
  }
  const { bits, count } = both(wide, total)
  let left = count
  for (const few of leftOut) {
    for (const row of few) {
      if (!hasBit(bits, row)) continue
      clearBit(bits, row)
      left -= 1
    }
  }
  return RowSet.ofBits(bits, left, total)
}

const passes = (terms: readonly Term[], row: number): boolean =>
  terms.every(({ rows, exclude }) => hasBit(rows.bits, row) !== exclude)

function both([first, ...others]: readonly Term[], total: number): { bits: Bits; count: number } {
  if (!first) return { bits: allBits(total), count: total }
  const { rows, exclude } = first
  const bits = copyOf(rows.bits, exclude, total)
  let count = exclude ? total - rows.count : rows.count
  for (const other of others) count = narrow(bits, other.rows.bits, other.exclude)
  return { bits, count }
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
