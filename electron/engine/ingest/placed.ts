/** Bytes, and where in the file they stand: in a string the escaped text is longer than what it says. */
export type Placed = {
  readonly bytes: Buffer
  /** Position in the file of each byte and of the end, or of the first byte where they stand as they are. */
  readonly at: number | Float64Array
}

/** Offset and length in the file of what is placed. */
export function placeOf({ bytes, at }: Placed): { offset: number; length: number } {
  if (typeof at === 'number') return { offset: at, length: bytes.length }
  const offset = at[0] ?? 0
  return { offset, length: (at[bytes.length] ?? offset) - offset }
}

export function within({ bytes, at }: Placed, from: number, to: number): Placed {
  return {
    bytes: bytes.subarray(from, to),
    at: typeof at === 'number' ? at + from : at.subarray(from, to + 1),
  }
}

const plainEscapes: Record<number, number> = { 98: 8, 102: 12, 110: 10, 114: 13, 116: 9 }

/**
 * What a valid JSON string says, with the place of every byte of it. `bytes` begins with the opening quote. A lone
 * surrogate becomes U+FFFD.
 */
export function decodeString(value: Placed): Placed {
  const { bytes } = value
  const position = (index: number): number =>
    typeof value.at === 'number' ? value.at + index : (value.at[index] ?? 0)
  const out = Buffer.alloc(bytes.length)
  const places = new Float64Array(bytes.length + 1)
  let to = 0
  const put = (byte: number, from: number): void => {
    out[to] = byte
    places[to] = position(from)
    to += 1
  }
  let from = bytes.indexOf(0x22) + 1
  const end = bytes.lastIndexOf(0x22)
  while (from < end) {
    const byte = bytes[from] as number
    if (byte !== 0x5c) {
      put(byte, from)
      from += 1
    } else if (bytes[from + 1] !== 0x75) {
      const kind = bytes[from + 1] as number
      put(plainEscapes[kind] ?? kind, from)
      from += 2
    } else {
      const pair = /^(?:\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})/.test(
        bytes.toString('latin1', from, from + 12),
      )
      const length = pair ? 12 : 6
      const text = String(JSON.parse(`"${bytes.toString('latin1', from, from + length)}"`))
      for (const decoded of Buffer.from(text, 'utf8')) put(decoded, from)
      from += length
    }
  }
  places[to] = position(from)
  return { bytes: out.subarray(0, to), at: places.subarray(0, to + 1) }
}
