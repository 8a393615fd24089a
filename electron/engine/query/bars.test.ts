import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseBars } from './bars'

const hour = 3_600_000

describe('the bars of a histogram', () => {
  it.each([
    [0, hour, 60, 60_000, 60],
    [0, hour, 59, 2 * 60_000, 30],
    [hour + 1, hour + 2, 10, 1000, 1],
    [0, 31 * 24 * hour, 300, 3 * hour, 248],
    [0, 400 * 24 * hour, 20, 28 * 24 * hour, 15],
  ])('from %d to %d, at most %d: %d ms wide, %d of them', (from, to, most, barMs, bars) => {
    expect(chooseBars(from, to, most)).toMatchObject({ barMs, bars })
  })

  it('are aligned, hold the whole range and none too many', () => {
    fc.assert(
      fc.property(fc.nat(4e12), fc.nat(4e12), fc.integer({ min: 2, max: 5000 }), (from, length, most) => {
        const { barMs, fromMs, bars } = chooseBars(from, from + length, most)
        expect(fromMs % barMs).toBe(0)
        expect(fromMs).toBeLessThanOrEqual(from)
        expect(fromMs + bars * barMs).toBeGreaterThanOrEqual(from + length)
        expect(bars).toBeLessThanOrEqual(most)
      }),
    )
  })
})
