import type { Codes } from './column-memory'
import { sharedWords } from './shared-arrays'

/** Rows that a pass takes as one part; the words of a set begin with them. */
export const blockRows = 1 << 18
export const blockWords = blockRows / 32
/** Distinct values up to which blocks have totals: beyond, they would take more room than the codes. */
const maxWidth = 65_536

/**
 * Counts by code of each whole block of rows. Where a set holds most rows of a block, as a time range does, the few
 * others are counted and taken from these.
 */
export class BlockTotals {
  #blocks: readonly Uint32Array[] = []

  get bytes(): number {
    return this.#blocks.reduce((sum, { byteLength }) => sum + byteLength, 0)
  }

  /** Totals of the blocks that `used` codes fill. Later calls go on from there. */
  of(codes: Codes, used: number, distinct: number): readonly Uint32Array[] {
    const blocks = distinct > maxWidth ? [] : [...this.#blocks]
    if (distinct <= maxWidth) {
      for (let from = blocks.length * blockRows; from + blockRows <= used; from += blockRows) {
        blocks.push(totalsOf(codes.subarray(from, from + blockRows), distinct))
      }
    }
    this.#blocks = blocks
    return blocks
  }
}

function totalsOf(codes: Codes, distinct: number): Uint32Array {
  const totals = sharedWords(distinct)
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] as number
    totals[code] = (totals[code] as number) + 1
  }
  return totals
}
