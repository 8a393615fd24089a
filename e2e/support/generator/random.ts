/** Two 32-bit hashes of a text (FNV-1a with two offsets, finished with murmur's mixer). */
export function hashText(text: string): readonly [number, number] {
  let a = 0x811c9dc5
  let b = 0xc2b2ae35
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x5bd1e995)
  }
  return [mix(a), mix(b ^ a)]
}

function mix(value: number): number {
  let v = value ^ (value >>> 16)
  v = Math.imul(v, 0x85ebca6b)
  v = Math.imul(v ^ (v >>> 13), 0xc2b2ae35)
  return (v ^ (v >>> 16)) >>> 0
}

/**
 * A small fast generator of pseudo-random numbers (the sfc32 construction). Seeded by four words, so that every record
 * of every file can have a stream of its own and be made in any order, on any thread, with the same result.
 */
export class Random {
  private a = 0
  private b = 0
  private c = 0
  private d = 0

  /** Starts the stream that belongs to these four words. */
  seed(s0: number, s1: number, s2: number, s3: number): this {
    this.a = s0 | 0
    this.b = s1 | 0
    this.c = s2 | 0
    this.d = s3 | 0
    for (let i = 0; i < 10; i++) this.word()
    return this
  }

  /** The next 32 bits, unsigned. */
  word(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0
    this.d = (this.d + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (this.c << 21) | (this.c >>> 11)
    this.c = (this.c + t) | 0
    return t >>> 0
  }

  /** A number in [0, 1). */
  float(): number {
    return this.word() / 4294967296
  }

  /** A whole number in [0, below). */
  int(below: number): number {
    return Math.floor(this.float() * below)
  }

  chance(probability: number): boolean {
    return this.float() < probability
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.int(items.length)]
    if (item === undefined) throw new RangeError('Nothing to pick from.')
    return item
  }

  /** Picks with a bias to the front: real use of resources is never even. */
  pickSkewed<T>(items: readonly T[]): T {
    const f = this.float()
    const item = items[Math.floor(f * f * items.length)]
    if (item === undefined) throw new RangeError('Nothing to pick from.')
    return item
  }
}

/** A stream that belongs to a seed and a name; for everything that is made once. */
export function randomFor(seed: string, name: string): Random {
  const [a, b] = hashText(seed)
  const [c, d] = hashText(name)
  return new Random().seed(a, b, c, d)
}

/** Items with weights, drawn in logarithmic time. */
export class Weighted<T> {
  private readonly items: readonly T[]
  private readonly ends: Float64Array

  constructor(entries: readonly (readonly [T, number])[]) {
    this.items = entries.map(([item]) => item)
    this.ends = new Float64Array(entries.length)
    let sum = 0
    entries.forEach(([, weight], i) => {
      sum += weight
      this.ends[i] = sum
    })
  }

  draw(random: Random): T {
    const last = this.ends.length - 1
    const point = random.float() * (this.ends[last] ?? 0)
    let low = 0
    let high = last
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.ends[middle] ?? 0) > point) high = middle
      else low = middle + 1
    }
    const item = this.items[low]
    if (item === undefined) throw new RangeError('Nothing to draw from.')
    return item
  }
}
