import type { DescribedRows } from './described-rows'

/** Where copies of events may be: copies have the same time. Null where some have none. */
export type Span = { minTime: number | null; maxTime: number | null }

/** Parts whose keys are held: some sixty thousand rows and 1.5 MB each. */
const maxHeld = 32

const isNear = (rows: DescribedRows, { minTime, maxTime }: Span): boolean =>
  rows.hasTimeless ||
  minTime === null ||
  maxTime === null ||
  (rows.minTime !== null && rows.maxTime !== null && minTime <= rows.maxTime && maxTime >= rows.minTime)

/**
 * The keys of the rows that were stored lately. Copies that are alike to the byte, which is how nearly all of them come,
 * are found here without a query; what cannot be told from keys is left to dedupe.ts.
 */
export class SeenKeys {
  #held: { span: Span; table: KeyTable }[] = []
  /** Rows that are stored, but whose keys are not held. */
  readonly #others: Span[]

  /** `stored` are the segments that were there before. */
  constructor(stored: readonly Span[]) {
    this.#others = [...stored]
  }

  /**
   * Positions of the rows that are copies of others, ascending; null when only the rows themselves can tell: there are
   * records of one event that differ, or segments of the same time whose keys are not held. Without null, the rows are
   * remembered.
   */
  judge(rows: DescribedRows): number[] | null {
    const own = new KeyTable(rows)
    const near = this.#held.filter(({ span }) => isNear(rows, span))
    let isClear = !this.#others.some((span) => isNear(rows, span))
    const copies: number[] = []
    for (let row = 0; row < rows.rows; row += 1) {
      let found = own.add(row)
      for (const { table } of near) {
        if (found === 'copy') break
        const there = table.find(rows, row)
        if (there !== 'new') found = there
      }
      if (found === 'copy') copies.push(row)
      else if (found === 'other') isClear = false
    }
    this.#hold(rows, own)
    return isClear ? copies : null
  }

  #hold(rows: DescribedRows, table: KeyTable): void {
    const span = rows.hasTimeless ? { minTime: null, maxTime: null } : rows
    this.#held.push({ span: { minTime: span.minTime, maxTime: span.maxTime }, table })
    if (this.#held.length <= maxHeld) return
    const [oldest] = this.#held.splice(0, 1)
    if (oldest) this.#others.push(oldest.span)
  }
}

/** `new`: no row has this key. `copy`: one has, and says the same to the byte. `other`: those that have it differ. */
type Finding = 'new' | 'copy' | 'other'

/** Keys and signatures of the rows of one part, by open addressing. */
class KeyTable {
  readonly #words: Uint32Array
  readonly #slots: Int32Array
  readonly #mask: number

  constructor({ rows, words }: DescribedRows) {
    // Of the eight words of a row, those of key and signature.
    this.#words = new Uint32Array(rows * 4)
    for (let row = 0; row < rows; row += 1) {
      for (let word = 0; word < 4; word += 1) this.#words[row * 4 + word] = words[row * 8 + word] as number
    }
    const size = 2 ** Math.ceil(Math.log2(Math.max(rows, 8) * 1.5))
    this.#slots = new Int32Array(size).fill(-1)
    this.#mask = size - 1
  }

  /** Adds a row of this part, and says what was there before. */
  add(row: number): Finding {
    const words = this.#words
    const at = row * 4
    return this.#look(
      words[at] as number,
      words[at + 1] as number,
      words[at + 2] as number,
      words[at + 3] as number,
      row,
    )
  }

  find({ words }: DescribedRows, row: number): Finding {
    const at = row * 8
    return this.#look(
      words[at] as number,
      words[at + 1] as number,
      words[at + 2] as number,
      words[at + 3] as number,
      -1,
    )
  }

  #look(key: number, keyHigh: number, signature: number, signatureHigh: number, add: number): Finding {
    if (key === 0 && keyHigh === 0) return 'new'
    const words = this.#words
    let slot = (key ^ keyHigh) & this.#mask
    let found: Finding = 'new'
    for (;;) {
      const row = this.#slots[slot] as number
      if (row < 0) break
      const at = row * 4
      if (words[at] === key && words[at + 1] === keyHigh) {
        if (words[at + 2] === signature && words[at + 3] === signatureHigh) return 'copy'
        found = 'other'
      }
      slot = (slot + 1) & this.#mask
    }
    if (add >= 0) this.#slots[slot] = add
    return found
  }
}
