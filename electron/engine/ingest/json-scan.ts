/** Objects and arrays inside each other, at most. CloudTrail's own records stay below 30. */
export const maxDepth = 512

export type ScanFault = 'cut off' | 'not valid JSON' | 'nested too deeply' | 'not valid UTF-8'

/** Where a value ends, or why it does not and at which byte. */
export type Scan = { end: number } | { fault: ScanFault; at: number }

const whitespace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** The first byte from `at` on that is no white space. */
export function skipSpace(bytes: Uint8Array, at: number, end = bytes.length): number {
  let here = at
  while (here < end && whitespace(bytes[here])) here += 1
  return here
}

/**
 * Checks one JSON value of RFC 8259 that starts at `start` and finds its end. Strict: no comments, no trailing commas,
 * no control characters in strings, UTF-8 only. The plain counterpart of the WebAssembly scanner, which is tested
 * against it, and the scanner for the rare forms that do not take the fast road.
 */
export function scanValue(bytes: Uint8Array, start: number, end = bytes.length): Scan {
  const open: number[] = []
  let at = start
  let wantsKey = false
  for (;;) {
    at = skipSpace(bytes, at, end)
    if (at >= end) return { fault: 'cut off', at: end }
    const byte = bytes[at] as number
    if (wantsKey) {
      if (byte !== 0x22) return { fault: 'not valid JSON', at }
      const key = scanString(bytes, at, end)
      if ('fault' in key) return key
      at = skipSpace(bytes, key.end, end)
      if (at >= end) return { fault: 'cut off', at: end }
      if (bytes[at] !== 0x3a) return { fault: 'not valid JSON', at }
      at += 1
      wantsKey = false
      continue
    }
    if (byte === 0x7b || byte === 0x5b) {
      if (open.length >= maxDepth) return { fault: 'nested too deeply', at }
      const close = byte + 2
      const inside = skipSpace(bytes, at + 1, end)
      if (inside >= end) return { fault: 'cut off', at: end }
      if (bytes[inside] !== close) {
        open.push(close)
        wantsKey = byte === 0x7b
        at = inside
        continue
      }
      at = inside + 1
    } else {
      const scalar = byte === 0x22 ? scanString(bytes, at, end) : scanPlain(bytes, at, end)
      if ('fault' in scalar) return scalar
      at = scalar.end
    }
    // A value has ended; so may those around it.
    for (;;) {
      const close = open.at(-1)
      if (close === undefined) return { end: at }
      at = skipSpace(bytes, at, end)
      if (at >= end) return { fault: 'cut off', at: end }
      if (bytes[at] === 0x2c) {
        at += 1
        wantsKey = close === 0x7d
        break
      }
      if (bytes[at] !== close) return { fault: 'not valid JSON', at }
      open.pop()
      at += 1
    }
  }
}

/** The end of the string whose opening quote is at `start`. */
export function scanString(bytes: Uint8Array, start: number, end = bytes.length): Scan {
  let at = start + 1
  while (at < end) {
    const byte = bytes[at] as number
    if (byte === 0x22) return { end: at + 1 }
    if (byte < 0x20) return { fault: 'not valid JSON', at }
    if (byte === 0x5c) {
      const length = escapeLength(bytes, at, end)
      if (length <= 0)
        return { fault: length === 0 ? 'cut off' : 'not valid JSON', at: length === 0 ? end : at }
      at += length
    } else if (byte < 0x80) {
      at += 1
    } else {
      const length = utf8Length(bytes, at, end)
      if (length <= 0)
        return { fault: length === 0 ? 'cut off' : 'not valid UTF-8', at: length === 0 ? end : at }
      at += length
    }
  }
  return { fault: 'cut off', at: end }
}

/** Bytes of the escape at `at`; 0 when it is cut off, -1 when it is none. */
function escapeLength(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end) return 0
  const kind = bytes[at + 1] as number
  if (kind !== 0x75) return '"\\/bfnrt'.includes(String.fromCharCode(kind)) ? 2 : -1
  for (let digit = 2; digit < 6; digit += 1) {
    if (at + digit >= end) return 0
    if (!isHex(bytes[at + digit] as number)) return -1
  }
  return 6
}

const isHex = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)

/** Bytes of the UTF-8 sequence at `at`; 0 when it is cut off, -1 when it is not valid (overlong, surrogate, > U+10FFFF). */
function utf8Length(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at] as number
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
  if (lead < 0xc2 || lead > 0xf4) return -1
  for (let index = 1; index < length; index += 1) {
    if (at + index >= end) return 0
    const byte = bytes[at + index] as number
    let low = 0x80
    let high = 0xbf
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

const literals = ['true', 'false', 'null'].map((word) => [...word].map((letter) => letter.charCodeAt(0)))

/** A number or one of the three words. */
function scanPlain(bytes: Uint8Array, start: number, end: number): Scan {
  for (const word of literals) {
    if (bytes[start] !== word[0]) continue
    for (let index = 1; index < word.length; index += 1) {
      if (start + index >= end) return { fault: 'cut off', at: end }
      if (bytes[start + index] !== word[index]) return { fault: 'not valid JSON', at: start }
    }
    return { end: start + word.length }
  }
  return scanNumber(bytes, start, end)
}

function scanNumber(bytes: Uint8Array, start: number, end: number): Scan {
  let at = start
  const digits = (): boolean => {
    const from = at
    while (at < end && (bytes[at] as number) >= 0x30 && (bytes[at] as number) <= 0x39) at += 1
    return at > from
  }
  const bad: Scan = { fault: 'not valid JSON', at: start }
  const cut: Scan = { fault: 'cut off', at: end }
  if (bytes[at] === 0x2d) at += 1
  if (at >= end) return cut
  if (bytes[at] === 0x30) at += 1
  else if (!digits()) return bad
  if (at < end && bytes[at] === 0x2e) {
    at += 1
    if (!digits()) return at >= end ? cut : bad
  }
  if (at < end && (bytes[at] === 0x65 || bytes[at] === 0x45)) {
    at += 1
    if (at < end && (bytes[at] === 0x2b || bytes[at] === 0x2d)) at += 1
    if (!digits()) return at >= end ? cut : bad
  }
  return { end: at }
}
