import { closeSync, openSync, writevSync } from 'node:fs'
import { scannerColumns, segmentOrder } from './layout'
import { type ColumnChunk, fileFooter, filterHeader, pageHeader, type RowGroup } from './parquet'
import type { StagedRows } from './staged-rows'

const magic = Buffer.from('PAR1')
const columns = segmentOrder.map((index) => {
  const column = scannerColumns[index]
  if (!column) throw new Error('a column of events that the scanner does not fill')
  return { column, index }
})

/** What a segment of events holds, as its footer says. */
export type WrittenSegment = { rows: number; bytes: number; minTime: number | null; maxTime: number | null }

/**
 * Writes rows that the scanner has staged as a Parquet file: the final form of a segment of events, straight from the
 * scanner's memory. DuckDB would take more time to write the same rows than everything before took together (ADR 6).
 */
export function writeSegmentFile(
  path: string,
  rowGroups: Iterable<StagedRows>,
  createdBy: string,
): WrittenSegment {
  const file = openSync(path, 'w', 0o600)
  try {
    const out = new FileWriter(file)
    out.write([magic])
    const groups: RowGroup[] = []
    for (const staged of rowGroups) groups.push(writeRowGroup(out, staged))
    const footer = fileFooter(
      columns.map(({ column }) => column),
      groups,
      createdBy,
    )
    const length = Buffer.alloc(4)
    length.writeUInt32LE(footer.length)
    out.write([footer, length, magic])
    const times = groups.flatMap(({ columns: chunks }) => timesOf(chunks))
    return {
      rows: groups.reduce((sum, { rows }) => sum + rows, 0),
      bytes: out.position,
      minTime: times.length === 0 ? null : Math.min(...times),
      maxTime: times.length === 0 ? null : Math.max(...times),
    }
  } finally {
    closeSync(file)
  }
}

function timesOf(chunks: readonly ColumnChunk[]): number[] {
  const bounds = chunks.find(({ column }) => column.name === 'event_time')?.bounds
  if (!bounds) return []
  return [bounds.least, bounds.greatest].map((bytes) =>
    Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0, true)),
  )
}

function writeRowGroup(out: FileWriter, staged: StagedRows): RowGroup {
  const offset = out.position
  const chunks = columns.map(({ column, index }): ColumnChunk => {
    const encoded = staged.encode(index, column.type === 'list')
    const { pages, filter, bounds } = encoded
    const parts = pages.flatMap((page, number) => [pageHeader(encoded, number), page.bytes])
    const [dictionary, data] = encoded.hasDictionary ? [0, 2] : [null, 0]
    const offsetOf = (part: number) =>
      out.position + parts.slice(0, part).reduce((sum, { length }) => sum + length, 0)
    const headers = pages.reduce((sum, _, number) => sum + (parts[number * 2]?.length ?? 0), 0)
    const size = parts.reduce((sum, { length }) => sum + length, 0)
    const head = filter ? filterHeader(filter.length) : null
    const chunk: ColumnChunk = {
      column,
      encodings: pages.map(({ encoding }) => encoding),
      entries: encoded.entries,
      nulls: encoded.nulls,
      rawSize: headers + pages.reduce((sum, { rawSize }) => sum + rawSize, 0),
      size,
      dictionaryOffset: dictionary === null ? null : offsetOf(dictionary),
      dataOffset: offsetOf(data),
      // The scanner's memory is written over before the footer is made.
      bounds: bounds && { least: bounds.least.slice(), greatest: bounds.greatest.slice() },
      filter: head && filter ? { offset: out.position + size, size: head.length + filter.length } : null,
    }
    out.write(head && filter ? [...parts, head, filter] : parts)
    return chunk
  })
  return { rows: staged.rows, offset, columns: chunks }
}

/** Appends to a file. */
class FileWriter {
  readonly #file: number
  position = 0

  constructor(file: number) {
    this.#file = file
  }

  /** More than 1024 buffers are too many for one call on some systems; a short write goes on where it ended. */
  write(parts: readonly Uint8Array[]): void {
    let left = parts.filter(({ length }) => length > 0)
    while (left.length > 0) {
      let written = writevSync(this.#file, left.slice(0, 512))
      this.position += written
      let whole = 0
      while (whole < left.length && written >= (left[whole]?.length ?? 0)) {
        written -= left[whole]?.length ?? 0
        whole += 1
      }
      left = left.slice(whole)
      if (written > 0 && left[0]) left[0] = left[0].subarray(written)
    }
  }
}
