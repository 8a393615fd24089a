import type { FieldRef } from '../../../contract/field'
import type { StoreView } from './code-column'
import { grown, HashCodes } from './hash-codes'

/** Distinct values up to which their texts are held; beyond, texts are read when they are to be shown. */
export const maxHeldTexts = 65_536

export type MemberView = {
  /** Code of the value by code of the store; null where they are the same. 0 is null. */
  readonly of: Uint32Array | null
  readonly distinct: number
  /** Events, or elements, by code in the whole case. */
  readonly totals: Uint32Array
  /** First row that has the value, by code: where its text can be read. */
  readonly firstRow: Uint32Array
  /** Text by code; null where there are too many to hold. */
  readonly texts: readonly (string | null)[] | null
  readonly codeOfText: ReadonlyMap<string, number>
  readonly hashes: HashCodes
  /** Texts that were read from disk to be shown, where they are not all held. */
  readonly readTexts: Map<number, string>
}

/** One field of a column: its values by code, and which of them each code of the column stands for. */
export class Member {
  readonly field: string
  readonly ref: FieldRef
  readonly texts: (string | null)[] = [null]
  readonly codeOfText = new Map<string, number>()
  readonly readTexts = new Map<number, string>()
  collided = false
  /** Its own hashes, or those of the column when it is alone in it. */
  readonly hashes: HashCodes
  #of: Uint32Array | null

  constructor(field: string, ref: FieldRef, nullHash: Uint32Array, alone: HashCodes | null) {
    this.field = field
    this.ref = ref
    this.hashes = alone ?? new HashCodes()
    this.#of = alone ? null : new Uint32Array(16)
    this.hashes.encode(nullHash, 1, new Uint32Array(1))
  }

  /** What `restore` needs to make it again, of a column with so many codes. */
  stored(storeDistinct: number): { texts: (string | null)[]; collided: boolean; arrays: Uint32Array[] } {
    const texts = this.holdsTexts ? Array.from(this.texts, (text) => text ?? null) : []
    const own = this.#of && [
      this.#of.slice(0, storeDistinct),
      this.hashes.halves.low,
      this.hashes.halves.high,
    ]
    return { texts, collided: this.collided, arrays: own ?? [] }
  }

  restore(
    { texts, collided }: { texts: (string | null)[]; collided: boolean },
    arrays: readonly Uint32Array[],
  ): void {
    const [of, low, high] = arrays
    if (of && low && high) {
      this.#of = grown(of, Math.max(16, of.length))
      this.hashes.restore({ low, high })
    }
    for (const [code, text] of texts.entries()) this.learn(code, text)
    this.collided = collided
  }

  get arraysStored(): number {
    return this.#of ? 3 : 0
  }

  get bytes(): number {
    return (this.#of?.byteLength ?? 0) + (this.#of ? this.hashes.bytes : 0)
  }

  get holdsTexts(): boolean {
    return this.hashes.size <= maxHeldTexts
  }

  /** Says which value the code of a combination stands for. Answers the code of the value. */
  link(storeCode: number, halves: Uint32Array, at: number): number {
    const [code = 0] = this.#one(halves, at)
    if (this.#of && storeCode >= this.#of.length) {
      this.#of = grown(this.#of, Math.max(storeCode + 1, this.#of.length * 2))
    }
    if (this.#of) this.#of[storeCode] = code
    return code
  }

  #one(halves: Uint32Array, at: number): Uint32Array {
    const code = new Uint32Array(1)
    this.hashes.encode(halves.subarray(2 * at, 2 * at + 2), 1, code)
    return code
  }

  /** Takes over the text of a value. */
  learn(code: number, text: string | null): void {
    if (code === 0 || text === null) return
    const known = this.texts[code]
    if (known !== undefined && known !== null && known !== text) this.collided = true
    this.texts[code] = text
    this.codeOfText.set(text, code)
  }

  view(store: StoreView, firstRow: Uint32Array): MemberView {
    const of = this.#of
    const distinct = this.hashes.size
    const shared = {
      distinct,
      texts: this.holdsTexts ? this.texts : null,
      codeOfText: this.codeOfText,
      hashes: this.hashes,
      readTexts: this.readTexts,
    }
    if (!of) return { ...shared, of, totals: store.totals, firstRow }
    const first = new Uint32Array(distinct).fill(0xffffffff)
    for (let code = 0; code < store.distinct; code += 1) {
      const own = of[code] as number
      first[own] = Math.min(first[own] as number, firstRow[code] as number)
    }
    return { ...shared, of, totals: foldCounts(store.totals, of, distinct), firstRow: first }
  }
}

/** Counts by code of a column, of the codes that a mask lets through, as counts by value of one of its fields. */
export function foldCounts(
  counts: Uint32Array,
  of: Uint32Array | null,
  distinct: number,
  mask: Uint8Array | null = null,
): Uint32Array {
  if (!of && !mask) return counts
  const folded = new Uint32Array(distinct)
  for (let code = 0; code < counts.length; code += 1) {
    if (mask && mask[code] === 0) continue
    const own = of ? (of[code] as number) : code
    folded[own] = (folded[own] as number) + (counts[code] as number)
  }
  return folded
}

/** Marks by value as marks by code of the column. */
export function unfoldMarks(marks: Uint8Array, { of }: MemberView, storeDistinct: number): Uint8Array {
  if (!of) return marks
  const unfolded = new Uint8Array(storeDistinct)
  for (let code = 0; code < storeDistinct; code += 1) unfolded[code] = marks[of[code] as number] as number
  return unfolded
}
