/** Sixty-four bits as two halves; arrays hold them low half first, as a little-endian BigUint64Array does. */
export type Hash = { low: number; high: number }

const empty = 0xffffffff

/**
 * Numbers values by the hash that DuckDB gives them, in the order of their first appearance. Open addressing over typed
 * arrays: a Map of bigints takes several times the room and the time.
 */
export class HashCodes {
  #mask = 1023
  #slots = new Uint32Array(1024).fill(empty)
  #low = new Uint32Array(512)
  #high = new Uint32Array(512)
  #size = 0

  /** Halves of the hashes in the order of their codes. */
  get halves(): { low: Uint32Array; high: Uint32Array } {
    return { low: this.#low.subarray(0, this.#size), high: this.#high.subarray(0, this.#size) }
  }

  /** Takes over the numbering that had these halves. */
  restore({ low, high }: { low: Uint32Array; high: Uint32Array }): void {
    this.#low = grown(low, Math.max(512, low.length))
    this.#high = grown(high, Math.max(512, high.length))
    this.#size = low.length
    let slots = 1024
    while (slots < this.#size * 2) slots *= 2
    this.#place(slots)
  }

  get size(): number {
    return this.#size
  }

  /** Bytes held, for the memory account. */
  get bytes(): number {
    return this.#slots.byteLength + this.#low.byteLength + this.#high.byteLength
  }

  hashOf(code: number): Hash {
    return { low: this.#low[code] ?? 0, high: this.#high[code] ?? 0 }
  }

  /** Code of a hash, or -1 when it was never met. */
  find({ low, high }: Hash): number {
    for (let slot = (low ^ (high >>> 7)) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const code = this.#slots[slot] as number
      if (code === empty) return -1
      if (this.#low[code] === low && this.#high[code] === high) return code
    }
  }

  /** Codes of `count` hashes into `codes`; new hashes get the next ones. Little-endian halves, two a hash. */
  encode(halves: Uint32Array, count: number, codes: Uint32Array): void {
    let lastLow = -1
    let lastHigh = -1
    let last = 0
    for (let at = 0; at < count; at += 1) {
      const low = halves[2 * at] as number
      const high = halves[2 * at + 1] as number
      // Neighbours in time are often alike.
      if (low !== lastLow || high !== lastHigh) {
        last = this.#codeOf(low, high)
        lastLow = low
        lastHigh = high
      }
      codes[at] = last
    }
  }

  #codeOf(low: number, high: number): number {
    let slot = (low ^ (high >>> 7)) & this.#mask
    for (;;) {
      const code = this.#slots[slot] as number
      if (code === empty) break
      if (this.#low[code] === low && this.#high[code] === high) return code
      slot = (slot + 1) & this.#mask
    }
    return this.#add(slot, low, high)
  }

  #add(slot: number, low: number, high: number): number {
    const code = this.#size
    if (code === this.#low.length) {
      this.#low = grown(this.#low, code * 2)
      this.#high = grown(this.#high, code * 2)
    }
    this.#low[code] = low
    this.#high[code] = high
    this.#slots[slot] = code
    this.#size += 1
    if (this.#size * 2 > this.#slots.length) this.#place(this.#slots.length * 2)
    return code
  }

  #place(length: number): void {
    const slots = new Uint32Array(length).fill(empty)
    const mask = slots.length - 1
    for (let code = 0; code < this.#size; code += 1) {
      let slot = ((this.#low[code] as number) ^ ((this.#high[code] as number) >>> 7)) & mask
      while (slots[slot] !== empty) slot = (slot + 1) & mask
      slots[slot] = code
    }
    this.#slots = slots
    this.#mask = mask
  }
}

/** A longer copy. */
export function grown(array: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const copy = new Uint32Array(length)
  copy.set(array.subarray(0, Math.min(array.length, length)))
  return copy
}
