import { describe, expect, it } from 'vitest'
import type { CoverageGap, InsightWindow } from '../../../electron/contract/marks'
import { bucketRows, gapWords, insightWords, marksWithin, noMarks } from './marks'

const hour = 3_600_000
const start = Date.parse('2026-03-04T00:00:00Z')
const at = (nth: number) => new Date(start + nth * hour).toISOString()

const gap = (from: number, to: number, account: string | null = null): CoverageGap => ({
  from: at(from),
  to: at(to),
  account,
  region: account && 'us-east-1',
})

const insight = (from: number, to: number | null, started = true): InsightWindow => ({
  from: at(from),
  to: to === null ? null : at(to),
  started,
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
  insightType: 'ApiCallRateInsight',
  account: '111122223333',
  region: 'us-east-1',
  seq: 7,
})

/** Bars of an hour with these totals. */
const barsOf = (totals: number[]) => ({
  starts: totals.map((_, nth) => start + nth * hour),
  totals,
  barMs: hour,
  from: start,
  to: start + totals.length * hour,
})

describe('marks of the timeline', () => {
  it('belong to a stretch of time that they reach into, a moment too', () => {
    const marks = { ...noMarks, gaps: [gap(1, 3), gap(5, 6)], insights: [insight(2, null), insight(6, 9)] }
    const within = marksWithin(marks, start + 3 * hour, start + 6 * hour)
    expect(within.gaps.map((mark) => mark.gap)).toEqual([marks.gaps[1]])
    expect(within.insights).toEqual([])
    expect(marksWithin(marks, start + 2 * hour, start + 3 * hour).insights).toHaveLength(1)
  })

  it('say what the archive does not hold, and name the account where somebody named it', () => {
    const names = { '111122223333': 'production' }
    expect(gapWords(gap(1, 2), names, 'utc')).toBe(
      'No events in the archive from 2026-03-04 01:00:00 to 2026-03-04 02:00:00',
    )
    expect(gapWords(gap(1, 2, '111122223333'), names, 'utc')).toMatch(
      /^No events of 111122223333 \(production\) in us-east-1 in the archive from /,
    )
  })

  it('say what an Insight is about, and which of its records is missing', () => {
    expect(insightWords(insight(1, 2))).toBe('Insight: call rate of RunInstances (ec2), 1 hour')
    expect(insightWords(insight(1, null))).toMatch(/no end in the archive$/)
    expect(insightWords(insight(1, 1, false))).toMatch(/end only$/)
  })

  it('stand in the table beside their bars, a run of empty ones as one line', () => {
    const marks = { ...noMarks, gaps: [gap(1, 4)], insights: [insight(5, 5)] }
    const rows = bucketRows(barsOf([3, 0, 0, 0, 0, 2]), marks)
    expect(rows.map(({ bar, from, to }) => [bar, (from - start) / hour, (to - start) / hour])).toEqual([
      [0, 0, 1],
      [null, 1, 4],
      [5, 5, 6],
    ])
    expect(rows[1]?.gaps).toEqual(marks.gaps)
    expect(rows[2]?.insights).toEqual(marks.insights)
  })
})
