import { describe, expect, it } from 'vitest'
import type { SqlResult } from '../../../electron/contract/sql'
import { chartChoices, chartOf, momentOf } from './chart-data'

const made = (columns: [string, string][], data: SqlResult['data']): SqlResult => ({
  columns: columns.map(([name, type]) => ({ name, type })),
  data,
  rows: data[0]?.length ?? 0,
  capped: false,
  elapsedMs: 1,
  notes: [],
})

describe('the chart of a result', () => {
  it('runs over time where there is a time, sums what falls together, and sorts', () => {
    const result = made(
      [
        ['hour', 'timestamp'],
        ['service', 'varchar'],
        ['n', 'bigint'],
      ],
      [
        ['2026-03-04T11:00:00Z', '2026-03-04T10:00:00Z', '2026-03-04T10:00:00Z'],
        ['s3', 's3', 'iam'],
        [1, 2, 3],
      ],
    )
    const ten = Date.UTC(2026, 2, 4, 10)
    expect(chartOf(result, 2)).toEqual({
      kind: 'time',
      across: 'hour',
      value: 'n',
      points: [
        { at: ten, value: 5 },
        { at: ten + 3_600_000, value: 1 },
      ],
    })
  })

  it('takes text that is a day for a time', () => {
    expect(
      chartChoices(
        made(
          [
            ['d', 'varchar'],
            ['n', 'bigint'],
          ],
          [['2026-03-04'], [1]],
        ),
      ).time,
    ).toBe(0)
    expect(momentOf('2026-03-04T10')).toBe(Date.UTC(2026, 2, 4, 10))
    expect(momentOf('2026')).toBeNull()
  })

  it('is bars of a category otherwise, largest first, with the rest counted', () => {
    const names = Array.from({ length: 50 }, (_, index) => `a${index}`)
    const chart = chartOf(
      made(
        [
          ['name', 'varchar'],
          ['n', 'bigint'],
        ],
        [names, names.map((_, index) => index)],
      ),
      1,
    )
    expect(chart).toMatchObject({ kind: 'category', more: 10 })
    expect(chart?.kind === 'category' && chart.bars[0]).toEqual({ label: 'a49', value: 49 })
  })

  it('is nothing for numbers alone', () => {
    expect(chartOf(made([['n', 'bigint']], [[1]]), 0)).toBeNull()
  })
})
