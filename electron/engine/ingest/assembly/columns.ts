// The rows staged so far, column by column, in the layout of Parquet's PLAIN encoding: what lies here is written to a
// page as it is, or encoded (encode.ts). A text value is its length in four bytes and its bytes; a bit in the validity
// map says whether a row has a value at all.

import { clearLists } from './lists'

/** Rows that are staged together at most: a row group. A multiple of 8. */
export const MAX_ROWS: i32 = 32768
const VALIDITY: usize = <usize>MAX_ROWS / 8
const MAX_COLUMNS: i32 = 96

export const TEXT: i32 = 0
export const INT: i32 = 1
export const BOOL: i32 = 2
/** Texts, any number a row; lists.ts says which are whose. */
export const LIST: i32 = 3

const types: usize = memory.data(384)
const starts: usize = memory.data(384)
const ends: usize = memory.data(384)
const limits: usize = memory.data(384)
const counts: usize = memory.data(384)
const validity: usize = memory.data(384)
const newest: usize = memory.data(384)

export let columnCount: i32 = 0
export let rows: i32 = 0
/** Bytes of values in all columns. */
export let stagedBytes: usize = 0

export function addColumn(type: i32): void {
  const column: usize = (<usize>columnCount) << 2
  if (columnCount >= MAX_COLUMNS) unreachable()
  store<i32>(types + column, type)
  const capacity: usize = type === BOOL ? VALIDITY : 16384
  const start = heap.alloc(capacity)
  if (type === BOOL) memory.fill(start, 0, capacity)
  store<usize>(starts + column, start)
  store<usize>(ends + column, start)
  store<usize>(limits + column, start + capacity)
  const map = heap.alloc(VALIDITY)
  memory.fill(map, 0, VALIDITY)
  store<usize>(validity + column, map)
  columnCount += 1
}

/** Room for `size` more bytes in a column; answers where they go. */
function reserve(column: usize, size: usize): usize {
  // `copy` writes whole steps of 16 bytes.
  size += 16
  const to = load<usize>(ends + column)
  if (to + size <= load<usize>(limits + column)) return to
  const start = load<usize>(starts + column)
  const used = to - start
  let capacity = (load<usize>(limits + column) - start) << 1
  while (capacity < used + size) capacity <<= 1
  const moved = heap.realloc(start, capacity)
  store<usize>(starts + column, moved)
  store<usize>(ends + column, moved + used)
  store<usize>(limits + column, moved + capacity)
  return moved + used
}

function mark(column: usize): void {
  const at = load<usize>(validity + column) + (<usize>rows >> 3)
  store<u8>(at, load<u8>(at) | ((<u8>1) << (<u8>(rows & 7))))
  store<i32>(counts + column, load<i32>(counts + column) + 1)
}

/** Where the bytes of a text value of at most `size` go; `endText` says how many there were. */
export function beginText(index: i32, size: usize): usize {
  return reserve((<usize>index) << 2, size + 4) + 4
}

export function endText(index: i32, end: usize): void {
  const column: usize = (<usize>index) << 2
  const start = load<usize>(ends + column)
  store<u32>(start, <u32>(end - start - 4))
  store<usize>(ends + column, end)
  store<usize>(newest + column, start)
  stagedBytes += end - start
  mark(column)
}

/** Ends one of several texts of a row (see lists.ts). */
export function endListText(index: i32, end: usize): void {
  const column: usize = (<usize>index) << 2
  const start = load<usize>(ends + column)
  store<u32>(start, <u32>(end - start - 4))
  store<usize>(ends + column, end)
  store<i32>(counts + column, load<i32>(counts + column) + 1)
  stagedBytes += end - start
}

/** Whether the row that is being staged has a value in this column. */
export function hasValue(index: i32): bool {
  const map = load<usize>(validity + ((<usize>index) << 2))
  return (load<u8>(map + (<usize>rows >> 3)) & ((<u8>1) << (<u8>(rows & 7)))) !== 0
}

/** The text that was put into a column last, and its size; valid until the next one is. */
export function newestText(index: i32): usize {
  return load<usize>(newest + ((<usize>index) << 2)) + 4
}
export function newestSize(index: i32): usize {
  return <usize>load<u32>(load<usize>(newest + ((<usize>index) << 2)))
}

export function putText(index: i32, from: usize, size: usize): void {
  const to = beginText(index, size)
  copy(to, from, size)
  endText(index, to + size)
}

/** Copies 16 bytes at a time, up to 15 too many: values are short, and a call of `memory.copy` is not. */
function copy(to: usize, from: usize, size: usize): void {
  const end = to + size
  do {
    v128.store(to, v128.load(from))
    to += 16
    from += 16
  } while (to < end)
}

export function putInt(index: i32, value: i64): void {
  const column: usize = (<usize>index) << 2
  store<i64>(reserve(column, 8), value)
  store<usize>(ends + column, load<usize>(ends + column) + 8)
  stagedBytes += 8
  mark(column)
}

export function putBool(index: i32, value: bool): void {
  const column: usize = (<usize>index) << 2
  const count = load<i32>(counts + column)
  const at = load<usize>(starts + column) + (<usize>count >> 3)
  if (value) store<u8>(at, load<u8>(at) | ((<u8>1) << (<u8>(count & 7))))
  store<usize>(ends + column, at + 1)
  mark(column)
}

/** The truth value that was put into a column last. */
export function newestBool(index: i32): bool {
  const column: usize = (<usize>index) << 2
  const last = load<i32>(counts + column) - 1
  return (load<u8>(load<usize>(starts + column) + (<usize>last >> 3)) & ((<u8>1) << (<u8>(last & 7)))) !== 0
}

export function endRow(): void {
  rows += 1
}

/** Forgets all rows. Buffers that have grown far beyond the ordinary are given back. */
export function clearRows(): void {
  const used: usize = <usize>(rows + 7) >> 3
  for (let index: i32 = 0; index < columnCount; index += 1) {
    const column: usize = (<usize>index) << 2
    let start = load<usize>(starts + column)
    if (load<i32>(types + column) === BOOL) memory.fill(start, 0, VALIDITY)
    else if (load<usize>(limits + column) - start > 16 << 20) {
      heap.free(start)
      start = heap.alloc(16384)
      store<usize>(starts + column, start)
      store<usize>(limits + column, start + 16384)
    }
    store<usize>(ends + column, start)
    store<i32>(counts + column, 0)
    memory.fill(load<usize>(validity + column), 0, used)
  }
  clearLists()
  rows = 0
  stagedBytes = 0
}

export function columnType(index: i32): i32 {
  return load<i32>(types + ((<usize>index) << 2))
}
export function columnStart(index: i32): usize {
  return load<usize>(starts + ((<usize>index) << 2))
}
export function columnEnd(index: i32): usize {
  return load<usize>(ends + ((<usize>index) << 2))
}
export function columnValues(index: i32): i32 {
  return load<i32>(counts + ((<usize>index) << 2))
}
export function columnValidity(index: i32): usize {
  return load<usize>(validity + ((<usize>index) << 2))
}
