// What the host calls. The host puts a stretch of a file into a window, asks for one element after another of an array
// or of a sequence of documents, and is answered when something needs its attention. Records stay in their windows
// until the segment is complete; then they are sorted and written chunk by chunk.

import { cellStart, nulls, present, readCells } from './cells'
import { addColumn, BOOL, clearRows, INT, MAX_ROWS, rows, stagedBytes, TEXT } from './columns'
import { clearRowStore, keepRow, rowAt, rowBytes, rowCount } from './rows'
import { faultAt, isFault, scanValue, setDepth, skipSpace } from './scan'
import { addStagedColumn, readTime, stageRow, time } from './stage'

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
export { addKey } from './keys'
export { keepBytes, rowCount, sortRows } from './rows'

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
let typeColumn: i32 = 0
const CHUNK_BYTES: usize = 12 << 20

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

/** Columns whose keys tell a CloudTrail record, three of them at least; and the columns of source, time and type. */
export function setMarks(columns: u64, eventSource: i32, eventTime: i32, eventType: i32): void {
  marks = columns
  sourceColumn = eventSource
  timeColumn = eventTime
  typeColumn = eventType
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
        const known = readTime(timeColumn, typeColumn)
        keepRow(time, known, sourceId, <i64>at + base, <u32>(to - at))
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
  const known = readTime(timeColumn, typeColumn)
  keepRow(time, known, sourceId, byteOffset, byteLength)
  return true
}

/** Stages rows in their order from row `position` on, until a chunk is full or none is left; answers the next one. */
export function stageRows(position: i32): i32 {
  while (position < rowCount && rows < MAX_ROWS && stagedBytes < CHUNK_BYTES) {
    stageRow(rowAt(position), position, timeColumn)
    position += 1
  }
  return position
}

/** A column that records fill: its type, and the kind of value that it takes (see stage.ts). */
export function defineColumn(type: i32, kind: i32): void {
  addColumn(type === 0 ? TEXT : type === 1 ? INT : BOOL)
  addStagedColumn(kind)
}

/** The columns behind those: rest, null_keys, source_id, byte_offset, byte_length, position. */
export function defineOwnColumns(): void {
  addColumn(TEXT)
  addColumn(TEXT)
  addColumn(INT)
  addColumn(INT)
  addColumn(INT)
  addColumn(INT)
}
