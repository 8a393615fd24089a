// Snappy's block format, as Parquet uses it: a length, then literals and copies of what went before.
// https://github.com/google/snappy/blob/main/format_description.txt

const BLOCK: usize = 65536
const HASH_BITS: u32 = 14
const table: usize = memory.data(32768, 16)

/** Bytes that `compress` may write for `size` bytes. */
export function compressedBound(size: usize): usize {
  return 48 + size + size / 6
}

function slotOf(word: u32): usize {
  return (<usize>((word * 0x1e35a7bd) >> (32 - HASH_BITS))) << 1
}

function putLiteral(to: usize, from: usize, size: usize): usize {
  const last = <u32>size - 1
  if (last < 60) {
    store<u8>(to, <u8>(last << 2))
    to += 1
  } else if (last < 256) {
    store<u8>(to, 60 << 2)
    store<u8>(to, <u8>last, 1)
    to += 2
  } else {
    store<u8>(to, 61 << 2)
    store<u16>(to, <u16>last, 1)
    to += 3
  }
  if (size <= 64) {
    // Whole steps of 16 bytes: the buffers have room for what is too much.
    let step: usize = 0
    do {
      v128.store(to + step, v128.load(from + step))
      step += 16
    } while (step < size)
  } else memory.copy(to, from, size)
  return to + size
}

function putCopy(to: usize, offset: u32, size: u32): usize {
  while (size >= 68) {
    store<u8>(to, (63 << 2) | 2)
    store<u16>(to, <u16>offset, 1)
    to += 3
    size -= 64
  }
  if (size > 64) {
    store<u8>(to, (59 << 2) | 2)
    store<u16>(to, <u16>offset, 1)
    to += 3
    size -= 60
  }
  if (size < 12 && offset < 2048) {
    store<u8>(to, <u8>(((offset >> 8) << 5) | ((size - 4) << 2) | 1))
    store<u8>(to, <u8>offset, 1)
    return to + 2
  }
  store<u8>(to, <u8>(((size - 1) << 2) | 2))
  store<u16>(to, <u16>offset, 1)
  return to + 3
}

/** Bytes that agree from `a` and `b` on; `b` is the later one. */
function agreeing(a: usize, b: usize, end: usize): usize {
  const start = b
  while (b + 8 <= end) {
    const different = load<u64>(a) ^ load<u64>(b)
    if (different !== 0) return b - start + <usize>(ctz(different) >> 3)
    a += 8
    b += 8
  }
  while (b < end && load<u8>(a) === load<u8>(b)) {
    a += 1
    b += 1
  }
  return b - start
}

function compressBlock(from: usize, size: usize, to: usize): usize {
  const end = from + size
  if (size < 16) return putLiteral(to, from, size)
  memory.fill(table, 0, 32768)
  const limit = end - 15
  let at = from + 1
  let literal = from
  let misses: u32 = 32
  while (at < limit) {
    const word = load<u32>(at)
    const slot = table + slotOf(word)
    const candidate = from + <usize>load<u16>(slot)
    store<u16>(slot, <u16>(at - from))
    if (load<u32>(candidate) !== word || candidate >= at) {
      // The longer nothing is found, the larger the steps: what does not compress is passed quickly.
      at += <usize>(misses >> 5)
      misses += 1
      continue
    }
    misses = 32
    if (literal < at) to = putLiteral(to, literal, at - literal)
    const length: usize = 4 + agreeing(candidate + 4, at + 4, end)
    to = putCopy(to, <u32>(at - candidate), <u32>length)
    at += length
    literal = at
    if (at < limit) store<u16>(table + slotOf(load<u32>(at - 1)), <u16>(at - 1 - from))
  }
  return literal < end ? putLiteral(to, literal, end - literal) : to
}

/** Compresses `size` bytes; answers the end. Up to 16 bytes behind the input are read, behind the output written. */
export function compress(from: usize, size: usize, to: usize): usize {
  let length = <u32>size
  while (length >= 128) {
    store<u8>(to, <u8>(length | 128))
    length >>= 7
    to += 1
  }
  store<u8>(to, <u8>length)
  to += 1
  while (size > 0) {
    const block = min(size, BLOCK)
    to = compressBlock(from, block, to)
    from += block
    size -= block
  }
  return to
}
