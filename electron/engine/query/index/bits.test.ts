import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allBits,
  type Bits,
  copyOf,
  countBits,
  countBoth,
  hasBit,
  listRows,
  narrow,
  orInto,
  setBit,
  setRange,
  wordsFor,
} from './bits'

const rowsOf = (bits: Bits): number[] => {
  const rows = new Uint32Array(bits.length * 32)
  return Array.from(rows.subarray(0, listRows(bits, 0, bits.length, rows)))
}
const bitsOf = (rows: readonly number[], total: number): Bits => {
  const bits = new Uint32Array(wordsFor(total))
  for (const row of rows) setBit(bits, row)
  return bits
}
const sets = fc
  .integer({ min: 1, max: 200 })
  .chain((total) =>
    fc.tuple(
      fc.constant(total),
      fc.uniqueArray(fc.nat(total - 1)),
      fc.uniqueArray(fc.nat(total - 1)),
      fc.nat(total),
      fc.nat(total),
    ),
  )
const sorted = (rows: Iterable<number>) => [...rows].sort((a, b) => a - b)

describe('sets of rows as bits', () => {
  it('do what sets do, and never reach beyond the last row', () => {
    fc.assert(
      fc.property(sets, ([total, left, right, a, b]) => {
        const [one, two] = [bitsOf(left, total), bitsOf(right, total)]
        const every = Array.from({ length: total }, (_, row) => row)
        expect(rowsOf(one)).toEqual(sorted(left))
        expect(countBits(one)).toBe(left.length)
        const [both, onlyOne] = [copyOf(one, false, total), copyOf(one, false, total)]
        narrow(both, two, false)
        narrow(onlyOne, two, true)
        expect(rowsOf(both)).toEqual(sorted(left.filter((row) => right.includes(row))))
        expect(rowsOf(onlyOne)).toEqual(sorted(left.filter((row) => !right.includes(row))))
        expect(rowsOf(one)).toEqual(sorted(left))
        expect(rowsOf(copyOf(one, true, total))).toEqual(every.filter((row) => !left.includes(row)))
        expect(rowsOf(allBits(total))).toEqual(every)
        expect(every.filter((row) => hasBit(one, row))).toEqual(sorted(left))
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        setRange(one, from, to)
        expect(rowsOf(one)).toEqual(every.filter((row) => left.includes(row) || (row >= from && row < to)))
        expect(countBoth(one, two)).toBe(right.filter((row) => hasBit(one, row)).length)
        orInto(one, two)
        expect(right.every((row) => hasBit(one, row))).toBe(true)
      }),
    )
  })
})
