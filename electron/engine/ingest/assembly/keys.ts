// The keys that have a column or lead to one, as the host has named them: node 0 is the record, further nodes are the
// objects inside of `userIdentity`. Open addressing; a key is found with one comparison as a rule.

const SLOTS: usize = 512
const table: usize = memory.data(8192)
const columnKeys: usize = memory.data(512)

/** What `findKey` found: the column (-1 for none) and the node below (0 for none). */
export let foundColumn: i32 = -1
export let foundNode: i32 = 0

function slotOf(node: i32, from: usize, size: usize): usize {
  if (size === 0) return <usize>node
  const first = <usize>load<u8>(from)
  const middle = <usize>load<u8>(from + (size >> 1))
  const last = <usize>load<u8>(from + size - 1)
  return (<usize>node * 131 + size * 31 + first * 7 + middle * 37 + last * 17) & (SLOTS - 1)
}

function same(a: usize, b: usize, size: usize): bool {
  while (size > 8) {
    if (load<u64>(a) !== load<u64>(b)) return false
    a += 8
    b += 8
    size -= 8
  }
  return (load<u64>(a) ^ load<u64>(b)) << (64 - ((<u64>size) << 3)) === 0
}

export function addKey(node: i32, from: usize, size: i32, column: i32, below: i32): void {
  // Between quotes, so that it can stand in JSON as it is; the address is that of its first letter.
  const key = heap.alloc(<usize>size + 16) + 1
  store<u8>(key - 1, 0x22)
  memory.copy(key, from, size)
  store<u8>(key + size, 0x22)
  let slot = slotOf(node, key, size)
  while (load<i32>(table + (slot << 4)) !== 0) slot = (slot + 1) & (SLOTS - 1)
  const entry = table + (slot << 4)
  store<u32>(entry, <u32>key)
  store<u16>(entry, <u16>size, 4)
  store<u16>(entry, <u16>node, 6)
  store<i32>(entry, column, 8)
  store<i32>(entry, below, 12)
  if (node === 0 && column >= 0) {
    store<u32>(columnKeys + ((<usize>column) << 3), <u32>key)
    store<u32>(columnKeys + ((<usize>column) << 3), size, 4)
  }
}

/** Looks up a key (without its quotes); sets `foundColumn` and `foundNode`. */
export function findKey(node: i32, from: usize, size: usize): void {
  let slot = slotOf(node, from, size)
  while (true) {
    const entry = table + (slot << 4)
    const key = <usize>load<u32>(entry)
    if (key === 0) break
    if (<usize>load<u16>(entry, 4) === size && <i32>load<u16>(entry, 6) === node && same(key, from, size)) {
      foundColumn = load<i32>(entry, 8)
      foundNode = load<i32>(entry, 12)
      return
    }
    slot = (slot + 1) & (SLOTS - 1)
  }
  foundColumn = -1
  foundNode = 0
}

/** The top-level key of a column. */
export function keyOfColumn(column: i32): usize {
  return <usize>load<u32>(columnKeys + ((<usize>column) << 3))
}
export function keySizeOfColumn(column: i32): usize {
  return <usize>load<u32>(columnKeys + ((<usize>column) << 3), 4)
}
