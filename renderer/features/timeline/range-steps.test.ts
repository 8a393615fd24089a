import { describe, expect, it } from 'vitest'
import { withEnd } from './range-steps'

const range = { from: '2026-03-04T10:00:00Z', to: '2026-03-04T12:00:00Z' }

describe('an end of the range that is typed', () => {
  it('moves alone while it stays on its side of the other', () => {
    expect(withEnd(range, 'from', '2026-03-04T11:59:59Z')).toEqual({ ...range, from: '2026-03-04T11:59:59Z' })
    expect(withEnd(range, 'to', '2026-03-04T10:00:01Z')).toEqual({ ...range, to: '2026-03-04T10:00:01Z' })
  })

  it('takes the other end along when it would pass it, and the width stays', () => {
    expect(withEnd(range, 'from', '2026-04-01T00:00:00Z')).toEqual({
      from: '2026-04-01T00:00:00Z',
      to: '2026-04-01T02:00:00Z',
    })
    expect(withEnd(range, 'to', '2026-02-01T00:00:00Z')).toEqual({
      from: '2026-01-31T22:00:00Z',
      to: '2026-02-01T00:00:00Z',
    })
  })

  it('never leaves a range without width, not even at the ends of time', () => {
    for (const [end, iso] of [
      ['from', range.to],
      ['to', range.from],
      ['to', '0000-01-01T00:00:00Z'],
      ['from', '9999-12-31T23:59:59Z'],
    ] as const) {
      const moved = withEnd(range, end, iso)
      expect(Date.parse(moved.from), iso).toBeLessThanOrEqual(Date.parse(moved.to))
      if (!/^(0000|9999)/.test(iso)) expect(moved.from).not.toBe(moved.to)
    }
  })
})
