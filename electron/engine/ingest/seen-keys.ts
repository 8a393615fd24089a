import type { DescribedRows } from './described-rows'
import { keyWords } from './key-files'

/** Where copies of events may be: copies have the same time. Null where no row has one. */
export type Span = { minTime: number | null; maxTime: number | null }

/** Where keys are kept that are not held. */
export type KeyStore = {
  read(part: string): Promise<Uint32Array | null>
  write(part: string, words: Uint32Array): Promise<void>
}

/** Parts whose keys are held: some sixty thousand rows and 1.5 MB each. */
const maxHeld = 32

const isNear = (rows: DescribedRows, { minTime, maxTime }: Span): boolean =>
  minTime === null ||
  maxTime === null ||
  (rows.minTime !== null && rows.maxTime !== null && minTime <= rows.maxTime && maxTime >= rows.minTime)

type Part = { name: string; span: Span; table: KeyTable | null }

/**
 * The keys of the rows that are stored, part by part. Copies that are alike to the byte, which is how nearly all of them
 * come, are found here without a query; what cannot be told from keys is left to dedupe.ts.
 */
export class SeenKeys {
  readonly #store: KeyStore
  readonly #parts: Part[]
  /** The parts whose keys are held, the one that was asked last at the end. */
  readonly #held: Part[] = []
  #saving: Promise<void> = Promise.resolve()

  /** `stored` are the parts that were there before. */
  constructor(store: KeyStore, stored: readonly { name: string; span: Span }[]) {
    this.#store = store
    this.#parts = stored.map((part) => ({ ...part, table: null }))
  }

  /**
   * Positions of the rows that are copies of others, ascending; null when only the rows themselves can tell: there are
   * records of one event that differ, or parts of the same time whose keys nobody knows. In any case the rows are
   * remembered under `name` from now on.
   */
  async judge(rows: DescribedRows, name: string): Promise<number[] | null> {
    const words = rows.keys()
    const own = new KeyTable(words)
    const findings = new Uint8Array(rows.rows)
    for (let row = 0; row < rows.rows; row += 1) findings[row] = own.add(row)
    let isClear = true
    for (const part of this.#parts) {
      // Rows without a time may have copies anywhere.
      const from = isNear(rows, part.span) ? 0 : rows.timed
      if (from === rows.rows) continue
      const table = part.table ?? (await this.#load(part))
      if (table) table.compare(words, from, findings)
      else isClear = false
    }
    const part: Part = { name, span: { minTime: rows.minTime, maxTime: rows.maxTime }, table: own }
    this.#parts.push(part)
    this.#hold(part)
    this.#save(name, words)
    const copies: number[] = []
    findings.forEach((finding, row) => {
      if (finding === isCopy) copies.push(row)
      else if (finding === isOther) isClear = false
    })
    return isClear ? copies : null
  }

  /** Waits until all keys are where they are kept. */
  saved(): Promise<void> {
    return this.#saving
  }

  #save(name: string, words: Uint32Array): void {
    // Without them the next import is slower.
    const saving = this.#store.write(name, words).catch(() => undefined)
    this.#saving = Promise.all([this.#saving, saving]).then(() => undefined)
  }

  async #load(part: Part): Promise<KeyTable | null> {
    const words = await this.#store.read(part.name)
    if (!words) return null
    part.table = new KeyTable(words)
    for (let row = 0; row < words.length / keyWords; row += 1) part.table.add(row)
    this.#hold(part)
    return part.table
  }

  #hold(part: Part): void {
    this.#held.push(part)
    if (this.#held.length <= maxHeld) return
    const [oldest] = this.#held.splice(0, 1)
    if (oldest) oldest.table = null
  }
}

/** No row has this key; one has, but says something else; one has, and says the same to the byte. */
const isNew = 0
const isOther = 1
const isCopy = 2
type Finding = typeof isNew | typeof isOther | typeof isCopy

/** Keys and signatures of the rows of one part, by open addressing. */
class KeyTable {
  readonly #words: Uint32Array
  readonly #slots: Int32Array
  readonly #mask: number

  constructor(words: Uint32Array) {
    this.#words = words
    const rows = words.length / keyWords
    const size = 2 ** Math.ceil(Math.log2(Math.max(rows, 8) * 1.5))
    this.#slots = new Int32Array(size).fill(-1)
    this.#mask = size - 1
  }

  /** Adds a row of this part, and says what was there before. */
  add(row: number): Finding {
    return this.#look(this.#words, row, row)
  }

  /** Looks for the rows of another part, from `from` on, and notes what is found where that is more than is known. */
  compare(words: Uint32Array, from: number, findings: Uint8Array): void {
    for (let row = from; row < findings.length; row += 1) {
      if (findings[row] === isCopy) continue
      const finding = this.#look(words, row, -1)
      if (finding !== isNew) findings[row] = finding
    }
  }

  #look(words: Uint32Array, row: number, add: number): Finding {
    const at = row * keyWords
    const key = words[at] as number
    const keyHigh = words[at + 1] as number
    if (key === 0 && keyHigh === 0) return isNew
    const own = this.#words
    let slot = (key ^ keyHigh) & this.#mask
    let found: Finding = isNew
    for (;;) {
      const known = this.#slots[slot] as number
      if (known < 0) break
      const there = known * keyWords
      if (own[there] === key && own[there + 1] === keyHigh) {
        if (own[there + 2] === words[at + 2] && own[there + 3] === words[at + 3]) return isCopy
        found = isOther
      }
      slot = (slot + 1) & this.#mask
    }
    if (add >= 0) this.#slots[slot] = add
    return found
  }
}
