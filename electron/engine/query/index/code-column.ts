import type { FieldRef } from '../../../contract/field'
import { HashCodes } from './hash-codes'

export type Codes = Uint8Array | Uint16Array | Uint32Array

/** Distinct values up to which their texts are held; beyond, texts are read when they are to be shown. */
export const maxHeldTexts = 65_536
/** Distinct values up to which a column is coded at all: about 40 bytes each. Beyond, its questions go to SQL. */
export const maxDistinct = 8_000_000

/** What queries see of a column: it does not change any more, whatever is appended later. */
export type ColumnView = {
  readonly field: string
  readonly ref: FieldRef
  /** One code an event; for lists one an element, with `offsets` saying where each event's begin. 0 is null. */
  readonly codes: Codes
  readonly offsets: Uint32Array | null
  readonly distinct: number
  /** Events, or elements, by code in the whole case. */
  readonly totals: Uint32Array
  /** First row that has the value, by code: where its text can be read. */
  readonly firstRow: Uint32Array
  /** Text by code; null where there are too many to hold. */
  readonly texts: readonly (string | null)[] | null
  readonly codeOfText: ReadonlyMap<string, number>
  readonly hashes: HashCodes
}

/**
 * A column of dictionary codes that grows as segments are appended. Codes are as wide as the number of values needs: one
 * byte for a category, four for resource ARNs.
 */
export class CodeColumn {
  readonly field: string
  readonly ref: FieldRef
  readonly isList: boolean
  readonly hashes = new HashCodes()
  readonly texts: (string | null)[] = [null]
  readonly codeOfText = new Map<string, number>()
  #collided = false
  #codes: Codes = new Uint8Array(0)
  #used = 0
  #offsets = new Uint32Array(1)
  #rows = 0
  #firstRow = new Uint32Array(16)
  #totals = new Uint32Array(16)
  readonly #scratch = new Uint32Array(4096)

  constructor(field: string, ref: FieldRef, isList: boolean, nullHash: Uint32Array) {
    this.field = field
    this.ref = ref
    this.isList = isList
    this.hashes.encode(nullHash, 1, this.#scratch)
  }

  get bytes(): number {
    return this.#codes.byteLength + this.#offsets.byteLength + this.hashes.bytes + this.#totals.byteLength * 2
  }

  /** False when two texts were found to share a hash, or when there are too many values: then it is not to be used. */
  get isSound(): boolean {
    return !this.#collided && this.hashes.size <= maxDistinct
  }

  get holdsTexts(): boolean {
    return this.hashes.size <= maxHeldTexts
  }

  /** Makes room for so many events more, so that appending does not copy again and again. */
  reserve(rows: number): void {
    this.#codes = resized(this.#codes, Math.max(this.#codes.length, this.#used + rows), this.hashes.size)
    if (this.isList) {
      const offsets = new Uint32Array(this.#rows + rows + 1)
      offsets.set(this.#offsets.subarray(0, this.#rows + 1))
      this.#offsets = offsets
    }
  }

  /** Lengths of the next events' lists, at least one each (a list without elements holds one null). */
  appendLengths(lengths: Int32Array, count: number): void {
    for (let at = 0; at < count; at += 1) {
      const begin = this.#offsets[this.#rows] as number
      this.#rows += 1
      this.#offsets[this.#rows] = begin + (lengths[at] as number)
    }
  }

  /** Hashes of the next values, little-endian halves. `rowOf` gives the row that a value of this batch belongs to. */
  append(halves: Uint32Array, count: number): void {
    const before = this.hashes.size
    if (before > maxDistinct) return
    this.hashes.encode(halves, count, this.#scratch)
    const size = this.hashes.size
    if (size > this.#totals.length) {
      this.#totals = wider(this.#totals, size)
      this.#firstRow = wider(this.#firstRow, size)
    }
    if (this.#used + count > this.#codes.length || size > limitOf(this.#codes)) {
      const room = Math.max(this.#codes.length, Math.ceil((this.#used + count) * 1.25))
      this.#codes = resized(this.#codes, room, size)
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

  /** Takes over the text of a value. Texts beyond the limit are not held. */
  learn(halves: Uint32Array, at: number, text: string): void {
    const code = this.hashes.find({ low: halves[2 * at] as number, high: halves[2 * at + 1] as number })
    if (code <= 0) return
    const known = this.texts[code]
    if (known !== undefined && known !== null && known !== text) this.#collided = true
    this.texts[code] = text
    this.codeOfText.set(text, code)
  }

  /** The column as it is now. Later appends go to the room behind, or to copies. */
  view(): ColumnView {
    return {
      field: this.field,
      ref: this.ref,
      codes: this.#codes,
      offsets: this.isList ? this.#offsets : null,
      distinct: this.hashes.size,
      totals: this.#totals.slice(0, this.hashes.size),
      firstRow: this.#firstRow,
      texts: this.holdsTexts ? this.texts : null,
      codeOfText: this.codeOfText,
      hashes: this.hashes,
    }
  }
}

const limitOf = (codes: Codes): number => 2 ** (8 * codes.BYTES_PER_ELEMENT)

function resized(codes: Codes, length: number, distinct: number): Codes {
  const kind = distinct <= 2 ** 8 ? Uint8Array : distinct <= 2 ** 16 ? Uint16Array : Uint32Array
  const wide = kind.BYTES_PER_ELEMENT > codes.BYTES_PER_ELEMENT ? kind : (codes.constructor as typeof kind)
  const copy = new wide(length)
  copy.set(codes.subarray(0, Math.min(codes.length, length)))
  return copy
}

function wider(array: Uint32Array, size: number): Uint32Array<ArrayBuffer> {
  const copy = new Uint32Array(Math.max(size, array.length * 2))
  copy.set(array)
  return copy
}
