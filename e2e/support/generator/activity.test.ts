import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Activity } from './activity'

const from = Date.parse('2026-03-02T00:00:00Z')
const to = from + 10 * 86_400_000
const pause = { fromMs: from + 100_000_000, toMs: from + 108_000_000 }
const activity = new Activity(from, to, [pause])
const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('activity', () => {
  it('never goes back in time, and stays inside the archive', () => {
    fc.assert(
      fc.property(share, share, (a, b) => {
        const [low, high] = [activity.at(Math.min(a, b)), activity.at(Math.max(a, b))]
        expect(low).toBeLessThanOrEqual(high)
        expect(low).toBeGreaterThanOrEqual(from)
        expect(high).toBeLessThanOrEqual(to)
      }),
    )
  })

  it('puts nothing into a pause', () => {
    fc.assert(
      fc.property(share, (a) => {
        const ms = activity.at(a)
        expect(ms > pause.fromMs && ms < pause.toMs).toBe(false)
      }),
    )
  })

  it('turns a moment outside of a pause into its share and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: from, max: to - 1 }), (ms) => {
        fc.pre(ms < pause.fromMs || ms >= pause.toMs)
        expect(Math.abs(activity.at(activity.shareBefore(ms)) - ms)).toBeLessThan(5)
      }),
    )
  })

  it('is busier at noon of a working day than at night', () => {
    const hour = (ms: number) => activity.shareBefore(ms + 3600_000) - activity.shareBefore(ms)
    expect(hour(from + 10 * 3600_000)).toBeGreaterThan(2 * hour(from + 2 * 3600_000))
  })
})
