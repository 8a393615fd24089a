import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rangeGroups } from './clause-plan'

const segments = fc.array(fc.integer({ min: 1, max: 70 }), { maxLength: 30 })

describe('groups of ranges to read', () => {
  it('hold every range once, in order, and few a statement unless one segment alone has more', () => {
    fc.assert(
      fc.property(segments, (counts) => {
        const bySegment = new Map(counts.map((count, at) => [at, Array.from({ length: count }, (_, k) => k)]))
        const groups = rangeGroups(bySegment)
        expect(groups.flatMap((group) => [...group])).toEqual([...bySegment])
        for (const group of groups) {
          const ranges = [...group.values()].reduce((sum, own) => sum + own.length, 0)
          expect(ranges <= 32 || group.size === 1).toBe(true)
        }
      }),
    )
  })
})
