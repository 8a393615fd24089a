// Three hashes. `xxh64` is the one over which Parquet defines its Bloom filters; it also spreads values over tables in
// which they are compared byte by byte. `keyedHash` (SipHash-1-3) and `recordHash` stand for values where nothing else
// is compared: their key is drawn for each case, so nobody can write records that collide.
// https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md, https://www.aumasson.jp/siphash/siphash.pdf

const P1: u64 = 0x9e3779b185ebca87
const P2: u64 = 0xc2b2ae3d27d4eb4f
const P3: u64 = 0x165667b19e3779f9
const P4: u64 = 0x85ebca77c2b2ae63
const P5: u64 = 0x27d4eb2f165667c5

function lane(sum: u64, input: u64): u64 {
  return rotl<u64>(sum + input * P2, 31) * P1
}

function merge(hash: u64, sum: u64): u64 {
  return (hash ^ lane(0, sum)) * P1 + P4
}

/** XXH64 with seed 0. */
export function xxh64(from: usize, size: usize): u64 {
  const end = from + size
  let hash: u64
  if (size >= 32) {
    let a: u64 = P1 + P2
    let b: u64 = P2
    let c: u64 = 0
    let d: u64 = 0 - P1
    do {
      a = lane(a, load<u64>(from))
      b = lane(b, load<u64>(from, 8))
      c = lane(c, load<u64>(from, 16))
      d = lane(d, load<u64>(from, 24))
      from += 32
    } while (from + 32 <= end)
    hash = rotl<u64>(a, 1) + rotl<u64>(b, 7) + rotl<u64>(c, 12) + rotl<u64>(d, 18)
    hash = merge(merge(merge(merge(hash, a), b), c), d)
  } else hash = P5
  hash += <u64>size
  while (from + 8 <= end) {
    hash = rotl<u64>(hash ^ lane(0, load<u64>(from)), 27) * P1 + P4
    from += 8
  }
  if (from + 4 <= end) {
    hash = rotl<u64>(hash ^ (<u64>load<u32>(from) * P1), 23) * P2 + P3
    from += 4
  }
  while (from < end) {
    hash = rotl<u64>(hash ^ (<u64>load<u8>(from) * P5), 11) * P1
    from += 1
  }
  hash = (hash ^ (hash >> 33)) * P2
  hash = (hash ^ (hash >> 29)) * P3
  return hash ^ (hash >> 32)
}

let key0: u64 = 0
let key1: u64 = 0

export function setHashKey(first: u64, second: u64): void {
  key0 = first
  key1 = second
}

/** SipHash-1-3 under the key of the case. */
export function keyedHash(from: usize, size: usize): u64 {
  let v0 = key0 ^ 0x736f6d6570736575
  let v1 = key1 ^ 0x646f72616e646f6d
  let v2 = key0 ^ 0x6c7967656e657261
  let v3 = key1 ^ 0x7465646279746573
  const words = <i32>(size >> 3)
  // After the whole words comes one with what is left and the length; then three rounds without input.
  for (let index: i32 = 0; index < words + 4; index += 1) {
    let word: u64 = 0
    if (index < words) {
      word = load<u64>(from)
      from += 8
    } else if (index === words) word = lastWord(from, size)
    else if (index === words + 1) v2 ^= 0xff
    v3 ^= word
    v0 += v1
    v2 += v3
    v1 = rotl<u64>(v1, 13) ^ v0
    v3 = rotl<u64>(v3, 16) ^ v2
    v0 = rotl<u64>(v0, 32) + v3
    v2 += v1
    v1 = rotl<u64>(v1, 17) ^ v2
    v3 = rotl<u64>(v3, 21) ^ v0
    v2 = rotl<u64>(v2, 32)
    v0 ^= word
  }
  return v0 ^ v1 ^ v2 ^ v3
}

/** What lies behind the end is readable, and left out. */
function lastWord(from: usize, size: usize): u64 {
  const bits = (<u64>(size & 7)) << 3
  const rest: u64 = bits === 0 ? 0 : load<u64>(from) & (((<u64>1) << bits) - 1)
  return ((<u64>size) << 56) | rest
}

const BLOCK: usize = 1024
const keys: usize = memory.data(1024, 16)
const tail: usize = memory.data(64, 16)
const folded: usize = memory.data(72, 16)

/** Where the host puts 1,024 random bytes. */
export function recordHashKeys(): usize {
  return keys
}

/**
 * Hash of a long text: blocks are compressed by NH (of UMAC, RFC 4418), sixteen bytes at a time, and what that leaves by
 * `keyedHash`. Five times as fast as that alone; two texts collide with a chance of one in four thousand million.
 */
export function recordHash(from: usize, size: usize): u64 {
  let hash = <u64>size
  while (size > BLOCK) {
    hash = foldBlock(from, BLOCK, hash)
    from += BLOCK
    size -= BLOCK
  }
  return foldBlock(from, size, hash)
}

function foldBlock(from: usize, size: usize, before: u64): u64 {
  let a = i64x2.splat(0)
  let b = a
  let c = a
  let d = a
  const rest = size & 63
  const end = from + size - rest
  let key = keys
  if (rest > 0) {
    memory.fill(tail, 0, 64)
    memory.copy(tail, end, rest)
  }
  while (true) {
    const isTail = from >= end
    if (isTail && rest === 0) break
    const at = isTail ? tail : from
    const first = i32x4.add(v128.load(at), v128.load(key))
    const second = i32x4.add(v128.load(at, 16), v128.load(key, 16))
    const third = i32x4.add(v128.load(at, 32), v128.load(key, 32))
    const fourth = i32x4.add(v128.load(at, 48), v128.load(key, 48))
    a = i64x2.add(a, i64x2.extmul_low_i32x4_u(first, second))
    b = i64x2.add(b, i64x2.extmul_high_i32x4_u(first, second))
    c = i64x2.add(c, i64x2.extmul_low_i32x4_u(third, fourth))
    d = i64x2.add(d, i64x2.extmul_high_i32x4_u(third, fourth))
    if (isTail) break
    from += 64
    key += 64
  }
  store<u64>(folded, before)
  v128.store(folded, a, 8)
  v128.store(folded, b, 24)
  v128.store(folded, c, 40)
  v128.store(folded, d, 56)
  return keyedHash(folded, 72)
}
