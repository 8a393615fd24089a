// Text as it goes into columns: JSON strings decoded, JSON values without the white space between their tokens.

import { scanString } from './scan'

/** The last `decode` met a lone surrogate, which no UTF-8 text can hold, and wrote U+FFFD for it. */
export let lossy: bool = false

function hex4(at: usize): u32 {
  let value: u32 = 0
  for (let index: usize = 0; index < 4; index += 1) {
    const byte: u32 = load<u8>(at + index)
    value = (value << 4) | (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57)
  }
  return value
}

function putUtf8(to: usize, point: u32): usize {
  if (point < 0x80) {
    store<u8>(to, <u8>point)
    return to + 1
  }
  if (point < 0x800) {
    store<u8>(to, <u8>(0xc0 | (point >> 6)))
    store<u8>(to + 1, <u8>(0x80 | (point & 0x3f)))
    return to + 2
  }
  if (point < 0x10000) {
    store<u8>(to, <u8>(0xe0 | (point >> 12)))
    store<u8>(to + 1, <u8>(0x80 | ((point >> 6) & 0x3f)))
    store<u8>(to + 2, <u8>(0x80 | (point & 0x3f)))
    return to + 3
  }
  store<u8>(to, <u8>(0xf0 | (point >> 18)))
  store<u8>(to + 1, <u8>(0x80 | ((point >> 12) & 0x3f)))
  store<u8>(to + 2, <u8>(0x80 | ((point >> 6) & 0x3f)))
  store<u8>(to + 3, <u8>(0x80 | (point & 0x3f)))
  return to + 4
}

function plainEscape(kind: u8): u8 {
  if (kind === 0x62) return 8
  if (kind === 0x66) return 12
  if (kind === 0x6e) return 10
  if (kind === 0x72) return 13
  if (kind === 0x74) return 9
  return kind
}

/** Decodes the inside of a valid JSON string (between its quotes) to `to`; answers the end. Never longer than it was. */
export function decode(from: usize, end: usize, to: usize): usize {
  lossy = false
  while (from < end) {
    const byte = load<u8>(from)
    if (byte !== 0x5c) {
      store<u8>(to, byte)
      from += 1
      to += 1
      continue
    }
    const kind = load<u8>(from + 1)
    if (kind !== 0x75) {
      store<u8>(to, plainEscape(kind))
      from += 2
      to += 1
      continue
    }
    let point = hex4(from + 2)
    from += 6
    if (point >= 0xd800 && point < 0xdc00 && from + 6 <= end && load<u16>(from) === 0x755c) {
      const low = hex4(from + 2)
      if (low >= 0xdc00 && low < 0xe000) {
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00)
        from += 6
      }
    }
    if (point >= 0xd800 && point < 0xe000) {
      point = 0xfffd
      lossy = true
    }
    to = putUtf8(to, point)
  }
  return to
}

/** Copies a valid JSON value without the white space between its tokens; answers the end. */
export function compact(from: usize, end: usize, to: usize): usize {
  while (from < end) {
    const byte = load<u8>(from)
    if (byte === 0x22) {
      const after = scanString(from, end)
      memory.copy(to, from, after - from)
      to += after - from
      from = after
    } else {
      if (byte > 0x20) {
        store<u8>(to, byte)
        to += 1
      }
      from += 1
    }
  }
  return to
}
