import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emphasise } from './emphasise'

describe('the names in a sentence', () => {
  it('are strong where they first stand, the longer one where two overlap', () => {
    expect(emphasise('ann deleted prod-orders and prod', ['ann', 'prod', 'prod-orders', null])).toEqual([
      { text: 'ann', strong: true },
      { text: ' deleted ', strong: false },
      { text: 'prod-orders', strong: true },
      { text: ' and prod', strong: false },
    ])
  })

  it('never change the sentence', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', ' ', '-') }),
        fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '-') })),
        (text, names) => {
          expect(
            emphasise(text, names)
              .map((piece) => piece.text)
              .join(''),
          ).toBe(text)
        },
      ),
    )
  })
})
