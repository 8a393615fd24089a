import { describe, expect, it } from 'vitest'
import type { SqlResult } from '../../../electron/contract/sql'
import { eventIdAt, nextSort, resultRows } from './result-rows'

const result: SqlResult = {
  columns: [
    { name: 'n', type: 'bigint' },
    { name: 'eventid', type: 'varchar' },
  ],
  data: [
    [2, null, 10, 1],
    ['b', 'a', null, 'b'],
  ],
  rows: 4,
  capped: false,
  elapsedMs: 1,
  notes: [],
}
const shown = (sort: Parameters<typeof resultRows>[1], column = 'c0') => {
  const rows = resultRows(result, sort)
  return Array.from({ length: 4 }, (_, index) => rows.rowAt(index)?.cells[column])
}

describe('rows of a result', () => {
  it('stand as they came until they are sorted', () => {
    expect(shown([])).toEqual([2, null, 10, 1])
  })

  it('sort numbers as numbers, with nulls last both ways', () => {
    expect(shown([{ field: 'c0', descending: false }])).toEqual([1, 2, 10, null])
    expect(shown([{ field: 'c0', descending: true }])).toEqual([10, 2, 1, null])
  })

  it('sort by several columns', () => {
    const sort = [
      { field: 'c1', descending: true },
      { field: 'c0', descending: false },
    ]
    expect(shown(sort)).toEqual([1, 2, null, 10])
  })

  it('are the same objects as long as the order is, so that they are drawn once', () => {
    const rows = resultRows(result, [])
    expect(rows.rowAt(1)).toBe(rows.rowAt(1))
  })

  it('know their event', () => {
    expect([0, 1, 2].map((row) => eventIdAt(result, row))).toEqual(['b', 'a', null])
  })
})

describe('a click on a heading', () => {
  it('sorts up, down, and not at all', () => {
    const once = nextSort([], 'c0', false)
    const twice = nextSort(once, 'c0', false)
    expect([once, twice, nextSort(twice, 'c0', false)]).toEqual([
      [{ field: 'c0', descending: false }],
      [{ field: 'c0', descending: true }],
      [],
    ])
    expect(nextSort(once, 'c1', true)).toHaveLength(2)
  })
})
