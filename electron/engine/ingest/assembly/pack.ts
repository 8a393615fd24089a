// Parquet's small encodings: levels, packed numbers, differences. Each writes to `to` and answers the end; up to 16
// bytes behind it are written over. https://github.com/apache/parquet-format/blob/master/Encodings.md

export function putVarint(to: usize, value: u64): usize {
  while (value >= 128) {
    store<u8>(to, <u8>(value | 128))
    value >>= 7
    to += 1
  }
  store<u8>(to, <u8>value)
  return to + 1
}

function putZigzag(to: usize, value: i64): usize {
  return putVarint(to, <u64>((value << 1) ^ (value >> 63)))
}

/** Bits that hold `value`. */
export function widthOf(value: u64): u32 {
  return 64 - <u32>clz(value)
}

/**
 * Levels of one bit for `rows` rows, behind their length: a run when all are the same (`values` is none or `rows`),
 * else the bits from `validity` on.
 */
export function putValidity(to: usize, validity: usize, rows: i32, values: i32): usize {
  const from = to + 4
  let end: usize
  if (values === 0 || values === rows) {
    end = putVarint(from, (<u64>rows) << 1)
    store<u8>(end, values === 0 ? 0 : 1)
    end += 1
  } else {
    const bytes = <usize>((rows + 7) >> 3)
    end = putVarint(from, ((<u64>bytes) << 1) | 1)
    memory.copy(end, validity, bytes)
    end += bytes
  }
  store<u32>(to, <u32>(end - from))
  return end
}

/** Numbers of two bytes each, packed to `width` bits; one run when they are all the same. */
export function putIndices(to: usize, from: usize, count: i32, width: u32, isConstant: bool): usize {
  if (isConstant) {
    to = putVarint(to, (<u64>count) << 1)
    store<u16>(to, load<u16>(from))
    return to + <usize>((width + 7) >> 3)
  }
  const groups = (count + 7) >> 3
  to = putVarint(to, ((<u64>groups) << 1) | 1)
  const end = to + <usize>groups * <usize>width
  let bits: u64 = 0
  let filled: u32 = 0
  for (let index: i32 = 0; index < count; index += 1) {
    bits |= (<u64>load<u16>(from)) << (<u64>filled)
    from += 2
    filled += width
    if (filled >= 32) {
      store<u32>(to, <u32>bits)
      to += 4
      bits >>= 32
      filled -= 32
    }
  }
  store<u64>(to, bits)
  to += 8
  while (to < end) {
    store<u64>(to, 0)
    to += 8
  }
  return end
}

/** Levels of one byte each, packed to `width` bits, behind their length. */
export function putLevels(to: usize, from: usize, count: i32, width: u32): usize {
  const start = to + 4
  const groups = (count + 7) >> 3
  const packed = putVarint(start, ((<u64>groups) << 1) | 1)
  const end = packed + <usize>groups * <usize>width
  memory.fill(packed, 0, end - packed)
  for (let index: i32 = 0; index < count; index += 1) {
    const bit = <u32>index * width
    const at = packed + <usize>(bit >> 3)
    // A level never reaches over a byte: the width is 1 or 2.
    store<u8>(at, load<u8>(at) | (load<u8>(from + <usize>index) << (<u8>(bit & 7))))
  }
  store<u32>(to, <u32>(end - start))
  return end
}

const DELTA_BLOCK: i32 = 128
const DELTA_PART: i32 = 32
const deltas: usize = memory.data(1024)

/** DELTA_BINARY_PACKED: the first number, then differences in as few bits as they need. At least one number. */
export function putDeltas(to: usize, from: usize, count: i32): usize {
  to = putVarint(to, DELTA_BLOCK)
  to = putVarint(to, DELTA_BLOCK / DELTA_PART)
  to = putVarint(to, <u64>count)
  let last = load<i64>(from)
  to = putZigzag(to, last)
  from += 8
  for (let left = count - 1; left > 0; left -= DELTA_BLOCK) {
    const size = min(left, DELTA_BLOCK)
    let least = i64.MAX_VALUE
    for (let index: i32 = 0; index < size; index += 1) {
      const value = load<i64>(from)
      from += 8
      const delta = value - last
      last = value
      store<i64>(deltas + ((<usize>index) << 3), delta)
      least = min(least, delta)
    }
    to = putDeltaBlock(to, size, least)
  }
  return to
}

function putDeltaBlock(to: usize, size: i32, least: i64): usize {
  to = putZigzag(to, least)
  const widths = to
  store<u32>(widths, 0)
  to += 4
  for (let part: i32 = 0; part * DELTA_PART < size; part += 1) {
    const first = part * DELTA_PART
    const end = min(first + DELTA_PART, size)
    let all: u64 = 0
    for (let index = first; index < end; index += 1) {
      all |= <u64>(load<i64>(deltas + ((<usize>index) << 3)) - least)
    }
    const width = widthOf(all)
    store<u8>(widths + <usize>part, <u8>width)
    to = packPart(to, first, end, least, width)
  }
  return to
}

function packPart(to: usize, first: i32, end: i32, least: i64, width: u32): usize {
  const after = to + ((<usize>width) << 2)
  let bits: u64 = 0
  let filled: u32 = 0
  for (let index = first; index < end; index += 1) {
    const value = <u64>(load<i64>(deltas + ((<usize>index) << 3)) - least)
    bits |= value << (<u64>filled)
    filled += width
    if (filled >= 64) {
      store<u64>(to, bits)
      to += 8
      filled -= 64
      bits = filled === 0 ? 0 : value >> <u64>(width - filled)
    }
  }
  while (to < after) {
    store<u64>(to, bits)
    bits = 0
    to += 8
  }
  return after
}
