// The records of one segment, until they are written: for each row the cells that `readCells` found, as addresses into
// the windows that are kept until then. Rows are sorted here, where a row is one address; in DuckDB the same sort moves
// sixty columns and costs more than everything else of the import together.

import { cellEnd, cellFlags, cellStart, nulls, present, restCount, restMember } from './cells'
import { keyOfRecord } from './event-key'
import { recordHash } from './hash'

// Layout of a row: time i64 | source i64 | offset i64 | length u32 | rest members u32 | present u64 | nulls u64 |
// key u64 | signature u64 | flags u32 | one (start u32, size and flags u32) a present column | one (key, key end, value, value end, flags) a
// member of rest.
export const ROW_TIME: usize = 0
export const ROW_SOURCE: usize = 8
export const ROW_OFFSET: usize = 16
export const ROW_LENGTH: usize = 24
export const ROW_REST: usize = 28
export const ROW_PRESENT: usize = 32
export const ROW_NULLS: usize = 40
/** Stands for what makes records copies of one event (event-key.ts); 0 for none. */
export const ROW_KEY: usize = 48
/** Stands for the bytes of the record. */
export const ROW_SIGNATURE: usize = 56
export const ROW_FLAGS: usize = 64
export const ROW_CELLS: usize = 68

export const HAS_TIME: u32 = 1
export const TIME_EXACT: u32 = 2
/** The row is not to be written: a copy. */
export const DROPPED: u32 = 4

/** Two bits of a cell's size carry its flags. A value is at most as long as a window. */
export const SIZE_BITS: u32 = 30

const BLOCK: usize = 1 << 20
const MAX_BLOCKS: i32 = 4096
const blocks: usize = memory.data(16384)
let blockCount: i32 = 0
let free: usize = 0
let freeEnd: usize = 0

/** Addresses of the rows, in the order in which they came or, after `sortRows`, of their time. */
let index: usize = 0
let spare: usize = 0
let indexSize: i32 = 0
export let rowCount: i32 = 0
/** Bytes that the rows take beside the windows. */
export let rowBytes: usize = 0

function keep(size: usize): usize {
  if (free + size > freeEnd) {
    if (blockCount >= MAX_BLOCKS) unreachable()
    const capacity = size > BLOCK ? size : BLOCK
    free = heap.alloc(capacity)
    freeEnd = free + capacity
    store<u32>(blocks + ((<usize>blockCount) << 2), <u32>free)
    blockCount += 1
    rowBytes += capacity
  }
  const at = free
  free += size
  return at
}

/** Room for a record that the host has unwrapped, for as long as the rows are kept. */
export function keepBytes(size: usize): usize {
  return keep((size + 39) & ~7)
}

/** Keeps the record that `readCells` has just read at `from`. `flags` says what is known of its time. */
export function keepRow(
  time: i64,
  flags: u32,
  source: i64,
  offset: i64,
  length: u32,
  from: usize,
  size: usize,
): void {
  const rowSize = ROW_CELLS + ((<usize>popcnt(present)) << 3) + <usize>restCount * 20
  const row = keep((rowSize + 7) & ~7)
  store<i64>(row, time, ROW_TIME)
  store<i64>(row, source, ROW_SOURCE)
  store<i64>(row, offset, ROW_OFFSET)
  store<u32>(row, length, ROW_LENGTH)
  store<u32>(row, <u32>restCount, ROW_REST)
  store<u64>(row, present, ROW_PRESENT)
  store<u64>(row, nulls, ROW_NULLS)
  store<u64>(row, keyOfRecord(), ROW_KEY)
  store<u64>(row, recordHash(from, size), ROW_SIGNATURE)
  store<u32>(row, flags, ROW_FLAGS)
  let to = row + ROW_CELLS
  let left = present
  while (left !== 0) {
    const column = <i32>ctz(left)
    left &= left - 1
    const from = cellStart(column)
    store<u32>(to, <u32>from)
    store<u32>(to, <u32>(cellEnd(column) - from) | (cellFlags(column) << SIZE_BITS), 4)
    to += 8
  }
  if (restCount > 0) memory.copy(to, restMember(0), <usize>restCount * 20)
  if (rowCount >= indexSize) growIndex()
  store<u32>(index + ((<usize>rowCount) << 2), <u32>row)
  rowCount += 1
}

function growIndex(): void {
  const size = indexSize === 0 ? 65536 : indexSize * 2
  const grown = heap.alloc((<usize>size) << 2)
  if (index !== 0) {
    memory.copy(grown, index, (<usize>rowCount) << 2)
    heap.free(index)
    heap.free(spare)
  }
  index = grown
  spare = heap.alloc((<usize>size) << 2)
  indexSize = size
}

/** Leaves a row out of what is written. */
export function dropRow(position: i32): void {
  const row = rowAt(position)
  store<u32>(row, load<u32>(row, ROW_FLAGS) | DROPPED, ROW_FLAGS)
}

export function rowAt(position: i32): usize {
  return <usize>load<u32>(index + ((<usize>position) << 2))
}

/** Rows without a time come last. Equal rows keep their order, which is that of the files and the bytes in them. */
function isAfter(a: usize, b: usize): bool {
  const aHas = (load<u32>(a, ROW_FLAGS) & HAS_TIME) !== 0
  const bHas = (load<u32>(b, ROW_FLAGS) & HAS_TIME) !== 0
  if (!aHas) return bHas
  return bHas && load<i64>(a, ROW_TIME) > load<i64>(b, ROW_TIME)
}

/** Sorts the rows by time, keeping the order of equal ones: merging ever longer runs. */
export function sortRows(): void {
  for (let width: i32 = 1; width < rowCount; width <<= 1) {
    for (let low: i32 = 0; low < rowCount; low += width << 1) {
      const middle = min(low + width, rowCount)
      merge(low, middle, min(middle + width, rowCount))
    }
    const swap = index
    index = spare
    spare = swap
  }
}

function merge(low: i32, middle: i32, high: i32): void {
  // Most files are in order already: two runs that follow each other are copied.
  if (middle >= high || !isAfter(rowAt(middle - 1), rowAt(middle))) {
    memory.copy(spare + ((<usize>low) << 2), index + ((<usize>low) << 2), (<usize>(high - low)) << 2)
    return
  }
  let a = low
  let b = middle
  for (let to = low; to < high; to += 1) {
    const takeB = b < high && (a >= middle || isAfter(rowAt(a), rowAt(b)))
    store<u32>(spare + ((<usize>to) << 2), <u32>rowAt(takeB ? b : a))
    if (takeB) b += 1
    else a += 1
  }
}

export function clearRowStore(): void {
  for (let block: i32 = 0; block < blockCount; block += 1) {
    heap.free(<usize>load<u32>(blocks + ((<usize>block) << 2)))
  }
  blockCount = 0
  free = 0
  freeEnd = 0
  rowCount = 0
  rowBytes = 0
}
