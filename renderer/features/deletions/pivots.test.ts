import { describe, expect, it } from 'vitest'
import { Deletion } from '../../../electron/contract/deletions'
import { View } from '../../../electron/contract/view'
import { addFilter } from '../../state/view-edit'
import { pivotsOf, pivotWords } from './pivots'

const deletion = (change: object = {}) =>
  Deletion.parse({
    eventId: 'd',
    eventTime: '2026-03-04T10:07:31Z',
    account: '4',
    region: null,
    eventSource: 's3.amazonaws.com',
    eventName: 'DeleteBucket',
    impact: 'destroyed',
    outcome: 'succeeded',
    outcomeReason: null,
    targets: [
      { type: 'AWS::S3::Bucket', id: 'b', arn: 'arn:aws:s3:::b', name: null, rule: 'catalogue', path: 'x' },
    ],
    targetsUnknown: null,
    actor: {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::4:assumed-role/Admin/ann',
      name: 'ann',
      accessKeyId: 'ASIA1',
      sourceIp: '198.51.100.7',
      userAgent: null,
      principalId: 'AROA:ann',
      account: '4',
      role: 'Admin',
      mfa: null,
    },
    human: null,
    cause: null,
    recoverable: null,
    children: 0,
    seq: 1,
    ...change,
  })

describe('the ways from a story into the Events view', () => {
  it('are each a filter a View may hold', () => {
    const story = { deletion: deletion() }
    const pivots = pivotsOf(story)
    expect(pivots.map(({ label }) => label)).toEqual([
      'The same role session',
      'The same access key',
      'The same principal',
      'The same address',
      'The same resource',
    ])
    for (const { draft } of pivots)
      expect(View.safeParse(addFilter(View.parse({}), draft)).success).toBe(true)
    expect(pivotWords(pivots[4] ?? fail(), story.deletion.targets)).toBe('The same resource: b')
  })

  it('are only those the record has a value for', () => {
    const actor = { ...deletion().actor, type: 'AWSService', arn: null, accessKeyId: null, sourceIp: null }
    expect(pivotsOf({ deletion: deletion({ actor, targets: [] }) })).toEqual([])
  })
})

function fail(): never {
  throw new Error('there is no such pivot')
}
