import { describe, expect, it } from 'vitest'
import { Filter } from '../../../electron/contract/filter'
import { cellMatches, findClauses } from './find-clauses'

const shown = {
  zone: 'utc' as const,
  accountNames: { '111122223333': 'production', '777788889999': 'sandbox' },
}
const columns = ['eventTime', 'eventName', 'readOnly', 'recipientAccountId', 'resourceArns']

describe('what is looked for in the columns', () => {
  it('is one clause a column, each one that the engine takes', () => {
    const clauses = findClauses('prod', columns, shown)
    for (const clause of clauses) expect(Filter.safeParse(clause).success).toBe(true)
    expect(clauses.map((clause) => 'field' in clause && clause.field)).toEqual([
      'eventName',
      'recipientAccountId',
      'recipientAccountId',
      'resourceArns',
    ])
    expect(findClauses('', columns, shown)).toEqual([])
    expect(findClauses('10:0', ['eventTime'], shown)).toHaveLength(1)
  })

  it('marks the cells that hold the text, whatever its case, in any element of a list', () => {
    const clauses = findClauses('BUCKET', columns, shown)
    expect(cellMatches(clauses, 'eventName', 'DeleteBucket')).toBe(true)
    expect(cellMatches(clauses, 'resourceArns', ['arn:aws:s3:::x', 'arn:aws:s3:::my-bucket'])).toBe(true)
    expect(cellMatches(clauses, 'eventName', 'GetObject')).toBe(false)
    expect(cellMatches(clauses, 'eventName', null)).toBe(false)
  })

  it('is what the cell shows: a time with a blank, a word for read or write, the name of an account', () => {
    const time = findClauses('2026-03-04 10:07', columns, shown)
    expect(cellMatches(time, 'eventTime', '2026-03-04T10:07:31Z')).toBe(true)
    const write = findClauses('write', columns, shown)
    expect(cellMatches(write, 'readOnly', false)).toBe(true)
    expect(cellMatches(write, 'readOnly', true)).toBe(false)
    const named = findClauses('production', columns, shown)
    expect(cellMatches(named, 'recipientAccountId', '111122223333')).toBe(true)
    expect(cellMatches(named, 'recipientAccountId', '777788889999')).toBe(false)
  })

  it('leaves the time out where the window shows local time', () => {
    const clauses = findClauses('10', columns, { ...shown, zone: 'local' })
    expect(cellMatches(clauses, 'eventTime', '2026-03-04T10:07:31Z')).toBe(false)
  })
})
