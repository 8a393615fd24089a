/** What the compiled scanner offers (assembly/index.ts). Addresses are unsigned, but come as signed numbers. */
export type ScannerExports = Record<
  | 'at'
  | 'to'
  | 'faultCode'
  | 'faultPosition'
  | 'state'
  | 'taken'
  | 'rows'
  | 'rowCount'
  | 'entryCount'
  | 'pageCount'
  | 'hasDictionary'
  | 'hasBounds'
  | 'leastStart'
  | 'leastSize'
  | 'greatestStart'
  | 'greatestSize',
  WebAssembly.Global
> & {
  memory: WebAssembly.Memory
  addWindow(size: number): number
  dropWindow(size: number): void
  keepBytes(size: number): number
  segmentBytes(): number
  isCrowded(): number
  clearSegment(): void
  setHashKey(first: bigint, second: bigint): void
  recordHashKeys(): number
  setMarks(
    columns: bigint,
    eventSource: number,
    eventTime: number,
    eventType: number,
    eventId: number,
    account: number,
  ): void
  takeElements(from: number, end: number, next: number, sourceId: bigint, base: bigint): number
  skipValue(from: number, end: number): number
  takeRecord(from: number, end: number, sourceId: bigint, byteOffset: bigint, byteLength: number): number
  sortRows(): void
  describeRows(): number
  forgetDescribed(): void
  dropRow(position: number): void
  setNextSeq(seq: bigint): void
  stageRows(position: number): number
  addKey(node: number, from: number, size: number, column: number, below: number): void
  setColumnsBelow(node: number, columns: bigint): void
  defineColumn(type: number): void
  defineStaged(kind: number): void
  setFiltered(index: number): void
  setRole(role: number, column: number): void
  addWord(size: number): number
  clearRows(): void
  columnStart(index: number): number
  columnEnd(index: number): number
  columnValues(index: number): number
  columnValidity(index: number): number
  repLevels(): number
  defLevels(): number
  encodeColumn(index: number): void
  pageTable(): number
  pagesStart(): number
  filterStart(): number
  filterSize(): number
}

/** One compressed page. `encoding` is Parquet's number. */
export type Page = { bytes: Uint8Array; rawSize: number; values: number; encoding: number }

/** A column of a row group as it is written. Bytes are valid until the next column is encoded. */
export type EncodedColumn = {
  pages: Page[]
  /** The first page is the dictionary. */
  hasDictionary: boolean
  /** Values, nulls included; more than rows for a list. */
  entries: number
  nulls: number
  bounds: { least: Uint8Array; greatest: Uint8Array } | null
  /** A Bloom filter over the values, without its header. */
  filter: Uint8Array | null
}

/** `values` in Parquet's PLAIN encoding, `validity` one bit a row. */
export type PlainColumn = { values: Uint8Array; validity: Uint8Array }

/** The rows of one row group, as they lie in the scanner's memory. */
export type StagedRows = {
  rows: number
  plain(index: number): PlainColumn
  /** Repetition and definition levels of the column of lists, one byte a value. */
  levels(): { repetition: Uint8Array; definition: Uint8Array }
  encode(index: number, isList: boolean): EncodedColumn
}

const pageFields = 5

export function stagedRows(wasm: ScannerExports): StagedRows {
  const rows: number = wasm.rows.value
  const bytesAt = (from: number, size: number) => new Uint8Array(wasm.memory.buffer, from >>> 0, size)
  return {
    rows,
    plain: (index) => ({
      values: bytesAt(wasm.columnStart(index), wasm.columnEnd(index) - wasm.columnStart(index)),
      validity: bytesAt(wasm.columnValidity(index), (rows + 7) >> 3),
    }),
    levels: () => ({
      repetition: bytesAt(wasm.repLevels(), wasm.entryCount.value),
      definition: bytesAt(wasm.defLevels(), wasm.entryCount.value),
    }),
    encode(index, isList) {
      wasm.encodeColumn(index)
      const count: number = wasm.pageCount.value
      const table = new Uint32Array(wasm.memory.buffer, wasm.pageTable() >>> 0, count * pageFields)
      const start = wasm.pagesStart()
      const pages = Array.from({ length: count }, (_, page): Page => {
        const [offset = 0, size = 0, rawSize = 0, values = 0, encoding = 0] = table.subarray(
          page * pageFields,
          (page + 1) * pageFields,
        )
        return { bytes: bytesAt(start + offset, size), rawSize, values, encoding }
      })
      const entries: number = isList ? wasm.entryCount.value : rows
      const filterSize = wasm.filterSize()
      return {
        pages,
        hasDictionary: wasm.hasDictionary.value !== 0,
        entries,
        nulls: entries - wasm.columnValues(index),
        bounds:
          wasm.hasBounds.value === 0
            ? null
            : {
                least: bytesAt(wasm.leastStart.value, wasm.leastSize.value),
                greatest: bytesAt(wasm.greatestStart.value, wasm.greatestSize.value),
              },
        filter: filterSize === 0 ? null : bytesAt(wasm.filterStart(), filterSize),
      }
    },
  }
}
