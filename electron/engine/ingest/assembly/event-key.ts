// What makes two records copies of one event: the event ID and the recipient account. Aggregated records spell both
// differently, outside of any column.

import { cellEnd, cellFlags, cellStart, ESCAPED, present, restCount, restMember } from './cells'
import { keyedHash } from './hash'
import { decode } from './text'

let idColumn: i32 = 0
let accountColumn: i32 = 0
let typeColumn: i32 = 0

export function setKeyColumns(eventId: i32, account: i32, eventType: i32): void {
  idColumn = eventId
  accountColumn = account
  typeColumn = eventType
}

/** A value that was found by `findCell` or `findMember`, as its JSON text. */
let from: usize = 0
let to: usize = 0
let flags: u32 = 0

function findCell(column: i32): bool {
  if ((present & ((<u64>1) << (<u64>column))) === 0) return false
  from = cellStart(column)
  to = cellEnd(column)
  flags = cellFlags(column)
  return isPlain()
}

/** Whether what was found is a text or the like: lists, objects and null are no identifiers. */
function isPlain(): bool {
  const first = load<u8>(from)
  return first !== 0x7b && first !== 0x5b && first !== 0x6e
}

/** Finds a member without a column, by the length and the eight first letters of its quoted key. */
function findMember(size: usize, first: u64): bool {
  for (let index: i32 = 0; index < restCount; index += 1) {
    const member = restMember(index)
    const key = <usize>load<u32>(member)
    if (<usize>load<u32>(member, 4) - key !== size || load<u64>(key) !== first) continue
    from = <usize>load<u32>(member, 8)
    to = <usize>load<u32>(member, 12)
    flags = load<u32>(member, 16)
    return isPlain()
  }
  return false
}

/** Whether the record is of the type AwsAggregatedEvent. */
export function isAggregated(): bool {
  if ((present & ((<u64>1) << (<u64>typeColumn))) === 0) return false
  const type = cellStart(typeColumn)
  // With its quotes: "AwsAggregatedEvent"
  if (cellEnd(typeColumn) - type !== 20) return false
  return load<u64>(type + 1) === 0x6572676741737741 && load<u64>(type + 11) === 0x746e657645646574
}

/** The event ID of a record as JSON text; false when it has none. "eventId" */
export function findId(): bool {
  return findCell(idColumn) || (isAggregated() && findMember(9, 0x6449746e65766522))
}

/** The recipient account as JSON text; false when it has none. "accountId" */
export function findAccount(): bool {
  return findCell(accountColumn) || (isAggregated() && findMember(11, 0x746e756f63636122))
}

export function foundStart(): usize {
  return from
}
export function foundEnd(): usize {
  return to
}
export function foundFlags(): u32 {
  return flags
}

let scratch: usize = heap.alloc(1024)
let scratchSize: usize = 1024

/** Hash of the text that the JSON value says. */
function hashFound(): u64 {
  if (load<u8>(from) !== 0x22) return keyedHash(from, to - from)
  if ((flags & ESCAPED) === 0) return keyedHash(from + 1, to - from - 2)
  if (to - from + 16 > scratchSize) {
    heap.free(scratch)
    scratchSize = to - from + 16
    scratch = heap.alloc(scratchSize)
  }
  return keyedHash(scratch, decode(from + 1, to - 1, scratch) - scratch)
}

/** Stands for the event ID and account of the record that `readCells` has read; 0 when it has no ID. */
export function keyOfRecord(): u64 {
  if (!findId()) return 0
  const id = hashFound()
  const account: u64 = findAccount() ? hashFound() : 0
  return (id ^ (rotl<u64>(account, 29) * 0x9e3779b185ebca87)) | 1
}
