import { isoFromMicros } from '../case/instant'
import { microsOf, microsOfNumber } from './event-time'
import type { Scan, ScanFault } from './json-scan'
import { stagedColumns } from './layout'
import { markKeys } from './mark-keys'

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

type Globals = Record<
  'at' | 'to' | 'faultCode' | 'faultPosition' | 'state' | 'taken' | 'rows' | 'rowCount' | 'columnCount',
  WebAssembly.Global
>

type Exports = Globals & {
  memory: WebAssembly.Memory
  addWindow(size: number): number
  dropWindow(size: number): void
  keepBytes(size: number): number
  segmentBytes(): number
  isCrowded(): number
  clearSegment(): void
  setMarks(columns: bigint, eventSource: number, eventTime: number, eventType: number): void
  takeElements(from: number, end: number, next: number, sourceId: bigint, base: bigint): number
  skipValue(from: number, end: number): number
  takeRecord(from: number, end: number, sourceId: bigint, byteOffset: bigint, byteLength: number): number
  sortRows(): void
  stageRows(position: number): number
  addKey(node: number, from: number, size: number, column: number, below: number): void
  setColumnsBelow(node: number, columns: bigint): void
  defineColumn(type: number, kind: number): void
  defineOwnColumns(): void
  clearRows(): void
  columnStart(index: number): number
  columnEnd(index: number): number
  columnValues(index: number): number
  columnValidity(index: number): number
}

/** Rows of a segment as they lie in the scanner's memory until the next chunk is asked for (see chunk-file.ts). */
export type Chunk = { rows: number; columns: ChunkColumn[] }
/** `values` in Parquet's PLAIN encoding, `validity` one bit a row. */
export type ChunkColumn = { values: Uint8Array; validity: Uint8Array }

const staged = { text: 0, json: 0, time: 1, bool: 2 } as const
const kindOf = { text: 0, json: 1, time: 2, bool: 3, identity: 4 } as const

/**
 * The WebAssembly scanner of one worker: finds records in windows of bytes, keeps them until a segment is complete, and
 * hands them out sorted by time, column by column. Positions are counted from the start of the current window.
 */
export class Scanner {
  readonly #wasm: Exports
  #window = 0
  #size = 0

  constructor(module: WebAssembly.Module) {
    let exact = 0
    const host = {
      stage: {
        hostTime: (from: number, size: number): bigint => {
          const text = Buffer.from(this.#wasm.memory.buffer, from >>> 0, size).toString('utf8')
          const time = timeOf(text)
          exact = time.exact ? 1 : 0
          return time.micros ?? -(2n ** 63n)
        },
        hostTimeExact: () => exact,
        hostWindow: (from: number, size: number): bigint =>
          windowStartOf(Buffer.from(this.#wasm.memory.buffer, from >>> 0, size).toString('utf8')) ??
          -(2n ** 63n),
      },
    }
    this.#wasm = new WebAssembly.Instance(module, host).exports as Exports
    this.#defineColumns()
  }

  #defineColumns(): void {
    const { columns, keys } = keyTable()
    for (const { type, kind } of columns) this.#wasm.defineColumn(type, kind)
    this.#wasm.defineOwnColumns()
    for (const { node, key, column, below } of keys) {
      this.load(Buffer.from(key))
      this.#wasm.addKey(node, this.#window, this.#size, column, below)
    }
    columnsBelow(keys).forEach((bits, node) => {
      this.#wasm.setColumnsBelow(node, bits)
    })
    const columnOf = (name: string) => keys.find(({ node, key }) => node === 0 && key === name)?.column ?? -1
    this.#wasm.setMarks(
      markKeys.reduce((bits, key) => bits | (1n << BigInt(columnOf(key))), 0n),
      columnOf('eventSource'),
      columnOf('eventTime'),
      columnOf('eventType'),
    )
    this.#wasm.clearSegment()
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

  /** The rows of the segment in the order of their time, a chunk of at most 16,384 rows after the other. */
  *chunks(): Generator<Chunk> {
    const wasm = this.#wasm
    wasm.sortRows()
    for (let position = 0; position < this.rowCount; ) {
      position = wasm.stageRows(position)
      const rows = wasm.rows.value
      const { buffer } = wasm.memory
      const columns = Array.from({ length: wasm.columnCount.value }, (_, index) => {
        const start = wasm.columnStart(index) >>> 0
        return {
          values: new Uint8Array(buffer, start, (wasm.columnEnd(index) >>> 0) - start),
          validity: new Uint8Array(buffer, wasm.columnValidity(index) >>> 0, (rows + 7) >> 3),
        }
      })
      yield { rows, columns }
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

type Key = { node: number; key: string; column: number; below: number }

/** The column table as the scanner takes it: columns, and a tree of keys whose node 0 is the record. */
function keyTable(): { columns: { type: number; kind: number }[]; keys: Key[] } {
  const nodes = new Map<string, number>([['', 0]])
  const keys = new Map<string, Key>()
  const nodeOf = (path: readonly string[]): number => {
    const name = path.join('\0')
    const node = nodes.get(name) ?? nodes.size
    nodes.set(name, node)
    return node
  }
  const keyAt = (path: readonly string[]): Key => {
    const name = path.join('\0')
    const found = keys.get(name) ?? {
      node: nodeOf(path.slice(0, -1)),
      key: path.at(-1) ?? '',
      column: -1,
      below: 0,
    }
    keys.set(name, found)
    return found
  }
  const columns = stagedColumns.map(({ path, type }, column) => {
    keyAt(path).column = column
    for (let length = 1; length < path.length; length += 1) {
      const above = path.slice(0, length)
      keyAt(above).below = nodeOf(above)
    }
    return { type: staged[type], kind: path.length > 1 ? kindOf.identity : kindOf[type] }
  })
  return { columns, keys: [...keys.values()] }
}

/** For each node, a bit for every column at or below it. */
function columnsBelow(keys: readonly Key[]): bigint[] {
  const parent = new Map(keys.filter(({ below }) => below > 0).map(({ node, below }) => [below, node]))
  const bits = Array.from({ length: parent.size + 1 }, () => 0n)
  for (const { node, column } of keys) {
    if (column < 0) continue
    for (let above: number | undefined = node; above !== undefined; above = parent.get(above)) {
      bits[above] = (bits[above] ?? 0n) | (1n << BigInt(column))
    }
  }
  return bits
}

/** Start of the window of an Aggregated record. */
export function windowStartOf(json: string): bigint | null {
  const { windowStart } = (JSON.parse(json) ?? {}) as { windowStart?: unknown }
  return typeof windowStart === 'string' ? microsOf(windowStart) : null
}

/** A JSON value as a time, and whether the time alone gives the value back. */
export function timeOf(json: string): { micros: bigint | null; exact: boolean } {
  if (json.startsWith('"')) {
    const written = JSON.parse(json) as string
    const micros = microsOf(written)
    return { micros, exact: micros !== null && isoFromMicros(micros) === written }
  }
  return { micros: /^[-\d]/.test(json) ? microsOfNumber(Number(json)) : null, exact: false }
}
