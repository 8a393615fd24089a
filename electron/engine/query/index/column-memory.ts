import { type Bits, wordsFor } from './bits'
import { blockWords } from './block-totals'

export type Codes = Uint8Array | Uint16Array | Uint32Array

/**
 * The arrays of one column, in one memory that threads share and that the counting program (`counting.ts`) works on. Behind
 * them lies room for each thread to count in. A column that outgrows it is copied into a larger one.
 */
export type ColumnMemory = {
  readonly memory: WebAssembly.Memory
  readonly codes: Codes
  /** Of lists: where each row's elements begin. */
  readonly offsets: Uint32Array | null
  /** Of lists: the rows that have elements. */
  readonly filled: Bits | null
  readonly room: RoomPlace
}

/** Where the room for counting begins, and how many codes it is made for. */
export type RoomPlace = { readonly at: number; readonly distinct: number }

/** How large a column is to be. */
export type ColumnSize = {
  /** Codes: one an event, or for lists one an element. */
  codes: number
  /** Rows of a list; null for other columns. */
  rows: number | null
  /** Codes that differ. */
  distinct: number
}

/** Threads that count at the same time: the engine's own and a helper. */
export const slots = 2
/** Cells of a count by bin and series: 5,000 bars of 250 series, and more. */
const binCells = 2 ** 21
const pageBytes = 65_536
/** What the program may use for itself. */
const begin = 1024

/** Sizes of the parts of one thread's room, in bytes: words of a block, something by code, counts. */
export function roomParts(distinct: number): { words: number; table: number; counts: number; all: number } {
  const [words, table, counts] = [blockWords * 4, distinct * 4, Math.max(distinct, binCells) * 4]
  return { words, table, counts, all: words + table + counts }
}

/** Codes up to which a column of so many needs no other memory. */
function roomFor(distinct: number): number {
  if (distinct <= 2 ** 8) return 2 ** 8
  if (distinct <= 2 ** 16) return 2 ** 16
  return 2 ** Math.ceil(Math.log2(distinct) + 0.5)
}

/** A memory of that size, with what another one holds. Throws `RangeError` where there is none to be had. */
export function columnMemory(size: ColumnSize, from: ColumnMemory | null = null): ColumnMemory {
  const distinct = roomFor(size.distinct)
  const width = distinct <= 2 ** 8 ? 1 : distinct <= 2 ** 16 ? 2 : 4
  const kind = width === 1 && size.rows === null ? Uint8Array : width === 4 ? Uint32Array : Uint16Array
  const codeKind = size.rows === null ? kind : Uint32Array
  const [offsetWords, filledWords] = size.rows === null ? [0, 0] : [size.rows + 1, wordsFor(size.rows)]
  const codesAt = begin + aligned(offsetWords * 4) + aligned(filledWords * 4)
  // The last word's rows are read to its end.
  const at = codesAt + aligned((size.codes + 32) * codeKind.BYTES_PER_ELEMENT)
  const pages = Math.ceil((at + slots * roomParts(distinct).all) / pageBytes)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  const { buffer } = memory
  const codes = new codeKind(buffer, codesAt, size.codes)
  const offsets = size.rows === null ? null : new Uint32Array(buffer, begin, offsetWords)
  const filled =
    size.rows === null ? null : new Uint32Array(buffer, begin + aligned(offsetWords * 4), filledWords)
  if (from) {
    codes.set(from.codes.subarray(0, size.codes))
    if (offsets && from.offsets) offsets.set(from.offsets.subarray(0, offsets.length))
    if (filled && from.filled) filled.set(from.filled.subarray(0, filled.length))
  }
  return { memory, codes, offsets, filled, room: { at, distinct } }
}

const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16
