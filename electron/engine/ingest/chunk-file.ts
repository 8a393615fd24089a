import { closeSync, constants, ftruncateSync, openSync, writevSync } from 'node:fs'
import { type StagedType, stagedColumns } from './layout'
import type { Chunk } from './scanner'

type ChunkType = 'text' | 'int' | 'bool'

const chunkType: Record<StagedType, ChunkType> = { text: 'text', json: 'text', time: 'int', bool: 'bool' }

/** Columns of a chunk, in the order in which the scanner stages them. */
export const chunkColumns: readonly { name: string; type: ChunkType }[] = [
  ...stagedColumns.map(({ column, type }) => ({ name: column, type: chunkType[type] })),
  { name: 'rest', type: 'text' },
  { name: 'null_keys', type: 'text' },
  { name: 'source_id', type: 'int' },
  { name: 'byte_offset', type: 'int' },
  { name: 'byte_length', type: 'int' },
  { name: 'position', type: 'int' },
]

const physical: Record<ChunkType, number> = { bool: 0, int: 2, text: 6 }
const magic = Buffer.from('PAR1')

/**
 * Writes staged rows as a Parquet file: one row group, one uncompressed PLAIN page a column, straight from the
 * scanner's memory. DuckDB reads that several times faster than the JSON it came from, and every byte of the nested
 * values stays as it was delivered. A chunk file that is there is written over: a new one costs thirty times as much,
 * because the file system has to find and clear its pages. https://parquet.apache.org/docs/file-format/
 */
export function writeChunk(path: string, { rows, columns }: Chunk): number {
  const parts: Uint8Array[] = [magic]
  let position = magic.length
  const metas: { offset: number; size: number }[] = []
  columns.forEach((column) => {
    const levels = definitionLevels(column.validity, rows)
    const header = pageHeader(rows, levels.length + column.validity.length + column.values.length)
    const size = header.length + levels.length + column.validity.length + column.values.length
    metas.push({ offset: position, size })
    parts.push(header, levels, column.validity, column.values)
    position += size
  })
  const footer = fileFooter(rows, metas)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(footer.length)
  parts.push(footer, length, magic)
  const file = openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o600)
  try {
    writeAll(file, parts)
    ftruncateSync(file, position + footer.length + 8)
  } finally {
    closeSync(file)
  }
  return position + footer.length + 8
}

/** More than 1024 buffers are too many for one call on some systems; a short write goes on where it ended. */
function writeAll(file: number, parts: Uint8Array[]): void {
  let left = parts.filter(({ length }) => length > 0)
  while (left.length > 0) {
    let written = writevSync(file, left.slice(0, 512))
    let whole = 0
    while (whole < left.length && written >= (left[whole]?.length ?? 0)) {
      written -= left[whole]?.length ?? 0
      whole += 1
    }
    left = left.slice(whole)
    if (written > 0 && left[0]) left[0] = left[0].subarray(written)
  }
}

/** Length and head of the one bit-packed run that the validity map is. */
function definitionLevels(validity: Uint8Array, rows: number): Uint8Array {
  const run: number[] = []
  varint(run, (Math.ceil(rows / 8) << 1) | 1)
  const size = run.length + validity.length
  return Uint8Array.of(size & 255, (size >> 8) & 255, (size >> 16) & 255, size >>> 24, ...run)
}

// Thrift's compact protocol: a field is (id delta << 4 | type), numbers are zigzag varints.
const i32Type = 5
const i64Type = 6
const binaryType = 8
const listType = 9
const structType = 12

function varint(out: number[], value: number): void {
  let left = value
  while (left >= 128) {
    out.push((left % 128) | 128)
    left = Math.floor(left / 128)
  }
  out.push(left)
}

const zigzag = (out: number[], value: number): void => varint(out, value * 2)

const field = (out: number[], delta: number, type: number): void => {
  out.push((delta << 4) | type)
}

const text = (out: number[], value: string): void => {
  varint(out, value.length)
  for (const letter of value) out.push(letter.charCodeAt(0))
}

const list = (out: number[], count: number, type: number): void => {
  if (count < 15) out.push((count << 4) | type)
  else {
    out.push(0xf0 | type)
    varint(out, count)
  }
}

function pageHeader(rows: number, size: number): Uint8Array {
  const out: number[] = []
  field(out, 1, i32Type)
  zigzag(out, 0) // DATA_PAGE
  field(out, 1, i32Type)
  zigzag(out, size)
  field(out, 1, i32Type)
  zigzag(out, size)
  field(out, 2, structType) // data_page_header
  field(out, 1, i32Type)
  zigzag(out, rows)
  field(out, 1, i32Type)
  zigzag(out, 0) // PLAIN
  field(out, 1, i32Type)
  zigzag(out, 3) // definition levels: RLE
  field(out, 1, i32Type)
  zigzag(out, 3) // repetition levels: RLE
  out.push(0, 0)
  return Uint8Array.from(out)
}

function fileFooter(rows: number, metas: readonly { offset: number; size: number }[]): Uint8Array {
  const out: number[] = []
  field(out, 1, i32Type)
  zigzag(out, 1) // version
  field(out, 1, listType) // schema
  list(out, chunkColumns.length + 1, structType)
  field(out, 4, binaryType)
  text(out, 'schema')
  field(out, 1, i32Type)
  zigzag(out, chunkColumns.length)
  out.push(0)
  for (const { name, type } of chunkColumns) {
    field(out, 1, i32Type)
    zigzag(out, physical[type])
    field(out, 2, i32Type)
    zigzag(out, 1) // OPTIONAL
    field(out, 1, binaryType)
    text(out, name)
    if (type === 'text') {
      field(out, 2, i32Type)
      zigzag(out, 0) // UTF8
    }
    out.push(0)
  }
  field(out, 1, i64Type)
  zigzag(out, rows)
  field(out, 1, listType) // row groups
  list(out, 1, structType)
  field(out, 1, listType)
  list(out, metas.length, structType)
  let total = 0
  metas.forEach(({ offset, size }, index) => {
    const column = chunkColumns[index] ?? { name: '', type: 'text' as const }
    total += size
    field(out, 2, i64Type)
    zigzag(out, offset) // file_offset
    field(out, 1, structType) // meta_data
    field(out, 1, i32Type)
    zigzag(out, physical[column.type])
    field(out, 1, listType)
    list(out, 2, i32Type)
    zigzag(out, 0) // PLAIN
    zigzag(out, 3) // RLE
    field(out, 1, listType)
    list(out, 1, binaryType)
    text(out, column.name)
    field(out, 1, i32Type)
    zigzag(out, 0) // UNCOMPRESSED
    field(out, 1, i64Type)
    zigzag(out, rows)
    field(out, 1, i64Type)
    zigzag(out, size)
    field(out, 1, i64Type)
    zigzag(out, size)
    field(out, 2, i64Type)
    zigzag(out, offset) // data_page_offset
    out.push(0, 0)
  })
  field(out, 1, i64Type)
  zigzag(out, total)
  field(out, 1, i64Type)
  zigzag(out, rows)
  out.push(0)
  field(out, 2, binaryType)
  text(out, 'backtrail')
  out.push(0)
  return Uint8Array.from(out)
}
