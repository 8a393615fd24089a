import { readFileSync } from 'node:fs'
import { builtPath } from '../../paths'
import { blockRows, blockWords } from './block-totals'
import { type ColumnMemory, roomParts } from './column-memory'

/** What `assembly/counting.ts` exports. Addresses are bytes in the column's memory. */
type Program = {
  tally8: Tally
  tally16: Tally
  tally32: Tally
  tallyLists(...given: [...Lists, words: number, size: number, counts: number, by: number]): void
  bin8: Bin
  bin16: Bin
  bin32: Bin
  mark8: Mark
  mark16: Mark
  mark32: Mark
  markOne16(codes: number, rows: number, code: number, words: number): number
  markLists(codes: number, offsets: number, rows: number, wanted: number, words: number): number
  flip(words: number, rows: number): void
  ones(words: number, size: number): number
  add(sums: number, counts: number, size: number): void
}
type Tally = (codes: number, words: number, size: number, counts: number, by: number) => void
type Lists = [codes: number, offsets: number, filled: number]
type Bin = (
  ...given: [codes: number, words: number, from: number, to: number, seriesOf: number, counts: number]
) => void
type Mark = (codes: number, rows: number, wanted: number, words: number) => number

let compiled: WebAssembly.Module | undefined
const programs = new WeakMap<WebAssembly.Memory, Program>()

function programOn(memory: WebAssembly.Memory): Program {
  const known = programs.get(memory)
  if (known) return known
  compiled ??= new WebAssembly.Module(readFileSync(builtPath('query', 'counting.wasm')))
  const program = new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Program
  programs.set(memory, program)
  return program
}

/** A column as a pass reads it. */
export type CountedColumn = Pick<ColumnMemory, 'memory' | 'codes' | 'offsets' | 'filled' | 'room'> & {
  /** Codes that differ. */
  readonly distinct: number
}

/**
 * One thread's room beside a column, and what is done there with blocks of its rows: `words` is the set of one block, which
 * the caller fills in or reads.
 */
export class CountingRoom {
  /** The set of one block. */
  readonly words: Uint32Array
  readonly #program: Program
  readonly #column: CountedColumn
  readonly #table: number
  readonly #counts: number
  readonly #countBytes: number

  /** `slot` is the thread's: two at the same time have different ones. */
  constructor(column: CountedColumn, slot: number) {
    const { memory, room } = column
    const parts = roomParts(room.distinct)
    const at = room.at + slot * parts.all
    this.#column = column
    this.#program = programOn(memory)
    this.words = new Uint32Array(memory.buffer, at, blockWords)
    this.#table = at + parts.words
    this.#counts = this.#table + parts.table
    this.#countBytes = parts.counts
  }

  /** So many counts, set to zero. Throws where there is no room for as many. */
  clearCounts(length: number): Uint32Array {
    if (length * 4 > this.#countBytes) throw new RangeError(`no room for ${length} counts`)
    return new Uint32Array(this.#column.memory.buffer, this.#counts, length).fill(0)
  }

  /** Adds what the thread in the second place has counted to what that in the first has. */
  addOther(length: number): void {
    const { all } = roomParts(this.#column.room.distinct)
    this.#program.add(this.#counts, this.#counts + all, length)
  }

  /** Something by code: which series it belongs to. */
  setSeries(seriesOf: Uint32Array): void {
    new Uint32Array(this.#column.memory.buffer, this.#table, seriesOf.length).set(seriesOf)
  }

  /** Which codes are wanted, one byte each. */
  setWanted(wanted: Uint8Array): void {
    new Uint8Array(this.#column.memory.buffer, this.#table, wanted.length).set(wanted)
  }

  /** Takes over the set of a block of so many rows, or with `inverted` its other rows. */
  load(words: Uint32Array, rows: number, inverted: boolean): void {
    this.words.set(words)
    if (inverted) this.flip(rows)
  }

  /** Turns `words` around: the block's rows that were not in it. */
  flip(rows: number): void {
    this.#program.flip(this.words.byteOffset, rows)
  }

  /** Rows in the first `size` words. */
  ones(size: number): number {
    return this.#program.ones(this.words.byteOffset, size)
  }

  /** Adds `by` to the counts of the block's rows that `words` holds, of which there are `size`. */
  tally(block: number, size: number, by: number): void {
    const { codes, offsets, filled } = this.#column
    const words = this.words.byteOffset
    if (offsets && filled) {
      const lists: Lists = [codes.byteOffset, offsets.byteOffset + block * blockRows * 4, filled.byteOffset]
      lists[2] += block * blockWords * 4
      this.#program.tallyLists(...lists, words, size, this.#counts, by)
    } else this.#pick('tally')(this.#codesOf(block), words, size, this.#counts, by)
  }

  /** Counts the rows of `words` with `from <= row < to`, numbered from the block's first, by series from a cell on. */
  bin(block: number, from: number, to: number, cell: number): void {
    const counts = this.#counts + cell * 4
    this.#pick('bin')(this.#codesOf(block), this.words.byteOffset, from, to, this.#table, counts)
  }

  /** Writes into `words` which of the block's first `rows` rows are wanted; `only` where it is one code. Answers how many. */
  mark(block: number, rows: number, only: number | null): number {
    const { codes, offsets } = this.#column
    const words = this.words.byteOffset
    if (offsets) {
      const first = offsets.byteOffset + block * blockRows * 4
      return this.#program.markLists(codes.byteOffset, first, rows, this.#table, words)
    }
    if (only !== null && codes instanceof Uint16Array) {
      return this.#program.markOne16(this.#codesOf(block), rows, only, words)
    }
    return this.#pick('mark')(this.#codesOf(block), rows, this.#table, words)
  }

  #codesOf(block: number): number {
    const { codes } = this.#column
    return codes.byteOffset + block * blockRows * codes.BYTES_PER_ELEMENT
  }

  #pick<N extends 'tally' | 'bin' | 'mark'>(name: N): Program[`${N}16`] {
    const width = (this.#column.codes.BYTES_PER_ELEMENT * 8) as 8 | 16 | 32
    return this.#program[`${name}${width}`] as Program[`${N}16`]
  }
}
