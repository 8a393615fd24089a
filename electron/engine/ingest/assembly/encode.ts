// The pages of one column of a row group, compressed, as they stand in a segment. What is encoded lies in columns.ts;
// the host puts a header before each page (segment-file.ts).

import { addToFilter, openFilter } from './bloom'
import {
  BOOL,
  columnEnd,
  columnStart,
  columnType,
  columnValidity,
  columnValues,
  INT,
  LIST,
  rows,
} from './columns'
import { collect, distinct, distinctBytes, distinctValue, valueIndices } from './dictionary'
import { defLevels, entryCount, repLevels } from './lists'
import { putDeltas, putIndices, putLevels, putValidity, widthOf } from './pack'
import { compress, compressedBound } from './snappy'

// Parquet's numbers.
const PLAIN: u32 = 0
const DELTA_BINARY_PACKED: u32 = 5
const RLE_DICTIONARY: u32 = 8

/** A page of values as they are ends behind this many bytes. */
const PAGE_BYTES: usize = 512 << 10
const SMALL_DICTIONARY: usize = 64 << 10
/** Texts up to this size are compared for the least and the greatest. */
const MAX_BOUND: usize = 128

const MAX_PAGES: i32 = 8192
/** Offset, compressed size, size, values, encoding. */
const pages: usize = heap.alloc(<usize>MAX_PAGES * 20)
export let pageCount: i32 = 0
/** The first page is the dictionary. */
export let hasDictionary: bool = false

/** Grown when needed, kept for the next column. */
let raw: usize = 0
let rawCapacity: usize = 0
let out: usize = 0
let outCapacity: usize = 0
let outSize: usize = 0

const bounds: usize = memory.data(16)
export let hasBounds: bool = false
export let leastStart: usize = 0
export let leastSize: usize = 0
export let greatestStart: usize = 0
export let greatestSize: usize = 0

const filtered: usize = memory.data(128)

/** Columns whose row groups get a Bloom filter. */
export function setFiltered(index: i32): void {
  store<u8>(filtered + <usize>index, 1)
}

export function pageTable(): usize {
  return pages
}
/** Where the pages lie, one behind the other. */
export function pagesStart(): usize {
  return out
}

function needRaw(size: usize): usize {
  size += 64
  if (size > rawCapacity) {
    if (raw !== 0) heap.free(raw)
    rawCapacity = size + (size >> 1)
    raw = heap.alloc(rawCapacity)
  }
  return raw
}

function addPage(size: usize, values: i32, encoding: u32): void {
  const needed = outSize + compressedBound(size) + 64
  if (needed > outCapacity) {
    outCapacity = needed + (needed >> 1)
    out = out === 0 ? heap.alloc(outCapacity) : heap.realloc(out, outCapacity)
  }
  if (pageCount >= MAX_PAGES) unreachable()
  const end = compress(raw, size, out + outSize)
  const page = pages + <usize>pageCount * 20
  store<u32>(page, <u32>outSize)
  store<u32>(page, <u32>(end - out - outSize), 4)
  store<u32>(page, <u32>size, 8)
  store<u32>(page, <u32>values, 12)
  store<u32>(page, encoding, 16)
  outSize = end - out
  pageCount += 1
}

/** Encodes a column of the rows that are staged. */
export function encodeColumn(index: i32): void {
  pageCount = 0
  outSize = 0
  hasDictionary = false
  hasBounds = false
  openFilter(0)
  const type = columnType(index)
  const count = columnValues(index)
  if (type === INT && count > 0) encodeNumbers(index, count)
  else if (type === INT || type === BOOL) encodeBits(index, count)
  else if (count > 0 && collect(columnStart(index), count) && isDictionaryWorthIt(index)) {
    if (load<u8>(filtered + <usize>index) !== 0) filterDistinct()
    boundDistinct()
    encodeDictionary(index, count)
  } else {
    if (load<u8>(filtered + <usize>index) !== 0) filterAll(columnStart(index), count)
    if (type === LIST) encodePlainList(index)
    else encodePlain(index, count)
  }
}

/** A large dictionary has to be read whole for a single value: it must save at least half. */
function isDictionaryWorthIt(index: i32): bool {
  return distinctBytes < SMALL_DICTIONARY || distinctBytes * 2 <= columnEnd(index) - columnStart(index)
}

function levelsOf(index: i32, count: i32): usize {
  if (columnType(index) !== LIST) return putValidity(raw, columnValidity(index), rows, count)
  return putLevels(putLevels(raw, repLevels(), entryCount, 1), defLevels(), entryCount, 2)
}

function entriesOf(index: i32): i32 {
  return columnType(index) === LIST ? entryCount : rows
}

/** Room for levels: a quarter of a byte an entry, twice. */
function levelBytes(index: i32): usize {
  return <usize>entriesOf(index) + 64
}

function encodeNumbers(index: i32, count: i32): void {
  needRaw(levelBytes(index) + <usize>count * 9 + 2048)
  const end = putDeltas(levelsOf(index, count), columnStart(index), count)
  addPage(end - raw, rows, DELTA_BINARY_PACKED)
  let least = i64.MAX_VALUE
  let greatest = i64.MIN_VALUE
  for (let at = columnStart(index), end = at + ((<usize>count) << 3); at < end; at += 8) {
    const value = load<i64>(at)
    least = min(least, value)
    greatest = max(greatest, value)
  }
  store<i64>(bounds, least)
  store<i64>(bounds, greatest, 8)
  hasBounds = true
  leastStart = bounds
  greatestStart = bounds + 8
  leastSize = 8
  greatestSize = 8
}

/** Truth values, and columns in which no row has a value. */
function encodeBits(index: i32, count: i32): void {
  const bytes = columnType(index) === BOOL ? <usize>(count + 7) >> 3 : 0
  needRaw(levelBytes(index) + bytes)
  const to = levelsOf(index, count)
  memory.copy(to, columnStart(index), bytes)
  addPage(to + bytes - raw, rows, PLAIN)
}

function encodeDictionary(index: i32, count: i32): void {
  needRaw(distinctBytes + 64)
  let to = raw
  for (let number: i32 = 0; number < distinct; number += 1) {
    const value = distinctValue(number)
    const size: usize = 4 + <usize>load<u32>(value)
    memory.copy(to, value, size)
    to += size
  }
  addPage(to - raw, distinct, PLAIN)
  hasDictionary = true
  const width = max(widthOf(<u64>(distinct - 1)), 1)
  needRaw(levelBytes(index) + <usize>count * 2 + 64)
  to = levelsOf(index, count)
  store<u8>(to, <u8>width)
  to = putIndices(to + 1, valueIndices(), count, width, distinct === 1)
  addPage(to - raw, entriesOf(index), RLE_DICTIONARY)
}

/** Values as they are, in pages of some hundred kilobytes: whole groups of eight rows, so that levels can be copied. */
function encodePlain(index: i32, count: i32): void {
  const validity = columnValidity(index)
  let value = columnStart(index)
  let row: i32 = 0
  while (row < rows) {
    const firstRow = row
    const from = value
    let inPage: i32 = 0
    do {
      const group = <i32>popcnt(<u32>load<u8>(validity + <usize>(row >> 3)))
      for (let left = group; left > 0; left -= 1) value += 4 + <usize>load<u32>(value)
      inPage += group
      row = min(row + 8, rows)
    } while (row < rows && (count === 0 || value - from < PAGE_BYTES))
    const bytes = value - from
    needRaw(<usize>(row - firstRow) + 64 + bytes)
    const to = putValidity(raw, validity + <usize>(firstRow >> 3), row - firstRow, inPage)
    memory.copy(to, from, bytes)
    addPage(to + bytes - raw, row - firstRow, PLAIN)
  }
}

function encodePlainList(index: i32): void {
  const bytes = columnEnd(index) - columnStart(index)
  needRaw(levelBytes(index) + bytes)
  const to = levelsOf(index, columnValues(index))
  memory.copy(to, columnStart(index), bytes)
  addPage(to + bytes - raw, entryCount, PLAIN)
}

function filterDistinct(): void {
  openFilter(<u32>distinct)
  for (let number: i32 = 0; number < distinct; number += 1) addToFilter(distinctValue(number))
}

function filterAll(value: usize, count: i32): void {
  openFilter(<u32>count)
  for (let left = count; left > 0; left -= 1) {
    addToFilter(value)
    value += 4 + <usize>load<u32>(value)
  }
}

/** The least and the greatest value, byte by byte, where none of them is long. */
function boundDistinct(): void {
  for (let number: i32 = 0; number < distinct; number += 1) {
    const start = distinctValue(number) + 4
    const size = <usize>load<u32>(start - 4)
    if (size > MAX_BOUND) {
      hasBounds = false
      return
    }
    if (number === 0 || isLess(start, size, leastStart, leastSize)) {
      leastStart = start
      leastSize = size
    }
    if (number === 0 || isLess(greatestStart, greatestSize, start, size)) {
      greatestStart = start
      greatestSize = size
    }
  }
  hasBounds = true
}

function isLess(a: usize, aSize: usize, b: usize, bSize: usize): bool {
  const order = memory.compare(a, b, min(aSize, bSize))
  return order < 0 || (order === 0 && aSize < bSize)
}
