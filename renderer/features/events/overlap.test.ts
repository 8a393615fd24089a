import { describe, expect, it } from 'vitest'
import { overlap } from './overlap'

const hours = (from: number, to: number) => ({
  from: `2026-03-04T${String(from).padStart(2, '0')}:00:00Z`,
  to: `2026-03-04T${String(to).padStart(2, '0')}:00:00Z`,
})

describe('the part that two ranges share', () => {
  it('is none where they only touch, and the other one where there is no second', () => {
    expect(overlap(hours(1, 5), hours(3, 9))).toEqual(hours(3, 5))
    expect(overlap(hours(1, 5), hours(5, 9))).toBeNull()
    expect(overlap(hours(1, 5), null)).toEqual(hours(1, 5))
  })
})
