import { hkdfSync } from 'node:crypto'
import { describedBytes } from './described-rows'
import type { Scan, ScanFault } from './json-scan'
import { roleFields, scannerColumns, scannerIndex } from './layout'
import { hostFunctions, words } from './scanner-host'
import { columnsBelow, keyTable, markBits } from './scanner-keys'
import { type ScannerExports, type StagedRows, stagedRows } from './staged-rows'

/** What `takeElements` stopped for; see assembly/index.ts. */
export const took = { done: 0, more: 1, other: 2, bad: 3, stray: 4 } as const
/** What may come next in an array or a sequence of documents. */
export const next = { first: 0, element: 1, comma: 2, document: 3 } as const

const faults: Record<number, ScanFault> = {
  [-1]: 'cut off',
  [-2]: 'not valid JSON',
  [-3]: 'nested too deeply',
  [-4]: 'not valid UTF-8',
}

const columnTypes = { text: 0, int: 1, time: 1, bool: 2, list: 3 } as const

/** What records are hashed under. */
export type HashKey = Uint8Array
const hashKeyBytes = 16 + 1024

/** The key of a case, out of its seed: 16 random bytes in hexadecimal digits. */
export const hashKeyOf = (seed: string): HashKey =>
  new Uint8Array(hkdfSync('sha256', Buffer.from(seed, 'hex'), '', 'records', hashKeyBytes))

/**
 * The WebAssembly scanner of one worker: finds records in windows of bytes, keeps them until a segment is complete, and
 * hands them out sorted by time, column by column. Positions are counted from the start of the current window.
 */
export class Scanner {
  readonly #wasm: ScannerExports
  #window = 0
  #size = 0

  constructor(module: WebAssembly.Module, key: HashKey) {
    const host = hostFunctions((from, size) =>
      Buffer.from(this.#wasm.memory.buffer, from >>> 0, size).toString('utf8'),
    )
    this.#wasm = new WebAssembly.Instance(module, host).exports as ScannerExports
    this.#setHashKey(key)
    this.#defineColumns()
  }

  #setHashKey(key: HashKey): void {
    const view = new DataView(key.buffer, key.byteOffset, hashKeyBytes)
    this.#wasm.setHashKey(view.getBigUint64(0), view.getBigUint64(8))
    const to = this.#wasm.recordHashKeys() >>> 0
    new Uint8Array(this.#wasm.memory.buffer, to, hashKeyBytes - 16).set(key.subarray(16, hashKeyBytes))
  }

  #defineColumns(): void {
    const wasm = this.#wasm
    const { kinds, keys } = keyTable()
    scannerColumns.forEach(({ type, filtered }, index) => {
      wasm.defineColumn(columnTypes[type])
      if (filtered) wasm.setFiltered(index)
    })
    for (const kind of kinds) wasm.defineStaged(kind)
    for (const { node, key, column, below } of keys) {
      this.load(Buffer.from(key))
      wasm.addKey(node, this.#window, this.#size, column, below)
    }
    columnsBelow(keys).forEach((bits, node) => {
      wasm.setColumnsBelow(node, bits)
    })
    const marked = ['eventSource', 'eventTime', 'eventType', 'eventId', 'recipientAccountId'] as const
    wasm.setMarks(markBits(keys), ...(marked.map(scannerIndex) as [number, number, number, number, number]))
    roleFields.forEach((field, role) => {
      wasm.setRole(role, scannerIndex(field))
    })
    for (const word of words) {
      const bytes = Buffer.from(word)
      const to = wasm.addWord(bytes.length) >>> 0
      new Uint8Array(wasm.memory.buffer, to, bytes.length).set(bytes)
    }
    wasm.clearSegment()
  }

  /** Opens a window with these bytes in it. The ones before it stay, for the records found there. */
  load(...parts: Uint8Array[]): void {
    this.#size = parts.reduce((sum, { length }) => sum + length, 0)
    this.#window = this.#wasm.addWindow(this.#size) >>> 0
    let to = this.#window
    for (const part of parts) {
      new Uint8Array(this.#wasm.memory.buffer, to, part.length).set(part)
      to += part.length
    }
  }

  /** Closes the current window, in which no record was found. */
  drop(): void {
    this.#wasm.dropWindow(this.#size)
  }

  /** The bytes of the current window. Valid until the next call that loads. */
  bytes(from: number, end: number): Buffer {
    return Buffer.from(this.#wasm.memory.buffer, this.#window + from, end - from)
  }

  /** Bytes in the current window. */
  get size(): number {
    return this.#size
  }

  /**
   * Takes records from `from` on. `offset` is where in the file the window begins. What stopped it is the answer, the
   * rest stands in `at`, `to`, `state` and `taken`.
   */
  takeElements(from: number, state: number, sourceId: number, offset: number): number {
    const base = BigInt(offset - this.#window)
    const end = this.#window + this.#size
    return this.#wasm.takeElements(this.#window + from, end, state, BigInt(sourceId), base)
  }

  /** The end of the value at `from`, or the fault it has. */
  skipValue(from: number): Scan {
    const result = this.#wasm.skipValue(this.#window + from, this.#window + this.#size)
    if (!(result in faults)) return { end: (result >>> 0) - this.#window }
    return { fault: faults[result] ?? 'not valid JSON', at: this.faultAt }
  }

  /**
   * Takes a record that was unwrapped: `bytes` is what it says, the offset and length say where in the file that
   * stands. False when it is none. The current window stays.
   */
  takeRecord(bytes: Uint8Array, sourceId: number, byteOffset: number, byteLength: number): boolean {
    const from = this.#wasm.keepBytes(bytes.length) >>> 0
    new Uint8Array(this.#wasm.memory.buffer, from, bytes.length).set(bytes)
    const end = from + bytes.length
    return this.#wasm.takeRecord(from, end, BigInt(sourceId), BigInt(byteOffset), byteLength) !== 0
  }

  get at(): number {
    return (this.#wasm.at.value >>> 0) - this.#window
  }
  get to(): number {
    return (this.#wasm.to.value >>> 0) - this.#window
  }
  get state(): number {
    return this.#wasm.state.value
  }
  /** Records taken by the last call of `takeElements`. */
  get taken(): number {
    return this.#wasm.taken.value
  }
  get fault(): ScanFault {
    return faults[this.#wasm.faultCode.value] ?? 'not valid JSON'
  }
  get faultAt(): number {
    return (this.#wasm.faultPosition.value >>> 0) - this.#window
  }
  /** Rows kept for the segment. */
  get rowCount(): number {
    return this.#wasm.rowCount.value
  }
  /** Bytes that the segment holds in memory. */
  get segmentBytes(): number {
    return this.#wasm.segmentBytes() >>> 0
  }
  /** True when no more windows fit, however small. */
  get isCrowded(): boolean {
    return this.#wasm.isCrowded() !== 0
  }

  /** Puts the rows in the order of their time; answers what each is told by (`describedBytes` a row). */
  describe(): Uint8Array<ArrayBuffer> {
    this.#wasm.sortRows()
    const from = this.#wasm.describeRows() >>> 0
    const described = new Uint8Array(this.#wasm.memory.buffer, from, this.rowCount * describedBytes).slice()
    this.#wasm.forgetDescribed()
    return described
  }

  /** Leaves the row at this position out of the row groups. */
  dropRow(position: number): void {
    this.#wasm.dropRow(position)
  }

  /**
   * The rows of the segment, sorted by `describe` before, row group by row group; each is valid until the next one is
   * asked for. `firstSeq` is the position of the first row in the case.
   */
  *rowGroups(firstSeq: number): Generator<StagedRows> {
    const wasm = this.#wasm
    wasm.setNextSeq(BigInt(firstSeq))
    for (let position = 0; position < this.rowCount; ) {
      position = wasm.stageRows(position)
      if (wasm.rows.value > 0) yield stagedRows(wasm)
      wasm.clearRows()
    }
  }

  /** Forgets the rows of the segment and all windows. */
  clearSegment(): void {
    this.#wasm.clearSegment()
    this.#window = 0
    this.#size = 0
  }
}
