import type { FieldRef } from '../../../contract/field'
import type { NumberArray } from './array-file'
import { type Bits, setBit, wordsFor } from './bits'
import { BlockTotals } from './block-totals'
import { grown, type HashCodes } from './hash-codes'
import type { Member, MemberView } from './member'
import { sharedWords } from './shared-arrays'

/** A column without its arrays. */
export type StoredColumn = { rows: number; members: { texts: (string | null)[]; collided: boolean }[] }

export type Codes = Uint8Array | Uint16Array | Uint32Array

/** Distinct values up to which a column is coded at all: about 40 bytes each. Beyond, its questions go to SQL. */
export const maxDistinct = 8_000_000

/** Codes as they lie in memory: of one field, or of several whose values go together. */
export type StoreView = {
  /** One code an event; for lists one an element, with `offsets` saying where each event's begin. */
  readonly codes: Codes
  readonly offsets: Uint32Array | null
  /** Of lists, the rows that have elements: the others hold one null. Null for other columns. */
  readonly filled: Bits | null
  readonly distinct: number
  /** Events, or elements, by code in the whole case. */
  readonly totals: Uint32Array
  /** The same of each whole block of rows; empty where that would take too much room. */
  readonly blocks: readonly Uint32Array[]
}

/** What queries see of a field: it does not change any more, whatever is appended later. */
export type ColumnView = MemberView & {
  readonly field: string
  readonly ref: FieldRef
  readonly store: StoreView
}

/**
 * A column of dictionary codes that grows as segments are appended. Codes are as wide as the number of values needs: one
 * byte for a category, four for resource ARNs. Fields whose values go together (a service and its event names, a
 * principal and its user) share one column: a code stands for a combination, and `Member.of` leads from it to the value
 * of each field. That halves the memory and more than halves what counting costs.
 */
export class CodeColumn {
  readonly members: readonly Member[]
  readonly isList: boolean
  readonly hashes: HashCodes
  #codes: Codes = new Uint8Array(0)
  #used = 0
  #offsets: Uint32Array = sharedWords(1)
  #filled: Bits = sharedWords(1)
  #rows = 0
  #firstRow = new Uint32Array(16)
  #totals = new Uint32Array(16)
  readonly #blocks = new BlockTotals()
  readonly #scratch = new Uint32Array(4096)

  constructor(members: readonly Member[], isList: boolean, hashes: HashCodes) {
    this.hashes = hashes
    this.members = members
    this.isList = isList
  }

  get bytes(): number {
    const members = this.members.reduce((sum, { bytes }) => sum + bytes, 0)
    return (
      members +
      this.#codes.byteLength +
      this.#offsets.byteLength +
      this.hashes.bytes +
      this.#filled.byteLength +
      this.#totals.byteLength * 2 +
      this.#blocks.bytes
    )
  }

  /** False when two texts were found to share a hash, or when there are too many values: then it is not to be used. */
  get isSound(): boolean {
    return this.hashes.size <= maxDistinct && this.members.every(({ collided }) => !collided)
  }

  /** Makes room for so many events more, so that appending does not copy again and again. */
  reserve(rows: number): void {
    this.#codes = resized(this.#codes, Math.max(this.#codes.length, this.#used + rows), this.hashes.size)
    if (this.isList) {
      const offsets = sharedWords(this.#rows + rows + 1)
      offsets.set(this.#offsets.subarray(0, this.#rows + 1))
      this.#offsets = offsets
      const filled = sharedWords(wordsFor(this.#rows + rows))
      filled.set(this.#filled.subarray(0, filled.length))
      this.#filled = filled
    }
  }

  /** Lengths of the next events' lists. A list without elements holds one null. */
  appendLengths(lengths: Int32Array, count: number): void {
    for (let at = 0; at < count; at += 1) {
      const [begin, length] = [this.#offsets[this.#rows] as number, lengths[at] as number]
      if (length > 0) setBit(this.#filled, this.#rows)
      this.#rows += 1
      this.#offsets[this.#rows] = begin + Math.max(1, length)
    }
  }

  /** Hashes of the next values or combinations, little-endian halves. */
  append(halves: Uint32Array, count: number): void {
    const before = this.hashes.size
    if (before > maxDistinct) return
    this.hashes.encode(halves, count, this.#scratch)
    const size = this.hashes.size
    if (size > this.#totals.length) {
      const room = Math.max(size, this.#totals.length * 2)
      this.#totals = grown(this.#totals, room)
      this.#firstRow = grown(this.#firstRow, room)
    }
    if (this.#used + count > this.#codes.length || size > limitOf(this.#codes)) {
      const room = Math.max(this.#codes.length, Math.ceil((this.#used + count) * 1.25))
      this.#codes = resized(
        this.#codes,
        this.#used + count > this.#codes.length ? room : this.#codes.length,
        size,
      )
    }
    let next = before
    for (let at = 0; at < count; at += 1) {
      const code = this.#scratch[at] as number
      this.#totals[code] = (this.#totals[code] as number) + 1
      if (code >= next) {
        this.#firstRow[code] = this.isList ? this.#rowOfElement(this.#used + at) : this.#used + at
        next = code + 1
      }
    }
    this.#codes.set(this.#scratch.subarray(0, count), this.#used)
    this.#used += count
  }

  #rowOfElement(element: number): number {
    let [low, high] = [0, this.#rows]
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((this.#offsets[middle] as number) <= element) low = middle
      else high = middle - 1
    }
    return low
  }

  /** What `restore` needs to make the column again. Holds whatever is appended later. */
  stored(): { about: StoredColumn; arrays: NumberArray[] } {
    const distinct = this.hashes.size
    const members = this.members.map((member) => member.stored(distinct))
    const { low, high } = this.hashes.halves
    return {
      about: { rows: this.#rows, members: members.map(({ texts, collided }) => ({ texts, collided })) },
      arrays: [
        ...[this.#codes.subarray(0, this.#used), this.#offsets.subarray(0, this.#rows + 1), this.#filled],
        ...[this.#totals.slice(0, distinct), this.#firstRow.slice(0, distinct), low, high],
        ...members.flatMap(({ arrays }) => arrays),
      ],
    }
  }

  /** Arrays in the order of `stored`; those that belong to this column are taken out. */
  restore({ rows, members }: StoredColumn, arrays: NumberArray[]): void {
    const [codes, ...words] = arrays.splice(0, 7)
    const [offsets, filled, totals, firstRow, low, high] = words as Uint32Array[]
    if (
      !codes ||
      codes instanceof Float64Array ||
      !offsets ||
      !filled ||
      !totals ||
      !firstRow ||
      !low ||
      !high
    ) {
      throw new Error('a stored column has too few arrays')
    }
    this.#codes = codes
    this.#used = codes.length
    this.#offsets = offsets
    this.#filled = filled
    this.#rows = rows
    this.#totals = grown(totals, Math.max(16, totals.length))
    this.#firstRow = grown(firstRow, Math.max(16, firstRow.length))
    this.hashes.restore({ low, high })
    for (const [at, member] of this.members.entries()) {
      const own = arrays.splice(0, member.arraysStored) as Uint32Array[]
      member.restore(members[at] ?? { texts: [], collided: true }, own)
    }
  }

  /** The fields as they are now. Later appends go to the room behind, or to copies. */
  views(): ColumnView[] {
    const store: StoreView = {
      codes: this.#codes,
      offsets: this.isList ? this.#offsets : null,
      filled: this.isList ? this.#filled : null,
      distinct: this.hashes.size,
      totals: this.#totals.slice(0, this.hashes.size),
      blocks: this.isList ? [] : this.#blocks.of(this.#codes, this.#used, this.hashes.size),
    }
    return this.members.map((member) => ({
      field: member.field,
      ref: member.ref,
      store,
      ...member.view(store, this.#firstRow),
    }))
  }
}

const limitOf = (codes: Codes): number => 2 ** (8 * codes.BYTES_PER_ELEMENT)

function resized(codes: Codes, length: number, distinct: number): Codes {
  const needed = distinct <= 2 ** 8 ? 1 : distinct <= 2 ** 16 ? 2 : 4
  const width = Math.max(needed, codes.BYTES_PER_ELEMENT)
  const buffer = new SharedArrayBuffer(length * width)
  const copy =
    width === 1 ? new Uint8Array(buffer) : width === 2 ? new Uint16Array(buffer) : new Uint32Array(buffer)
  copy.set(codes.subarray(0, Math.min(codes.length, length)))
  return copy
}
