// Takes a record apart without copying anything yet: where the value of each column stands, which top-level keys are
// null, and which members have no column. Nothing is staged until the record is known to be whole and to be one.

import { findKey, foundColumn, foundNode } from './keys'
import {
  CUT,
  escaped,
  INVALID,
  isFault,
  scanString,
  scanValue,
  setDepth,
  setFault,
  skipSpace,
  spaced,
} from './scan'
import { decode } from './text'

export const ESCAPED: u32 = 1
export const SPACED: u32 = 2

const cells: usize = memory.data(1024)
const MAX_REST: i32 = 4096
const restMembers: usize = heap.alloc(<usize>MAX_REST * 20)
const decodedKey: usize = heap.alloc(4096)
/** Columns below each node, itself and the nodes under it. */
const below: usize = memory.data(128)

/** A bit for each column that has a value. */
export let present: u64 = 0
/** A bit for each top-level column whose value is an explicit null. */
export let nulls: u64 = 0
export let restCount: i32 = 0

export function setColumnsBelow(node: i32, columns: u64): void {
  store<u64>(below + ((<usize>node) << 3), columns)
}

export function cellStart(column: i32): usize {
  return <usize>load<u32>(cells + ((<usize>column) << 4))
}
export function cellEnd(column: i32): usize {
  return <usize>load<u32>(cells + ((<usize>column) << 4), 4)
}
export function cellFlags(column: i32): u32 {
  return load<u32>(cells + ((<usize>column) << 4), 8)
}

/** Address of a member without a column: start and end of its key, start and end of its value, flags. */
export function restMember(index: i32): usize {
  return restMembers + <usize>index * 20
}

/** Adds a member to those that go into `rest`. An earlier one of the same key gives way. */
export function addRest(key: usize, keyEnd: usize, value: usize, valueEnd: usize, flags: u32): void {
  let index = restCount
  if (restCount <= 64) {
    for (let other: i32 = 0; other < restCount; other += 1) {
      const member = restMember(other)
      const size = <usize>load<u32>(member, 4) - <usize>load<u32>(member)
      if (size === keyEnd - key && memory.compare(<usize>load<u32>(member), key, size) === 0) index = other
    }
  }
  if (index >= MAX_REST) return
  if (index < restCount) {
    // The order is that of the last occurrence.
    const member = restMember(index)
    memory.copy(member, member + 20, <usize>(restCount - 1 - index) * 20)
    index = restCount - 1
  } else restCount += 1
  const member = restMember(index)
  store<u32>(member, <u32>key)
  store<u32>(member, <u32>keyEnd, 4)
  store<u32>(member, <u32>value, 8)
  store<u32>(member, <u32>valueEnd, 12)
  store<u32>(member, flags, 16)
}

let objectSpaced: bool = false

/** Reads the record that starts at `start`; answers its end or a fault (see scan.ts). */
export function readCells(start: usize, end: usize): usize {
  present = 0
  nulls = 0
  restCount = 0
  const result = readObject(start, end, 0, 0)
  setDepth(0)
  return result
}

function readObject(start: usize, end: usize, node: i32, depth: i32): usize {
  let at = gap(start + 1, end)
  if (at >= end) return setFault(CUT, end)
  if (load<u8>(at) === 0x7d) return at + 1
  while (true) {
    if (load<u8>(at) !== 0x22) return setFault(INVALID, at)
    const key = at
    const keyEnd = scanString(at, end)
    if (isFault(keyEnd)) return keyEnd
    const keyEscaped = escaped
    at = gap(keyEnd, end)
    if (at >= end) return setFault(CUT, end)
    if (load<u8>(at) !== 0x3a) return setFault(INVALID, at)
    at = gap(at + 1, end)
    if (at >= end) return setFault(CUT, end)

    if (keyEscaped && keyEnd - key <= 4096) {
      findKey(node, decodedKey, decode(key + 1, keyEnd - 1, decodedKey) - decodedKey)
    } else findKey(node, key + 1, keyEnd - key - 2)
    const column = foundColumn
    const child = foundNode

    const value = at
    let flags: u32 = 0
    if (child !== 0) {
      // What an earlier occurrence of this key has left.
      present &= ~load<u64>(below + ((<usize>child) << 3))
      if (load<u8>(at) === 0x7b) {
        const outerSpaced = objectSpaced
        objectSpaced = false
        at = readObject(at, end, child, depth + 1)
        if (objectSpaced) flags = SPACED
        objectSpaced = objectSpaced || outerSpaced
      } else {
        setDepth(depth + 1)
        at = scanValue(at, end)
        flags = flagsOfValue()
      }
    } else {
      setDepth(depth + 1)
      at = scanValue(at, end)
      flags = flagsOfValue()
    }
    if (isFault(at)) return at
    if (column >= 0) setCell(column, node, value, at, flags)
    else if (node === 0) addRest(key, keyEnd, value, at, flags)

    at = gap(at, end)
    if (at >= end) return setFault(CUT, end)
    const next = load<u8>(at)
    if (next === 0x7d) return at + 1
    if (next !== 0x2c) return setFault(INVALID, at)
    at = gap(at + 1, end)
    if (at >= end) return setFault(CUT, end)
  }
}

function flagsOfValue(): u32 {
  if (spaced) objectSpaced = true
  return (escaped ? ESCAPED : 0) | (spaced ? SPACED : 0)
}

function gap(at: usize, end: usize): usize {
  if (at < end && load<u8>(at) > 0x20) return at
  const after = skipSpace(at, end)
  if (after !== at) objectSpaced = true
  return after
}

function setCell(column: i32, node: i32, from: usize, to: usize, flags: u32): void {
  const bit: u64 = (<u64>1) << (<u64>column)
  // No other value than `null` begins with an n.
  if (load<u8>(from) === 0x6e) {
    present &= ~bit
    if (node === 0) nulls |= bit
    return
  }
  present |= bit
  nulls &= ~bit
  const cell = cells + ((<usize>column) << 4)
  store<u32>(cell, <u32>from)
  store<u32>(cell, <u32>to, 4)
  store<u32>(cell, flags, 8)
}

/** Puts back the cells of a row that was kept (see rows.ts). */
export function restore(presentBits: u64, nullBits: u64, from: usize, restMemberCount: i32): void {
  present = presentBits
  nulls = nullBits
  let left = presentBits
  while (left !== 0) {
    const cell = cells + ((<usize>ctz(left)) << 4)
    left &= left - 1
    const start = load<u32>(from)
    const sized = load<u32>(from, 4)
    store<u32>(cell, start)
    store<u32>(cell, start + (sized & 0x3fffffff), 4)
    store<u32>(cell, sized >> 30, 8)
    from += 8
  }
  restCount = restMemberCount
  if (restCount > 0) memory.copy(restMembers, from, <usize>restCount * 20)
}
