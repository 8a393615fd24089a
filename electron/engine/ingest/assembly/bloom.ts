// Split block Bloom filters of Parquet: a reader that looks for one value passes a row group without reading it.
// https://github.com/apache/parquet-format/blob/master/BloomFilter.md

import { xxh64 } from './hash'

const BITS_A_VALUE: u32 = 12
let filter: usize = 0
let capacity: usize = 0
let blocks: u32 = 0

export function filterStart(): usize {
  return filter
}
/** Bytes of the filter; 0 for none. */
export function filterSize(): usize {
  return (<usize>blocks) << 5
}

/** An empty filter for `values` values; none for 0. */
export function openFilter(values: u32): void {
  blocks = values === 0 ? 0 : max((values * BITS_A_VALUE + 255) >> 8, 1)
  if (filterSize() > capacity) {
    if (filter !== 0) heap.free(filter)
    capacity = filterSize()
    filter = heap.alloc(capacity)
  }
  if (blocks > 0) memory.fill(filter, 0, filterSize())
}

/** Adds a text value: its length in four bytes, then its bytes. */
export function addToFilter(value: usize): void {
  const hash = xxh64(value + 4, <usize>load<u32>(value))
  const block = filter + ((<usize>(((hash >> 32) * <u64>blocks) >> 32)) << 5)
  const low = <u32>hash
  setBit(block, low * 0x47b6137b)
  setBit(block + 4, low * 0x44974d91)
  setBit(block + 8, low * 0x8824ad5b)
  setBit(block + 12, low * 0xa2b7289d)
  setBit(block + 16, low * 0x705495c7)
  setBit(block + 20, low * 0x2df1424b)
  setBit(block + 24, low * 0x9efc4947)
  setBit(block + 28, low * 0x5c6bfb31)
}

function setBit(word: usize, hash: u32): void {
  store<u32>(word, load<u32>(word) | ((<u32>1) << (hash >> 27)))
}
