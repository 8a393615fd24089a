// Finds the end of JSON values, strictly by RFC 8259, 16 bytes at a time inside strings. Positions are addresses in
// linear memory; every buffer is followed by at least 16 readable bytes. json-scan.ts is the plain counterpart that
// this is tested against.

export const CUT: i32 = -1
export const INVALID: i32 = -2
export const TOO_DEEP: i32 = -3
export const BAD_UTF8: i32 = -4

/** As `maxDepth` in json-scan.ts. */
const MAX_DEPTH: i32 = 512

/** Where the last fault was met. */
export let faultAt: usize = 0
/** The last string had an escape in it. */
export let escaped: bool = false
/** The last value had white space between its tokens. */
export let spaced: bool = false

/** Containers around the value that is scanned next. */
let outside: i32 = 0

export function setDepth(depth: i32): void {
  outside = depth
}

const open: usize = memory.data(512)

export function setFault(code: i32, at: usize): usize {
  faultAt = at
  return <usize>code
}

/** True for what `scanValue` and `scanString` answer instead of an address. */
export function isFault(end: usize): bool {
  return <i32>end < 0 && <i32>end >= -4
}

export function skipSpace(at: usize, end: usize): usize {
  while (at < end) {
    const byte = load<u8>(at)
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
    at += 1
  }
  return at
}

/** The end of the string whose opening quote is at `start`, behind its closing quote. */
export function scanString(start: usize, end: usize): usize {
  const quote = i8x16.splat(0x22)
  const backslash = i8x16.splat(0x5c)
  const control = i8x16.splat(0x20)
  let at = start + 1
  escaped = false
  while (true) {
    const bytes = v128.load(at)
    // Signed comparison: bytes from 0x80 on are negative, so one comparison finds them and the control characters.
    const special = i8x16.bitmask(
      v128.or(v128.or(i8x16.eq(bytes, quote), i8x16.eq(bytes, backslash)), i8x16.lt_s(bytes, control)),
    )
    if (special === 0) {
      at += 16
      if (at >= end) return setFault(CUT, end)
      continue
    }
    at += ctz(special)
    if (at >= end) return setFault(CUT, end)
    const byte = load<u8>(at)
    if (byte === 0x22) return at + 1
    if (byte < 0x20) return setFault(INVALID, at)
    if (byte === 0x5c) {
      escaped = true
      const length = escapeLength(at, end)
      if (length <= 0) return length === 0 ? setFault(CUT, end) : setFault(INVALID, at)
      at += length
    } else {
      do {
        const length = utf8Length(at, end)
        if (length <= 0) return length === 0 ? setFault(CUT, end) : setFault(BAD_UTF8, at)
        at += length
      } while (at < end && load<u8>(at) >= 0x80)
      if (at >= end) return setFault(CUT, end)
    }
  }
}

/** Bytes of the escape at `at`; 0 when it is cut off, -1 when it is none. */
function escapeLength(at: usize, end: usize): i32 {
  if (at + 1 >= end) return 0
  const kind = load<u8>(at + 1)
  if (kind !== 0x75) {
    return kind === 0x22 ||
      kind === 0x5c ||
      kind === 0x2f ||
      kind === 0x62 ||
      kind === 0x66 ||
      kind === 0x6e ||
      kind === 0x72 ||
      kind === 0x74
      ? 2
      : -1
  }
  for (let digit: usize = 2; digit < 6; digit += 1) {
    if (at + digit >= end) return 0
    if (!isHex(load<u8>(at + digit))) return -1
  }
  return 6
}

function isHex(byte: u8): bool {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
}

/** Bytes of the UTF-8 sequence at `at`; 0 when it is cut off, -1 when it is overlong, a surrogate or none. */
function utf8Length(at: usize, end: usize): i32 {
  const lead = load<u8>(at)
  if (lead < 0xc2 || lead > 0xf4) return -1
  const length: i32 = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
  for (let index: i32 = 1; index < length; index += 1) {
    if (at + index >= end) return 0
    const byte = load<u8>(at + index)
    let low: u8 = 0x80
    let high: u8 = 0xbf
    if (index === 1) {
      if (lead === 0xe0) low = 0xa0
      else if (lead === 0xed) high = 0x9f
      else if (lead === 0xf0) low = 0x90
      else if (lead === 0xf4) high = 0x8f
    }
    if (byte < low || byte > high) return -1
  }
  return length
}

function scanWord(at: usize, end: usize, tail: u32, length: i32): usize {
  const left = <i32>(end - at)
  for (let index: i32 = 1; index < length; index += 1) {
    if (index >= left) return setFault(CUT, end)
    if (load<u8>(at + index) !== <u8>(tail >> ((index - 1) << 3))) return setFault(INVALID, at)
  }
  return at + length
}

function digits(at: usize, end: usize): usize {
  while (at < end && load<u8>(at) - 0x30 < 10) at += 1
  return at
}

/** A number or one of the three words. */
function scanPlain(start: usize, end: usize): usize {
  const first = load<u8>(start)
  if (first === 0x74) return scanWord(start, end, 0x00657572, 4)
  if (first === 0x66) return scanWord(start, end, 0x65736c61, 5)
  if (first === 0x6e) return scanWord(start, end, 0x006c6c75, 4)
  let at = start
  if (first === 0x2d) at += 1
  if (at >= end) return setFault(CUT, end)
  if (load<u8>(at) === 0x30) at += 1
  else {
    const from = at
    at = digits(at, end)
    if (at === from) return setFault(INVALID, start)
  }
  if (at < end && load<u8>(at) === 0x2e) {
    const from = at + 1
    at = digits(from, end)
    if (at === from) return at >= end ? setFault(CUT, end) : setFault(INVALID, start)
  }
  if (at < end && (load<u8>(at) | 0x20) === 0x65) {
    at += 1
    if (at < end && (load<u8>(at) === 0x2b || load<u8>(at) === 0x2d)) at += 1
    const from = at
    at = digits(at, end)
    if (at === from) return at >= end ? setFault(CUT, end) : setFault(INVALID, start)
  }
  return at
}

/** The end of the scalar or container that starts at `at` (no white space before it), or a fault. */
export function scanValue(start: usize, end: usize): usize {
  if (start >= end) return setFault(CUT, end)
  const first = load<u8>(start)
  spaced = false
  if (first === 0x22) return scanString(start, end)
  if (first !== 0x7b && first !== 0x5b) {
    escaped = false
    return scanPlain(start, end)
  }
  const result = scanContainer(start, end)
  escaped = false
  return result
}

/** Skips white space and notes that there was some. */
function gap(at: usize, end: usize): usize {
  if (at < end && load<u8>(at) > 0x20) return at
  const after = skipSpace(at, end)
  if (after !== at) spaced = true
  return after
}

function scanContainer(start: usize, end: usize): usize {
  let depth: i32 = 0
  let at = start
  let wantsKey = false
  while (true) {
    at = gap(at, end)
    if (at >= end) return setFault(CUT, end)
    const byte = load<u8>(at)
    if (wantsKey) {
      if (byte !== 0x22) return setFault(INVALID, at)
      at = scanString(at, end)
      if (isFault(at)) return at
      at = gap(at, end)
      if (at >= end) return setFault(CUT, end)
      if (load<u8>(at) !== 0x3a) return setFault(INVALID, at)
      at += 1
      wantsKey = false
      continue
    }
    if (byte === 0x22) {
      at = scanString(at, end)
      if (isFault(at)) return at
    } else if (byte === 0x7b || byte === 0x5b) {
      if (depth + outside >= MAX_DEPTH) return setFault(TOO_DEEP, at)
      const inside = gap(at + 1, end)
      if (inside >= end) return setFault(CUT, end)
      if (load<u8>(inside) !== byte + 2) {
        store<u8>(open + depth, byte + 2)
        depth += 1
        wantsKey = byte === 0x7b
        at = inside
        continue
      }
      at = inside + 1
    } else {
      at = scanPlain(at, end)
      if (isFault(at)) return at
    }
    while (true) {
      if (depth === 0) return at
      at = gap(at, end)
      if (at >= end) return setFault(CUT, end)
      const next = load<u8>(at)
      const close = load<u8>(open + depth - 1)
      if (next === 0x2c) {
        at += 1
        wantsKey = close === 0x7d
        break
      }
      if (next !== close) return setFault(INVALID, at)
      depth -= 1
      at += 1
    }
  }
}
