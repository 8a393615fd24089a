// What the host calls. The host puts a stretch of a file into a window, asks for one element after another of an array
// or of a sequence of documents, and is answered when something needs its attention. Records stay in their windows
// until the segment is complete; then they are sorted and written chunk by chunk.

import { cellStart, nulls, present, readCells } from './cells'
import { addColumn, clearRows, MAX_ROWS, rows, stagedBytes } from './columns'
import { setKeyColumns } from './event-key'
import {
  clearRowStore,
  DROPPED,
  HAS_TIME,
  keepRow,
  ROW_FLAGS,
  ROW_KEY,
  ROW_SIGNATURE,
  ROW_SOURCE,
  ROW_TIME,
  rowAt,
  rowBytes,
  rowCount,
} from './rows'
import { faultAt, isFault, scanValue, setDepth, skipSpace } from './scan'
import { addStagedColumn, readTime, stageRow, time } from './stage'

export { filterSize, filterStart } from './bloom'
export { setColumnsBelow } from './cells'
export {
  clearRows,
  columnCount,
  columnEnd,
  columnStart,
  columnValidity,
  columnValues,
  rows,
} from './columns'
export { setNextSeq, setRole } from './derive'
export {
  encodeColumn,
  greatestSize,
  greatestStart,
  hasBounds,
  hasDictionary,
  leastSize,
  leastStart,
  pageCount,
  pagesStart,
  pageTable,
  setFiltered,
} from './encode'
export { recordHashKeys, setHashKey } from './hash'
export { addKey } from './keys'
export { defLevels, entryCount, repLevels } from './lists'
export { dropRow, keepBytes, rowCount, sortRows } from './rows'
export { addWord } from './words'

/** The array has ended, or the sequence has: `at` is behind it. */
const DONE: i32 = 0
/** The element at `at` is not all there. */
const MORE: i32 = 1
/** The element from `at` to `to` is JSON, but no CloudTrail record. */
const OTHER: i32 = 2
/** The element at `at` has a fault: `faultCode`, `faultPosition`. */
const BAD: i32 = 3
/** Something stands at `at` that does not belong between elements. */
const STRAY: i32 = 4

// What may come next.
const FIRST: i32 = 0
const ELEMENT: i32 = 1
const COMMA: i32 = 2
const DOCUMENT: i32 = 3

export let at: usize = 0
export let to: usize = 0
export let faultCode: i32 = 0
export let faultPosition: usize = 0
export let state: i32 = 0
/** Records taken by the last call. */
export let taken: i32 = 0

const MAX_WINDOWS: i32 = 65536
const windows: usize = heap.alloc((<usize>MAX_WINDOWS) << 2)
let windowCount: i32 = 0
let windowBytes: usize = 0

let marks: u64 = 0
let sourceColumn: i32 = 0
let timeColumn: i32 = 0
let idColumn: i32 = 0
let accountColumn: i32 = 0
/** Bytes of values from which on a row group is written, however few rows it has. */
const GROUP_BYTES: usize = 40 << 20

/** A new window for `size` bytes, kept until `clearSegment`. */
export function addWindow(size: usize): usize {
  if (windowCount >= MAX_WINDOWS) unreachable()
  const window = heap.alloc(size + 32)
  store<u32>(windows + ((<usize>windowCount) << 2), <u32>window)
  windowCount += 1
  windowBytes += size
  return window
}

/** Gives back the newest window, in which there was nothing to keep. */
export function dropWindow(size: usize): void {
  windowCount -= 1
  windowBytes -= size
  heap.free(<usize>load<u32>(windows + ((<usize>windowCount) << 2)))
}

/** Bytes that the segment holds in memory by now. */
export function segmentBytes(): usize {
  return windowBytes + rowBytes
}

/** True when no further window can be kept. */
export function isCrowded(): bool {
  return windowCount >= MAX_WINDOWS - 1
}

/** Forgets the rows of the segment and the windows they stand in. */
export function clearSegment(): void {
  for (let window: i32 = 0; window < windowCount; window += 1) {
    heap.free(<usize>load<u32>(windows + ((<usize>window) << 2)))
  }
  windowCount = 0
  windowBytes = 0
  clearRowStore()
  clearRows()
}

/** Columns whose keys tell a CloudTrail record, three of them at least; and the columns that are looked at here. */
export function setMarks(
  columns: u64,
  eventSource: i32,
  eventTime: i32,
  eventType: i32,
  eventId: i32,
  account: i32,
): void {
  marks = columns
  sourceColumn = eventSource
  timeColumn = eventTime
  idColumn = eventId
  accountColumn = account
  setKeyColumns(eventId, account, eventType)
}

/**
 * True for what has three of CloudTrail's keys. Notifications of S3 and streams of DynamoDB have many of them too, with
 * an event source such as `aws:s3`.
 */
function isRecord(): bool {
  if (popcnt((present | nulls) & marks) < 3) return false
  if ((present & ((<u64>1) << (<u64>sourceColumn))) === 0) return true
  return load<u32>(cellStart(sourceColumn) + 1) !== 0x3a737761
}

/**
 * Takes records one after another, from `from` to `end`, in the state that the host names. `base` is what makes an
 * address a position in the file.
 */
export function takeElements(from: usize, end: usize, next: i32, sourceId: i64, base: i64): i32 {
  at = from
  state = next
  taken = 0
  while (true) {
    at = skipSpace(at, end)
    if (at >= end) return state === DOCUMENT ? DONE : MORE
    const byte = load<u8>(at)
    if (state === COMMA) {
      if (byte === 0x5d) {
        at += 1
        return DONE
      }
      if (byte !== 0x2c) return STRAY
      at += 1
      state = ELEMENT
      continue
    }
    if (state === FIRST && byte === 0x5d) {
      at += 1
      return DONE
    }
    if (byte === 0x7b) {
      to = readCells(at, end)
      if (isFault(to)) return bad(<i32>to)
      if (isRecord()) {
        const known = readTime(timeColumn)
        keepRow(time, known, sourceId, <i64>at + base, <u32>(to - at), at, to - at)
        taken += 1
        at = to
        if (state !== DOCUMENT) state = COMMA
        continue
      }
    } else {
      setDepth(0)
      to = scanValue(at, end)
      if (isFault(to)) return bad(<i32>to)
    }
    return OTHER
  }
}

function bad(code: i32): i32 {
  faultCode = code
  faultPosition = faultAt
  return code === -1 ? MORE : BAD
}

/** Finds the end of one value; answers it, or the fault as a negative number. */
export function skipValue(from: usize, end: usize): i32 {
  setDepth(0)
  const result = scanValue(from, end)
  faultPosition = faultAt
  return <i32>result
}

/** Keeps one record that the host has unwrapped; false when it is none. */
export function takeRecord(from: usize, end: usize, sourceId: i64, byteOffset: i64, byteLength: u32): bool {
  if (from >= end || load<u8>(from) !== 0x7b) return false
  const result = readCells(from, end)
  if (isFault(result) || !isRecord()) return false
  const known = readTime(timeColumn)
  keepRow(time, known, sourceId, byteOffset, byteLength, from, end - from)
  return true
}

/** Stages rows in their order from row `position` on, until a row group is full or none is left; answers the next one. */
export function stageRows(position: i32): i32 {
  while (position < rowCount && rows < MAX_ROWS && stagedBytes < GROUP_BYTES) {
    const row = rowAt(position)
    if ((load<u32>(row, ROW_FLAGS) & DROPPED) === 0) stageRow(row, timeColumn, idColumn, accountColumn)
    position += 1
  }
  return position
}

let described: usize = 0

/** What each row is told by, in the order of the rows: key, signature and time in eight bytes each, then the source. */
export function describeRows(): usize {
  forgetDescribed()
  described = heap.alloc(((<usize>rowCount) << 5) + 32)
  let to = described
  for (let position: i32 = 0; position < rowCount; position += 1) {
    const row = rowAt(position)
    store<u64>(to, load<u64>(row, ROW_KEY))
    store<u64>(to, load<u64>(row, ROW_SIGNATURE), 8)
    const hasTime = (load<u32>(row, ROW_FLAGS) & HAS_TIME) !== 0
    store<i64>(to, hasTime ? load<i64>(row, ROW_TIME) : i64.MIN_VALUE, 16)
    store<i64>(to, load<i64>(row, ROW_SOURCE), 24)
    to += 32
  }
  return described
}

export function forgetDescribed(): void {
  if (described !== 0) heap.free(described)
  described = 0
}

/** A column of a segment: its type (columns.ts). */
export function defineColumn(type: i32): void {
  addColumn(type)
}

/** The next column is filled by a record with this kind of value (see stage.ts). */
export function defineStaged(kind: i32): void {
  addStagedColumn(kind)
}
