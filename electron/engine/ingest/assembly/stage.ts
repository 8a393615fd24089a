// Copies the cells of a record into the columns. The rules are those of record-cells.ts: a column holds what it can
// hold, and whatever it cannot give back exactly stands in `rest` as well.

import {
  addRest,
  cellEnd,
  cellFlags,
  cellStart,
  ESCAPED,
  nulls,
  present,
  restCount,
  restMember,
  restore,
  SPACED,
} from './cells'
import { beginText, endRow, endText, hasValue, putBool, putInt, putText } from './columns'
import { stageDerived } from './derive'
import { findAccount, findId, foundEnd, foundFlags, foundStart, isAggregated } from './event-key'
import { keyOfColumn, keySizeOfColumn } from './keys'
import {
  HAS_TIME,
  ROW_CELLS,
  ROW_FLAGS,
  ROW_LENGTH,
  ROW_NULLS,
  ROW_OFFSET,
  ROW_PRESENT,
  ROW_REST,
  ROW_SOURCE,
  ROW_TIME,
  TIME_EXACT,
} from './rows'
import { compact, decode, lossy } from './text'

/** Times of other shapes than `2026-03-04T10:07:31Z` are read by the host. */
declare function hostTime(from: usize, size: usize): i64
/** Whether the last time that the host read can be written again from its value alone. */
declare function hostTimeExact(): i32
/** The start of a time window, out of its JSON. */
declare function hostWindow(from: usize, size: usize): i64
const NO_TIME: i64 = i64.MIN_VALUE

// The kinds of columns that a record fills, as the host numbers them.
const AS_TEXT: i32 = 0
const AS_JSON: i32 = 1
const AS_TIME: i32 = 2
const AS_BOOL: i32 = 3
const _AS_IDENTITY: i32 = 4

const kinds: usize = memory.data(64)
let stagedCount: i32 = 0

export function addStagedColumn(kind: i32): void {
  store<u8>(kinds + stagedCount, <u8>kind)
  stagedCount += 1
}

/** What the time of the record that `readCells` has read is, and which of HAS_TIME and TIME_EXACT hold. */
export let time: i64 = 0
export function readTime(column: i32): u32 {
  time = 0
  if (((present | nulls) & ((<u64>1) << (<u64>column))) === 0) return readWindow()
  if ((present & ((<u64>1) << (<u64>column))) === 0) return 0
  const from = cellStart(column)
  const size = cellEnd(column) - from
  if (size === 22) {
    const micros = plainTime(from + 1)
    if (micros !== NO_TIME) {
      time = micros
      return HAS_TIME | TIME_EXACT
    }
  }
  const micros = hostTime(from, size)
  if (micros === NO_TIME) return 0
  time = micros
  return HAS_TIME | (hostTimeExact() !== 0 ? TIME_EXACT : 0)
}

/** Aggregated records have no time of their own, but a window of time: its start puts them where they belong. */
function readWindow(): u32 {
  if (!isAggregated()) return 0
  for (let index: i32 = 0; index < restCount; index += 1) {
    const member = restMember(index)
    const key = <usize>load<u32>(member)
    // The length of "timeWindow", and its timeWind.
    if (<usize>load<u32>(member, 4) - key !== 12) continue
    if (load<u32>(key + 1) !== 0x656d6974 || load<u32>(key + 5) !== 0x646e6957) continue
    const from = <usize>load<u32>(member, 8)
    time = hostWindow(from, <usize>load<u32>(member, 12) - from)
    if (time === NO_TIME) {
      time = 0
      return 0
    }
    return HAS_TIME | TIME_EXACT
  }
  return 0
}

/** Stages a row that was kept. */
export function stageRow(row: usize, timeColumn: i32, idColumn: i32, accountColumn: i32): void {
  restore(
    load<u64>(row, ROW_PRESENT),
    load<u64>(row, ROW_NULLS),
    row + ROW_CELLS,
    <i32>load<u32>(row, ROW_REST),
  )
  let left = present
  while (left !== 0) {
    const column = <i32>ctz(left)
    left &= left - 1
    stageCell(column, row)
  }
  if ((present & ((<u64>1) << (<u64>timeColumn))) === 0 && (load<u32>(row, ROW_FLAGS) & HAS_TIME) !== 0) {
    putInt(timeColumn, load<i64>(row, ROW_TIME))
  }
  if (!hasValue(idColumn) && findId()) stageFound(idColumn)
  if (!hasValue(accountColumn) && findAccount()) stageFound(accountColumn)
  const own = stagedCount
  if (restCount > 0) stageRest(own)
  if (nulls !== 0) stageNulls(own + 1)
  putInt(own + 2, load<i64>(row, ROW_SOURCE))
  putInt(own + 3, load<i64>(row, ROW_OFFSET))
  putInt(own + 4, <i64>load<u32>(row, ROW_LENGTH))
  stageDerived()
  endRow()
}

function stageCell(column: i32, row: usize): void {
  const from = cellStart(column)
  const to = cellEnd(column)
  const kind = <i32>load<u8>(kinds + column)
  if (kind === AS_JSON) stageJson(column, from, to)
  else if (kind === AS_TIME) stageTime(column, row)
  else if (kind === AS_BOOL) stageBool(column, from, to)
  else stageText(column, from, to, kind === AS_TEXT)
}

/** A value that stands under another key, and stays there too. */
function stageFound(column: i32): void {
  const from = foundStart()
  const to = foundEnd()
  if (load<u8>(from) !== 0x22) putText(column, from, to - from)
  else if ((foundFlags() & ESCAPED) === 0) putText(column, from + 1, to - from - 2)
  else endText(column, decode(from + 1, to - 1, beginText(column, to - from)))
}

function keepToo(column: i32): void {
  const key = keyOfColumn(column)
  addRest(key - 1, key + keySizeOfColumn(column) + 1, cellStart(column), cellEnd(column), cellFlags(column))
}

function stageText(column: i32, from: usize, to: usize, isTop: bool): void {
  const first = load<u8>(from)
  if (first === 0x22) {
    if ((cellFlags(column) & ESCAPED) === 0) {
      putText(column, from + 1, to - from - 2)
      return
    }
    endText(column, decode(from + 1, to - 1, beginText(column, to - from)))
    if (lossy && isTop) keepToo(column)
    return
  }
  if (first !== 0x7b && first !== 0x5b) putText(column, from, to - from)
  if (isTop) keepToo(column)
}

function stageJson(column: i32, from: usize, to: usize): void {
  if ((cellFlags(column) & SPACED) === 0) putText(column, from, to - from)
  else endText(column, compact(from, to, beginText(column, to - from)))
}

function stageBool(column: i32, from: usize, to: usize): void {
  const quoted: usize = load<u8>(from) === 0x22 ? 1 : 0
  const size = to - from - 2 * quoted
  const word = load<u32>(from + quoted)
  if (size === 4 && word === 0x65757274) putBool(column, true)
  else if (size === 5 && word === 0x736c6166 && load<u8>(from + quoted + 4) === 0x65) putBool(column, false)
  else {
    keepToo(column)
    return
  }
  if (quoted) keepToo(column)
}

function stageTime(column: i32, row: usize): void {
  const flags = load<u32>(row, ROW_FLAGS)
  if ((flags & HAS_TIME) !== 0) putInt(column, load<i64>(row, ROW_TIME))
  if ((flags & TIME_EXACT) === 0) keepToo(column)
}

function two(at: usize): i32 {
  const a = <i32>load<u8>(at) - 0x30
  const b = <i32>load<u8>(at + 1) - 0x30
  return a >= 0 && a <= 9 && b >= 0 && b <= 9 ? a * 10 + b : -1
}

/** Microseconds of `2026-03-04T10:07:31Z`; NO_TIME for other shapes and for what is no date. */
function plainTime(at: usize): i64 {
  const century = two(at)
  const years = two(at + 2)
  const month = two(at + 5)
  const day = two(at + 8)
  const hour = two(at + 11)
  const minute = two(at + 14)
  const second = two(at + 17)
  if (century < 10 || years < 0 || month < 1 || month > 12 || day < 1 || day > 28) {
    // Days 29 to 31 depend on the month.
    if (century < 10 || years < 0 || month < 1 || month > 12 || day < 1) return NO_TIME
    if (day > daysIn(century * 100 + years, month)) return NO_TIME
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return NO_TIME
  const marks = load<u8>(at + 4) === 0x2d && load<u8>(at + 7) === 0x2d && load<u8>(at + 10) === 0x54
  const colons = load<u8>(at + 13) === 0x3a && load<u8>(at + 16) === 0x3a && load<u8>(at + 19) === 0x5a
  if (!marks || !colons) return NO_TIME
  const seconds =
    <i64>daysSinceEpoch(century * 100 + years, month, day) * 86400 + <i64>(hour * 3600 + minute * 60 + second)
  return seconds * 1000000
}

function daysIn(year: i32, month: i32): i32 {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days of the proleptic Gregorian calendar; years start in March here, so that leap days come last. */
function daysSinceEpoch(year: i32, month: i32, day: i32): i32 {
  const y = month <= 2 ? year - 1 : year
  const era = y / 400
  const ofEra = y - era * 400
  const ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  return era * 146097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719468
}

function stageRest(column: i32): void {
  let size: usize = 2
  for (let index: i32 = 0; index < restCount; index += 1) {
    const member = restMember(index)
    size +=
      <usize>(load<u32>(member, 4) - load<u32>(member) + load<u32>(member, 12) - load<u32>(member, 8)) + 2
  }
  let to = beginText(column, size)
  for (let index: i32 = 0; index < restCount; index += 1) {
    const member = restMember(index)
    store<u8>(to, index === 0 ? 0x7b : 0x2c)
    const key = <usize>load<u32>(member)
    const keySize = <usize>load<u32>(member, 4) - key
    memory.copy(to + 1, key, keySize)
    to += 1 + keySize
    store<u8>(to, 0x3a)
    to += 1
    const value = <usize>load<u32>(member, 8)
    const valueEnd = <usize>load<u32>(member, 12)
    if ((load<u32>(member, 16) & SPACED) === 0) {
      memory.copy(to, value, valueEnd - value)
      to += valueEnd - value
    } else to = compact(value, valueEnd, to)
  }
  store<u8>(to, 0x7d)
  endText(column, to + 1)
}

function stageNulls(column: i32): void {
  let to = beginText(column, 2048)
  let left = nulls
  while (left !== 0) {
    const top = <i32>ctz(left)
    if (left !== nulls) {
      store<u8>(to, 0x2c)
      to += 1
    }
    left &= left - 1
    memory.copy(to, keyOfColumn(top), keySizeOfColumn(top))
    to += keySizeOfColumn(top)
  }
  endText(column, to)
}
