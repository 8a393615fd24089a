import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bits, countBits, listRows, setBit, wordsFor } from './bits'
import { intersect, RowSet, type Term } from './row-set'

const rowsOf = (bits: Bits): number[] => {
  const rows = new Uint32Array(bits.length * 32)
  return Array.from(rows.subarray(0, listRows(bits, 0, bits.length, rows)))
}

/** Terms of which some hold few rows and some many. */
const cases = fc.integer({ min: 1, max: 3000 }).chain((total) => {
  const some = fc.uniqueArray(fc.nat(total - 1), { maxLength: 12 })
  const many = fc
    .integer({ min: 2, max: 5 })
    .map((step) => [...Array(total).keys()].filter((row) => row % step > 0))
  const term = fc.record({ rows: fc.oneof(some, many), exclude: fc.boolean() })
  return fc.record({ total: fc.constant(total), terms: fc.array(term, { maxLength: 4 }) })
})

describe('rows that are in every term', () => {
  it('are those that each of them lets through, and are counted', () => {
    fc.assert(
      fc.property(cases, ({ total, terms }) => {
        const made = terms.map(({ rows, exclude }): Term => {
          const bits = new Uint32Array(wordsFor(total))
          for (const row of rows) setBit(bits, row)
          return { rows: RowSet.ofBits(bits, rows.length, total), exclude }
        })
        const before = made.map(({ rows }) => rowsOf(rows.bits))
        const { bits, count, few, others } = intersect(made, total)
        const expected = [...Array(total).keys()].filter((row) =>
          terms.every(({ rows, exclude }) => rows.includes(row) !== exclude),
        )
        expect(rowsOf(bits)).toEqual(expected)
        expect(count).toBe(expected.length)
        expect(countBits(bits)).toBe(count)
        if (few) expect([...few]).toEqual(expected)
        if (others) expect([...others, ...expected].sort((a, b) => a - b)).toEqual([...Array(total).keys()])
        expect(made.map(({ rows }) => rowsOf(rows.bits))).toEqual(before)
      }),
    )
  })

  it('are listed where they are few', () => {
    const bits = new Uint32Array(wordsFor(1_000_000))
    const rows = [0, 31, 32, 4096, 777_777, 999_999]
    for (const row of rows) setBit(bits, row)
    expect([...(RowSet.ofBits(bits, rows.length, 1_000_000).few ?? [])]).toEqual(rows)
    expect(RowSet.ofBits(bits.fill(-1), 1_000_000, 1_000_000).few).toBeNull()
  })
})
