// The ARNs that `resources` names, in their order, without repeats: first what stands under `ARN`, as trail files have
// it, then what stands under `arn`, as some exports do.

import { beginText, endListText } from './columns'
import { keyedHash } from './hash'
import { addList } from './lists'
import { escaped, scanString, scanValue } from './scan'
import { decode } from './text'

/** Longer texts may name very many resources: their values are looked up in a table, those of others one by one. */
const SHORT: usize = 4096
/** Keyed hashes of the values of this row. */
const hashes: usize = heap.alloc(SHORT)
let found: i32 = 0
let table: usize = 0
let tableMask: u32 = 0

/** Stages the list of a row whose `resources` is the valid, compact JSON text at `from`. */
export function stageArns(column: i32, from: usize, size: usize): void {
  found = 0
  if (size > SHORT) openTable(size)
  if (load<u8>(from) === 0x5b) {
    readArray(column, from, from + size, 0x4e5241)
    readArray(column, from, from + size, 0x6e7261)
  }
  if (table !== 0) heap.free(table)
  table = 0
  addList(false, found)
}

/** Twice as many places as values can stand in a text of this size. */
function openTable(size: usize): void {
  let places: usize = 1024
  while (places < size >> 2) places <<= 1
  table = heap.alloc(places << 3)
  memory.fill(table, 0, places << 3)
  tableMask = <u32>places - 1
}

function readArray(column: i32, from: usize, end: usize, key: u32): void {
  let at = from + 1
  while (at < end && load<u8>(at) !== 0x5d) {
    const after = scanValue(at, end)
    if (load<u8>(at) === 0x7b) readObject(column, at, after, key)
    at = load<u8>(after) === 0x2c ? after + 1 : after
  }
}

/** Takes the first member with this key of three letters. */
function readObject(column: i32, from: usize, end: usize, key: u32): void {
  let at = from + 1
  while (at < end && load<u8>(at) === 0x22) {
    const keyEnd = scanString(at, end)
    const isKey = keyEnd - at === 5 && (load<u32>(at + 1) & 0xffffff) === key
    const value = keyEnd + 1
    const after = scanValue(value, end)
    if (isKey) {
      takeValue(column, value, after)
      return
    }
    at = load<u8>(after) === 0x2c ? after + 1 : after
  }
}

function takeValue(column: i32, from: usize, end: usize): void {
  const first = load<u8>(from)
  if (first === 0x6e) return
  const to = beginText(column, end - from)
  let size = end - from
  if (first === 0x22) {
    scanString(from, end)
    if (escaped) size = decode(from + 1, end - 1, to) - to
    else {
      size -= 2
      memory.copy(to, from + 1, size)
    }
  } else memory.copy(to, from, size)
  if (isNew(to, size)) endListText(column, to + size)
}

function isNew(from: usize, size: usize): bool {
  const hash = keyedHash(from, size) | 1
  if (table === 0) {
    for (let index: i32 = 0; index < found; index += 1) {
      if (load<u64>(hashes + ((<usize>index) << 3)) === hash) return false
    }
    store<u64>(hashes + ((<usize>found) << 3), hash)
  } else {
    let place = <u32>(hash >> 32) & tableMask
    while (load<u64>(table + ((<usize>place) << 3)) !== 0) {
      if (load<u64>(table + ((<usize>place) << 3)) === hash) return false
      place = (place + 1) & tableMask
    }
    store<u64>(table + ((<usize>place) << 3), hash)
  }
  found += 1
  return true
}
