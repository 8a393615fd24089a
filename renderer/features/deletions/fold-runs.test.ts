import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoryEvent } from '../../../electron/contract/deletions-api'
import { foldRuns, withoutCopies } from './fold-runs'

const event = (seq: number, change: Partial<StoryEvent> = {}): StoryEvent => ({
  eventId: `e${seq}`,
  seq,
  eventTime: '2026-03-04T10:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'DescribeInstances',
  account: '1',
  region: 'eu-west-1',
  outcome: 'succeeded',
  principal: 'p',
  sourceIp: '198.51.100.7',
  kind: null,
  targets: [],
  ...change,
})

describe('the lines of a timeline', () => {
  it('fold runs of one quiet call, and nothing that changed or failed', () => {
    const runs = foldRuns([
      event(1),
      event(2),
      event(3, { sourceIp: '203.0.113.9' }),
      event(4, { outcome: 'denied' }),
      event(5, { outcome: 'denied' }),
      event(6, { kind: 'destroyed', eventName: 'TerminateInstances' }),
      event(7, { kind: 'destroyed', eventName: 'TerminateInstances' }),
    ])
    expect(runs.map((run) => run.events.map(({ seq }) => seq))).toEqual([[1, 2], [3], [4], [5], [6], [7]])
    expect(runs[0]).toMatchObject({ first: { seq: 1 }, last: { seq: 2 } })
  })

  it('hold every event once and in its order', () => {
    const any = fc.array(
      fc.record({
        eventName: fc.constantFrom('A', 'B'),
        kind: fc.constantFrom(null, 'changed'),
        outcome: fc.constantFrom('succeeded' as const, 'failed' as const),
      }),
    )
    fc.assert(
      fc.property(any, (changes) => {
        const events = changes.map((change, at) => event(at, change))
        expect(foldRuns(events).flatMap((run) => run.events)).toEqual(events)
      }),
    )
  })

  it('leave out a copy for the same account, and keep the record of another account', () => {
    const copies = [event(1), event(2, { eventId: 'e1' }), event(3, { eventId: 'e1', account: '2' })]
    expect(withoutCopies(copies).map(({ seq }) => seq)).toEqual([1, 3])
  })
})
