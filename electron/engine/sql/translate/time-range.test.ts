import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { earliest, formatSeconds, patternFor, timestampLiteral } from './time-range'

const patterns = ['%Y-%m-%dT%H:%M:%SZ', '%Y/%m/%d', '%Y-%m-%d', '%Y%m%d', '%Y']
const seconds = fc.integer({ min: Date.UTC(2020, 0, 1) / 1000, max: Date.UTC(2030, 0, 1) / 1000 })
/** Text as people compare with: cut short, padded, or not a date at all. */
const literal = fc.oneof(
  fc
    .tuple(seconds, fc.constantFrom(...patterns), fc.integer({ min: 0, max: 20 }))
    .map(([at, pattern, cut]) => formatSeconds(at, pattern).slice(0, cut)),
  fc.string({ maxLength: 12 }),
)

describe('the bound of a text comparison', () => {
  it('is where comparing the texts themselves turns true', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...patterns),
        literal,
        seconds,
        fc.boolean(),
        (pattern, text, at, orEqual) => {
          const bound = earliest(pattern, text, orEqual)
          const shown = formatSeconds(at, pattern)
          expect(bound !== null && at >= bound).toBe(orEqual ? shown >= text : shown > text)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('is written as a moment of DuckDB', () => {
    expect(timestampLiteral(Date.UTC(2026, 2, 4, 10, 7, 31) / 1000)).toBe("TIMESTAMP '2026-03-04 10:07:31'")
  })

  it('goes by how the literal is written where people write it in several ways', () => {
    expect(
      ['2026-03-04', '2026/03/04', '20260304', '2026'].map((text) => patternFor('%Y-%m-%d', text)),
    ).toEqual(['%Y-%m-%d', '%Y/%m/%d', '%Y%m%d', '%Y-%m-%d'])
  })
})
