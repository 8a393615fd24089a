import { keyWords } from './key-files'

/** Bytes of a row: its key, its signature and its time in microseconds, eight each, and the file it came from. */
export const describedBytes = 32

const noTime = -(2n ** 63n)

/**
 * What the rows of a part are told by, in the order of their time. The key stands for event ID and recipient account
 * (zero when there is no ID), the signature for the bytes of the record; both are hashes under the key of the import.
 */
export class DescribedRows {
  readonly rows: number
  /** Eight words a row: key, signature, time and file, the lower half first. */
  readonly words: Uint32Array
  readonly minTime: number | null
  readonly maxTime: number | null
  /** Rows that have a time; those without come last. */
  readonly timed: number

  constructor(described: Uint8Array<ArrayBuffer>) {
    this.rows = described.length / describedBytes
    this.words = new Uint32Array(described.buffer, described.byteOffset, this.rows * 8)
    const times = new BigInt64Array(described.buffer, described.byteOffset, this.rows * 4)
    const timeAt = (row: number): number | null => {
      const time = times[row * 4 + 2]
      return time === undefined || time === noTime ? null : Number(time)
    }
    let last = this.rows - 1
    while (last >= 0 && timeAt(last) === null) last -= 1
    this.minTime = timeAt(0)
    this.maxTime = timeAt(last)
    this.timed = last + 1
  }

  /** Key and signature of each row, four words a row (`KeyFiles`). */
  keys(): Uint32Array {
    const keys = new Uint32Array(this.rows * keyWords)
    for (let row = 0; row < this.rows; row += 1) {
      for (let word = 0; word < keyWords; word += 1) {
        keys[row * keyWords + word] = this.words[row * 8 + word] as number
      }
    }
    return keys
  }

  sourceOf(row: number): number {
    return (this.words[row * 8 + 6] as number) + (this.words[row * 8 + 7] as number) * 2 ** 32
  }
}
