// The distinct values of a text column of one row group, and which of them each row has. Given up where values hardly
// repeat: they are then written as they are.

import { MAX_ROWS } from './columns'
import { xxh64 } from './hash'

const SLOTS: u32 = 65536
/** An entry a slot: number of the value plus one, and half of its hash. */
const slots: usize = heap.alloc((<usize>SLOTS) << 3)
memory.fill(slots, 0, (<usize>SLOTS) << 3)
const used: usize = heap.alloc((<usize>MAX_ROWS) << 2)
const values: usize = heap.alloc((<usize>MAX_ROWS) << 2)
const indices: usize = heap.alloc(((<usize>MAX_ROWS) << 1) + 32)
/** A chain of collisions that is longer was made on purpose. */
const MAX_PROBES: u32 = 256

/** Distinct values found by `collect`. */
export let distinct: i32 = 0
/** What they take in the PLAIN encoding. */
export let distinctBytes: usize = 0

/** Address of a distinct value: its length in four bytes, then its bytes. */
export function distinctValue(index: i32): usize {
  return <usize>load<u32>(values + ((<usize>index) << 2))
}

/** For each value in its order the number of the distinct value it is, two bytes each. */
export function valueIndices(): usize {
  return indices
}

/** Whether two texts of the same length are equal. Up to eight bytes behind them are readable. */
export function sameBytes(a: usize, b: usize, size: usize): bool {
  while (size > 8) {
    if (load<u64>(a) !== load<u64>(b)) return false
    a += 8
    b += 8
    size -= 8
  }
  return size === 0 || (load<u64>(a) ^ load<u64>(b)) << (64 - ((<u64>size) << 3)) === 0
}

/** Collects the `count` values from `from` on. False when a dictionary does not pay. */
export function collect(from: usize, count: i32): bool {
  distinct = 0
  distinctBytes = 0
  const isDone = fillSlots(from, count)
  for (let index: i32 = 0; index < distinct; index += 1) {
    store<u64>(slots + ((<usize>load<u32>(used + ((<usize>index) << 2))) << 3), 0)
  }
  return isDone
}

function fillSlots(from: usize, count: i32): bool {
  for (let index: i32 = 0; index < count; index += 1) {
    if ((index === 1024 || index === 8192) && distinct * 10 > index * 7) return false
    const size = <usize>load<u32>(from)
    const hash = xxh64(from + 4, size)
    const number = findOrAdd(from, size, hash)
    if (number < 0) return false
    store<u16>(indices + ((<usize>index) << 1), <u16>number)
    from += 4 + size
  }
  return true
}

function findOrAdd(value: usize, size: usize, hash: u64): i32 {
  let slot = <u32>hash & (SLOTS - 1)
  const check = <u32>(hash >> 32)
  for (let probes: u32 = 0; probes < MAX_PROBES; probes += 1) {
    const entry = slots + ((<usize>slot) << 3)
    const number = load<i32>(entry) - 1
    if (number < 0) {
      store<i32>(entry, distinct + 1)
      store<u32>(entry, check, 4)
      store<u32>(used + ((<usize>distinct) << 2), slot)
      store<u32>(values + ((<usize>distinct) << 2), <u32>value)
      distinct += 1
      distinctBytes += 4 + size
      return distinct - 1
    }
    if (load<u32>(entry, 4) === check) {
      const known = distinctValue(number)
      if (load<u32>(known) === <u32>size && sameBytes(known + 4, value + 4, size)) return number
    }
    slot = (slot + 1) & (SLOTS - 1)
  }
  return -1
}
