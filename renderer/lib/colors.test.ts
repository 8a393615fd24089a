import { describe, expect, it } from 'vitest'
import { seriesSlots, seriesToken } from './colors'

const parts = (...values: (string | null)[]) => values.map((value) => ({ value }))

describe('the colours of a stack', () => {
  it('follow the order at first', () => {
    expect(seriesSlots('first', parts('a', 'b', 'c'))).toEqual([0, 1, 2])
  })

  it('stay with their values when a filter changes the order, or leaves few', () => {
    seriesSlots('stay', parts('ec2', 's3', 'kms'))
    expect(seriesSlots('stay', parts('kms', 's3'))).toEqual([2, 1])
    expect(seriesSlots('stay', parts('s3'))).toEqual([1])
    expect(seriesSlots('stay', parts('new', 'ec2'))).toEqual([3, 0])
    expect(seriesSlots('stay', parts('ec2', 's3', 'kms', 'new'))).toEqual([0, 1, 2, 3])
  })

  it('are never the same for two values of one stack while there are enough', () => {
    const many = Array.from({ length: 40 }, (_, number) => `v${number}`)
    for (let from = 0; from < 30; from += 4) seriesSlots('many', parts(...many.slice(from, from + 9)))
    for (let from = 0; from < 30; from += 1)
      expect(new Set(seriesSlots('many', parts(...many.slice(from, from + 9)))).size).toBe(9)
    expect(seriesSlots('many', parts(...many))).toHaveLength(40)
  })

  it('are those of their meaning where a value has one', () => {
    expect(seriesToken('outcome', 'denied', 5)).toBe('--denied-bar')
    expect(seriesToken('eventSource', null, 5)).toBe('--cat-other')
    expect(seriesToken('eventSource', 's3.amazonaws.com', 1)).toBe('--series-2')
  })
})
