// Loops over the codes of one column, compiled to WebAssembly (AssemblyScript): counting by code, marking rows, counting by
// bin. They work on the memory that holds the column; addresses come from the host, and nothing is allocated here.
// A set of rows is a bit a row, 32 to a word, lowest first.

/** Adds `by` to the count of each row's code. `words` has the bits of the rows whose codes begin at `codes`. */
function tally<T>(codes: usize, words: usize, size: u32, counts: usize, by: i32): void {
  const end = words + ((<usize>size) << 2)
  for (; words < end; words += 4, codes += sizeof<T>() << 5) {
    let word = load<u32>(words)
    if (word === 0xffffffff) {
      for (let at: usize = 0; at < sizeof<T>() << 5; at += sizeof<T>()) {
        const count = counts + ((<usize>load<T>(codes + at)) << 2)
        store<i32>(count, load<i32>(count) + by)
      }
      continue
    }
    while (word !== 0) {
      const count = counts + ((<usize>load<T>(codes + <usize>ctz(word) * sizeof<T>())) << 2)
      store<i32>(count, load<i32>(count) + by)
      word &= word - 1
    }
  }
}

export function tally8(codes: usize, words: usize, size: u32, counts: usize, by: i32): void {
  tally<u8>(codes, words, size, counts, by)
}

export function tally16(codes: usize, words: usize, size: u32, counts: usize, by: i32): void {
  tally<u16>(codes, words, size, counts, by)
}

export function tally32(codes: usize, words: usize, size: u32, counts: usize, by: i32): void {
  tally<u32>(codes, words, size, counts, by)
}

/**
 * The same for lists: `offsets` says where the elements of each row begin. Only rows in `filled` have elements; the others
 * hold one null, which is code 0, and need no look at where it stands.
 */
export function tallyLists(
  codes: usize,
  offsets: usize,
  filled: usize,
  words: usize,
  size: u32,
  counts: usize,
  by: i32,
): void {
  let nulls: i32 = 0
  for (let at: u32 = 0; at < size; at += 1, words += 4, filled += 4, offsets += 128) {
    const wanted = load<u32>(words)
    let word = wanted & load<u32>(filled)
    nulls += popcnt(wanted) - popcnt(word)
    while (word !== 0) {
      const row = offsets + ((<usize>ctz(word)) << 2)
      word &= word - 1
      const end = codes + ((<usize>load<u32>(row, 4)) << 2)
      for (let element = codes + ((<usize>load<u32>(row)) << 2); element < end; element += 4) {
        const count = counts + ((<usize>load<u32>(element)) << 2)
        store<i32>(count, load<i32>(count) + by)
      }
    }
  }
  store<i32>(counts, load<i32>(counts) + nulls * by)
}

/** Counts rows of `from <= row < to`, numbered from the first row of `words`, by the series of their code. */
function bin<T>(codes: usize, words: usize, from: u32, to: u32, seriesOf: usize, counts: usize): void {
  for (let at = from >>> 5; at <= (to - 1) >>> 5; at += 1) {
    let word = load<u32>(words + ((<usize>at) << 2))
    if (at === from >>> 5) word &= 0xffffffff << (from & 31)
    if (at === to >>> 5) word &= ((<u32>1) << (to & 31)) - 1
    const base = codes + ((<usize>at) << 5) * sizeof<T>()
    while (word !== 0) {
      const code = <usize>load<T>(base + <usize>ctz(word) * sizeof<T>())
      word &= word - 1
      const count = counts + ((<usize>load<u32>(seriesOf + (code << 2))) << 2)
      store<i32>(count, load<i32>(count) + 1)
    }
  }
}

export function bin8(codes: usize, words: usize, from: u32, to: u32, seriesOf: usize, counts: usize): void {
  bin<u8>(codes, words, from, to, seriesOf, counts)
}

export function bin16(codes: usize, words: usize, from: u32, to: u32, seriesOf: usize, counts: usize): void {
  bin<u16>(codes, words, from, to, seriesOf, counts)
}

export function bin32(codes: usize, words: usize, from: u32, to: u32, seriesOf: usize, counts: usize): void {
  bin<u32>(codes, words, from, to, seriesOf, counts)
}

/** Writes a bit for each of `rows` rows: whether its code is wanted (one byte a code). Answers how many are. */
function mark<T>(codes: usize, rows: u32, wanted: usize, words: usize): u32 {
  let count: u32 = 0
  for (let row: u32 = 0; row < rows; row += 32, words += 4) {
    const here = min(rows - row, 32)
    let word: u32 = 0
    for (let bit: u32 = 0; bit < here; bit += 1, codes += sizeof<T>()) {
      word |= (<u32>load<u8>(wanted + <usize>load<T>(codes))) << bit
    }
    store<u32>(words, word)
    count += popcnt(word)
  }
  return count
}

export function mark8(codes: usize, rows: u32, wanted: usize, words: usize): u32 {
  return mark<u8>(codes, rows, wanted, words)
}

export function mark16(codes: usize, rows: u32, wanted: usize, words: usize): u32 {
  return mark<u16>(codes, rows, wanted, words)
}

export function mark32(codes: usize, rows: u32, wanted: usize, words: usize): u32 {
  return mark<u32>(codes, rows, wanted, words)
}

/** The same for one code of two bytes, eight rows at a time. Reads to the end of the last word's 32 rows. */
export function markOne16(codes: usize, rows: u32, code: u32, words: usize): u32 {
  let count: u32 = 0
  const pattern = i16x8.splat(<i16>code)
  for (let row: u32 = 0; row < rows; row += 32, words += 4, codes += 64) {
    const a = i16x8.eq(v128.load(codes), pattern)
    const b = i16x8.eq(v128.load(codes, 16), pattern)
    const c = i16x8.eq(v128.load(codes, 32), pattern)
    const d = i16x8.eq(v128.load(codes, 48), pattern)
    const low = i8x16.bitmask(i8x16.narrow_i16x8_s(a, b))
    const high = i8x16.bitmask(i8x16.narrow_i16x8_s(c, d))
    let word = <u32>low | ((<u32>high) << 16)
    if (rows - row < 32) word &= ((<u32>1) << (rows - row)) - 1
    store<u32>(words, word)
    count += popcnt(word)
  }
  return count
}

/** For lists: whether any element's code is wanted. */
export function markLists(codes: usize, offsets: usize, rows: u32, wanted: usize, words: usize): u32 {
  let count: u32 = 0
  let element = codes + ((<usize>load<u32>(offsets)) << 2)
  for (let row: u32 = 0; row < rows; row += 32, words += 4) {
    const here = min(rows - row, 32)
    let word: u32 = 0
    for (let bit: u32 = 0; bit < here; bit += 1) {
      offsets += 4
      const end = codes + ((<usize>load<u32>(offsets)) << 2)
      let any: u32 = 0
      for (; element < end; element += 4) any |= <u32>load<u8>(wanted + <usize>load<u32>(element))
      word |= any << bit
    }
    store<u32>(words, word)
    count += popcnt(word)
  }
  return count
}

/** Turns the bits of so many rows around. */
export function flip(words: usize, rows: u32): void {
  for (let row: u32 = 0; row < rows; row += 32, words += 4) {
    let word = ~load<u32>(words)
    if (rows - row < 32) word &= ((<u32>1) << (rows - row)) - 1
    store<u32>(words, word)
  }
}

/** How many bits are set in so many words. */
export function ones(words: usize, size: u32): u32 {
  let count: u32 = 0
  for (let at: u32 = 0; at < size; at += 1, words += 4) count += popcnt(load<u32>(words))
  return count
}

/** Adds counts to others. */
export function add(sums: usize, counts: usize, size: u32): void {
  let at: u32 = 0
  for (; at + 4 <= size; at += 4, sums += 16, counts += 16) {
    v128.store(sums, i32x4.add(v128.load(sums), v128.load(counts)))
  }
  for (; at < size; at += 1, sums += 4, counts += 4) store<u32>(sums, load<u32>(sums) + load<u32>(counts))
}
