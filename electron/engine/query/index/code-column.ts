import type { FieldRef } from '../../../contract/field'
import type { NumberArray } from './array-file'
import { setBit } from './bits'
import { BlockTotals } from './block-totals'
import { type ColumnMemory, type ColumnSize, columnMemory } from './column-memory'
import type { CountedColumn } from './counting'
import { grown, type HashCodes } from './hash-codes'
import type { Member, MemberView } from './member'

/** A column without its arrays. */
export type StoredColumn = { rows: number; members: { texts: (string | null)[]; collided: boolean }[] }

/** Distinct values up to which a column is coded at all: about 40 bytes each. Beyond, its questions go to SQL. */
export const maxDistinct = 8_000_000

/** Codes as they lie in memory: of one field, or of several whose values go together. */
export type StoreView = CountedColumn & {
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
  #memory: ColumnMemory | null = null
  #used = 0
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
      (this.#memory?.codes.byteLength ?? 0) +
      (this.#memory?.offsets?.byteLength ?? 0) +
      (this.#memory?.filled?.byteLength ?? 0) +
      this.hashes.bytes +
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
    this.#resize({
      codes: Math.max(this.#memory?.codes.length ?? 0, this.#used + rows),
      rows: this.isList ? this.#rows + rows : null,
      distinct: this.hashes.size,
    })
  }

  #resize(size: ColumnSize): ColumnMemory {
    this.#memory = columnMemory(size, this.#memory)
    return this.#memory
  }

  get #arrays(): ColumnMemory {
    return this.#memory ?? this.#resize({ codes: 0, rows: this.isList ? 0 : null, distinct: 1 })
  }

  /** Lengths of the next events' lists. A list without elements holds one null. */
  appendLengths(lengths: Int32Array, count: number): void {
    const { offsets, filled } = this.#arrays
    if (!offsets || !filled) throw new Error('only lists have lengths')
    for (let at = 0; at < count; at += 1) {
      const [begin, length] = [offsets[this.#rows] as number, lengths[at] as number]
      if (length > 0) setBit(filled, this.#rows)
      this.#rows += 1
      offsets[this.#rows] = begin + Math.max(1, length)
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
    const { codes, offsets, room } = this.#arrays
    if (this.#used + count > codes.length || size > room.distinct) {
      const needed = this.#used + count > codes.length ? Math.ceil((this.#used + count) * 1.25) : codes.length
      this.#resize({ codes: needed, rows: offsets ? offsets.length - 1 : null, distinct: size })
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
    this.#arrays.codes.set(this.#scratch.subarray(0, count), this.#used)
    this.#used += count
  }

  #rowOfElement(element: number): number {
    const offsets = this.#arrays.offsets as Uint32Array
    let [low, high] = [0, this.#rows]
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((offsets[middle] as number) <= element) low = middle
      else high = middle - 1
    }
    return low
  }

  /** What `restore` needs to make the column again. Holds whatever is appended later. */
  stored(): { about: StoredColumn; arrays: NumberArray[] } {
    const distinct = this.hashes.size
    const members = this.members.map((member) => member.stored(distinct))
    const { low, high } = this.hashes.halves
    const { codes, offsets, filled } = this.#arrays
    return {
      about: { rows: this.#rows, members: members.map(({ texts, collided }) => ({ texts, collided })) },
      arrays: [
        codes.subarray(0, this.#used),
        ...[offsets?.subarray(0, this.#rows + 1) ?? none, filled ?? none],
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
    this.#used = codes.length
    this.#rows = rows
    const memory = this.#resize({
      codes: codes.length,
      rows: this.isList ? Math.max(0, offsets.length - 1) : null,
      distinct: totals.length,
    })
    memory.codes.set(codes)
    memory.offsets?.set(offsets)
    memory.filled?.set(filled.subarray(0, memory.filled.length))
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
      ...this.#arrays,
      distinct: this.hashes.size,
      totals: this.#totals.slice(0, this.hashes.size),
      blocks: this.isList ? [] : this.#blocks.of(this.#arrays.codes, this.#used, this.hashes.size),
    }
    return this.members.map((member) => ({
      field: member.field,
      ref: member.ref,
      store,
      ...member.view(store, this.#firstRow),
    }))
  }
}

const none = new Uint32Array(0)
