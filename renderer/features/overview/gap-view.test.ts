import { describe, expect, it } from 'vitest'
import { gapView, longestFirst } from './gap-view'

const gap = (from: string, to: string, account: string | null = null, region: string | null = null) => ({
  from,
  to,
  account,
  region,
})

describe('the way from a gap to its events', () => {
  it('shows what stands on both sides of it', () => {
    expect(gapView(gap('2026-03-10T13:00:00Z', '2026-03-10T15:00:00Z'))).toMatchObject({
      range: { from: '2026-03-10T12:00:00Z', to: '2026-03-10T16:00:00Z' },
      filters: [],
    })
  })

  it('shows more beside a long one, and only its account and Region', () => {
    const view = gapView(gap('2026-03-10T00:00:00Z', '2026-03-11T00:00:00Z', '111122223333', 'eu-west-1'))
    expect(view.range).toEqual({ from: '2026-03-09T18:00:00Z', to: '2026-03-11T06:00:00Z' })
    expect(view.filters).toMatchObject([
      { id: 'f1', field: 'recipientAccountId', values: ['111122223333'] },
      { id: 'f2', field: 'awsRegion', values: ['eu-west-1'] },
    ])
  })

  it('begins with the longest', () => {
    const [short, long] = [
      gap('2026-03-10T13:00:00Z', '2026-03-10T15:00:00Z'),
      gap('2026-03-11T13:00:00Z', '2026-03-12T15:00:00Z'),
    ]
    expect(longestFirst([short, long])).toEqual([long, short])
  })
})
