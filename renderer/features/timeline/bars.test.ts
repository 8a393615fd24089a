import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barsOf, barsTouched, gapsIn, rangeOfBars } from './bars'
import { moveEnd, shiftRange, spanRange } from './range-steps'

const histogram = {
  barMs: 60_000,
  from: '2026-03-04T10:00:00Z',
  bars: 4,
  series: [
    { value: 'Management', other: false, counts: [1, 0, 2, 0] },
    { value: 'Data', other: false, counts: [1, 0, 0, 5] },
  ],
  withoutTime: 0,
}

describe('bars', () => {
  const bars = barsOf(histogram)

  it('adds the parts of each bar up', () => {
    expect(bars.totals).toEqual([2, 0, 2, 5])
    expect(bars.to - bars.from).toBe(4 * 60_000)
  })

  it('turns what the hand touched into whole bars, whichever way it went', () => {
    expect(barsTouched(bars, bars.from + 61_000, bars.from + 100)).toEqual({ fromBin: 0, toBin: 2 })
    expect(barsTouched(bars, bars.from - 1e9, bars.to + 1e9)).toEqual({ fromBin: 0, toBin: 4 })
    expect(rangeOfBars(bars, 1, 3)).toEqual({ from: '2026-03-04T10:01:00Z', to: '2026-03-04T10:03:00Z' })
  })

  it('always touches at least one bar that is there', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: -1e9, max: 1e9 }), (a, b) => {
        const { fromBin, toBin } = barsTouched(bars, bars.from + a, bars.from + b)
        expect(fromBin).toBeGreaterThanOrEqual(0)
        expect(toBin).toBeLessThanOrEqual(4)
        expect(toBin).toBeGreaterThan(fromBin)
      }),
    )
  })

  it('finds stretches without events, the one at the end too', () => {
    expect(gapsIn([1, 0, 0, 0, 2, 0, 0, 0])).toEqual([
      [1, 4],
      [5, 8],
    ])
    expect(gapsIn([0, 0, 1])).toEqual([])
  })
})

describe('steps of the range', () => {
  const range = { from: '2026-03-04T10:00:00Z', to: '2026-03-04T11:00:00Z' }

  it('moves by its own width', () => {
    expect(shiftRange(range, 1)).toEqual({ from: '2026-03-04T11:00:00Z', to: '2026-03-04T12:00:00Z' })
    expect(shiftRange(shiftRange(range, -1), 1)).toEqual(range)
  })

  it('keeps the ends of the sliders apart and inside', () => {
    const within = { from: '2026-03-04T09:00:00Z', to: '2026-03-04T12:00:00Z' }
    expect(moveEnd(range, 'from', 10 * 3_600_000, within).from).toBe('2026-03-04T10:59:59Z')
    expect(moveEnd(range, 'from', -10 * 3_600_000, within).from).toBe(within.from)
    expect(moveEnd(range, 'to', 10 * 3_600_000, within).to).toBe(within.to)
  })

  it('holds the last event of the case', () => {
    expect(spanRange({ from: range.from, to: range.to }).to > range.to).toBe(true)
  })
})
