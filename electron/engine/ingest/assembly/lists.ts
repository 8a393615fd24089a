// Repetition and definition levels of the one column that holds lists: which value begins a row, and whether there is
// one at all. https://parquet.apache.org/docs/file-format/nestedencoding/

const NO_LIST: u8 = 0
const EMPTY_LIST: u8 = 1
const VALUE: u8 = 3

let reps: usize = heap.alloc(65536)
let defs: usize = heap.alloc(65536)
let capacity: usize = 65536

export let entryCount: i32 = 0

export function repLevels(): usize {
  return reps
}
export function defLevels(): usize {
  return defs
}

function add(rep: u8, def: u8): void {
  if (<usize>entryCount + 16 > capacity) {
    capacity <<= 1
    reps = heap.realloc(reps, capacity)
    defs = heap.realloc(defs, capacity)
  }
  store<u8>(reps + <usize>entryCount, rep)
  store<u8>(defs + <usize>entryCount, def)
  entryCount += 1
}

/** A row whose list is null, or has `count` values. */
export function addList(isNull: bool, count: i32): void {
  if (isNull) add(0, NO_LIST)
  else if (count === 0) add(0, EMPTY_LIST)
  for (let index: i32 = 0; index < count; index += 1) add(index === 0 ? 0 : 1, VALUE)
}

export function clearLists(): void {
  entryCount = 0
}
