/**
 * Thrift's compact protocol, as far as Parquet's metadata needs it: structs of numbers, texts, lists and structs.
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export class ThriftWriter {
  #out: Buffer = Buffer.allocUnsafe(1024)
  #size = 0
  /** The last field of each struct that is open. */
  readonly #last: number[] = [0]

  #need(bytes: number): void {
    if (this.#size + bytes <= this.#out.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#out.length * 2, this.#size + bytes))
    this.#out.copy(grown, 0, 0, this.#size)
    this.#out = grown
  }

  #byte(value: number): void {
    this.#need(1)
    this.#out[this.#size++] = value
  }

  #varint(value: number): void {
    let left = value
    while (left >= 128) {
      this.#byte((left % 128) | 128)
      left = Math.floor(left / 128)
    }
    this.#byte(left)
  }

  #zigzag(value: number): void {
    this.#varint(value < 0 ? -value * 2 - 1 : value * 2)
  }

  #field(id: number, type: number): void {
    const depth = this.#last.length - 1
    const delta = id - (this.#last[depth] ?? 0)
    if (delta < 1 || delta > 15) throw new Error('fields of a struct are written in their order')
    this.#byte((delta << 4) | type)
    this.#last[depth] = id
  }

  bool(id: number, value: boolean): void {
    this.#field(id, value ? 1 : 2)
  }
  i32(id: number, value: number): void {
    this.#field(id, 5)
    this.#zigzag(value)
  }
  /** A whole number that is exact. */
  i64(id: number, value: number): void {
    this.#field(id, 6)
    this.#zigzag(value)
  }
  bytes(id: number, value: Uint8Array): void {
    this.#field(id, 8)
    this.#bytes(value)
  }
  text(id: number, value: string): void {
    this.bytes(id, Buffer.from(value))
  }
  #bytes(value: Uint8Array): void {
    this.#varint(value.length)
    this.#need(value.length)
    this.#out.set(value, this.#size)
    this.#size += value.length
  }

  /** A struct as a field; `fill` writes its fields. */
  struct(id: number, fill: () => void): void {
    this.#field(id, 12)
    this.#struct(fill)
  }
  #struct(fill: () => void): void {
    this.#last.push(0)
    fill()
    this.#last.pop()
    this.#byte(0)
  }

  structs<T>(id: number, items: readonly T[], fill: (item: T) => void): void {
    this.#list(id, items.length, 12)
    for (const item of items) this.#struct(() => fill(item))
  }
  texts(id: number, items: readonly string[]): void {
    this.#list(id, items.length, 8)
    for (const item of items) this.#bytes(Buffer.from(item))
  }
  i32s(id: number, items: readonly number[]): void {
    this.#list(id, items.length, 5)
    for (const item of items) this.#zigzag(item)
  }
  #list(id: number, size: number, type: number): void {
    this.#field(id, 9)
    if (size < 15) this.#byte((size << 4) | type)
    else {
      this.#byte(0xf0 | type)
      this.#varint(size)
    }
  }

  /** What was written, as one struct. */
  end(): Uint8Array {
    this.#byte(0)
    return this.#out.subarray(0, this.#size)
  }
}
