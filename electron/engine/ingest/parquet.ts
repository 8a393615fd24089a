import type { SegmentColumn, SegmentType } from './layout'
import type { EncodedColumn } from './staged-rows'
import { ThriftWriter } from './thrift'

/**
 * Parquet's metadata, as far as segments need it. https://github.com/apache/parquet-format (parquet.thrift)
 */

const physicalType: Record<SegmentType, number> = { bool: 0, int: 2, time: 2, text: 6, list: 6 }
const optional = 1
const repeated = 2
const utf8 = 0
const listConverted = 3
const timestampMicros = 10
const snappy = 1
const rle = 3
const dictionaryPage = 2

/** What the footer says of one column of a row group. */
export type ColumnChunk = {
  column: SegmentColumn
  encodings: number[]
  entries: number
  nulls: number
  rawSize: number
  size: number
  dictionaryOffset: number | null
  dataOffset: number
  bounds: { least: Uint8Array; greatest: Uint8Array } | null
  filter: { offset: number; size: number } | null
}

export type RowGroup = { rows: number; offset: number; columns: ColumnChunk[] }

/** The header that stands before a page. */
export function pageHeader(encoded: EncodedColumn, index: number): Uint8Array {
  const page = encoded.pages[index]
  if (!page) throw new Error('no such page')
  const isDictionary = encoded.hasDictionary && index === 0
  const out = new ThriftWriter()
  out.i32(1, isDictionary ? dictionaryPage : 0)
  out.i32(2, page.rawSize)
  out.i32(3, page.bytes.length)
  if (isDictionary) {
    out.struct(7, () => {
      out.i32(1, page.values)
      out.i32(2, page.encoding)
    })
  } else {
    out.struct(5, () => {
      out.i32(1, page.values)
      out.i32(2, page.encoding)
      out.i32(3, rle)
      out.i32(4, rle)
    })
  }
  return out.end()
}

/** The header that stands before a split block Bloom filter of so many bytes. */
export function filterHeader(bytes: number): Uint8Array {
  const out = new ThriftWriter()
  const only = () => out.struct(1, () => undefined)
  out.i32(1, bytes)
  out.struct(2, only)
  out.struct(3, only)
  out.struct(4, only)
  return out.end()
}

type SchemaNode = { name: string; fill: (out: ThriftWriter) => void }

function schemaOf({ name, type }: SegmentColumn): SchemaNode[] {
  const node = (nodeName: string, repetition: number, more: (out: ThriftWriter) => void): SchemaNode => ({
    name: nodeName,
    fill: (out) => {
      out.i32(3, repetition)
      out.text(4, nodeName)
      more(out)
    },
  })
  const leaf = (leafName: string): SchemaNode => ({
    name: leafName,
    fill: (out) => {
      out.i32(1, physicalType[type])
      out.i32(3, optional)
      out.text(4, leafName)
      if (type === 'text' || type === 'list') out.i32(6, utf8)
      if (type === 'time') {
        out.i32(6, timestampMicros)
        // Wall clock of UTC, as DuckDB's TIMESTAMP: not adjusted, in microseconds.
        out.struct(10, () =>
          out.struct(8, () => {
            out.bool(1, false)
            out.struct(2, () => out.struct(2, () => undefined))
          }),
        )
      }
    },
  })
  if (type !== 'list') return [leaf(name)]
  return [
    node(name, optional, (out) => {
      out.i32(5, 1)
      out.i32(6, listConverted)
    }),
    node('list', repeated, (out) => out.i32(5, 1)),
    leaf('element'),
  ]
}

const pathOf = ({ name, type }: SegmentColumn): string[] =>
  type === 'list' ? [name, 'list', 'element'] : [name]

function writeChunk(out: ThriftWriter, chunk: ColumnChunk): void {
  out.i64(2, chunk.dictionaryOffset ?? chunk.dataOffset)
  out.struct(3, () => {
    out.i32(1, physicalType[chunk.column.type])
    out.i32s(2, [...new Set([...chunk.encodings, rle])])
    out.texts(3, pathOf(chunk.column))
    out.i32(4, snappy)
    out.i64(5, chunk.entries)
    out.i64(6, chunk.rawSize)
    out.i64(7, chunk.size)
    out.i64(9, chunk.dataOffset)
    if (chunk.dictionaryOffset !== null) out.i64(11, chunk.dictionaryOffset)
    out.struct(12, () => {
      out.i64(3, chunk.nulls)
      if (!chunk.bounds) return
      out.bytes(5, chunk.bounds.greatest)
      out.bytes(6, chunk.bounds.least)
    })
    if (chunk.filter) {
      out.i64(14, chunk.filter.offset)
      out.i32(15, chunk.filter.size)
    }
  })
}

/** The footer of a file with these columns and row groups, without its length and the magic behind it. */
export function fileFooter(
  columns: readonly SegmentColumn[],
  groups: readonly RowGroup[],
  createdBy: string,
): Uint8Array {
  const out = new ThriftWriter()
  const root: SchemaNode = {
    name: 'schema',
    fill: () => {
      out.text(4, 'schema')
      out.i32(5, columns.length)
    },
  }
  out.i32(1, 1)
  out.structs(2, [root, ...columns.flatMap(schemaOf)], ({ fill }) => fill(out))
  out.i64(
    3,
    groups.reduce((sum, { rows }) => sum + rows, 0),
  )
  out.structs(4, groups, (group) => {
    out.structs(1, group.columns, (chunk) => writeChunk(out, chunk))
    out.i64(
      2,
      group.columns.reduce((sum, { rawSize }) => sum + rawSize, 0),
    )
    out.i64(3, group.rows)
    out.i64(5, group.offset)
    out.i64(
      6,
      group.columns.reduce((sum, { size }) => sum + size, 0),
    )
  })
  out.text(6, createdBy)
  // The order in which bounds were found is the one that is defined for each type.
  out.structs(7, columns, () => out.struct(1, () => undefined))
  return out.end()
}
