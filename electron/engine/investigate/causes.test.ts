import { describe, expect, it } from 'vitest'
import { type CausedAction, createCauseFinder } from './causes'
import { type Principal, principalOf } from './principal'

const principal = (some: Partial<Principal> = {}): Principal => ({ ...principalOf({}), ...some })
const minute = 60_000_000

const action = (some: Partial<CausedAction>): CausedAction => ({
  eventId: 'x',
  us: 100 * minute,
  eventName: 'TerminateInstances',
  eventSource: 'ec2.amazonaws.com',
  eventType: 'AwsApiCall',
  account: '1',
  region: 'eu-west-1',
  sourceIp: null,
  principal: principal({ type: 'AssumedRole', principalId: 'AROA1:ann', created: '2026-03-04T10:00:00Z' }),
  keys: [],
  relatedKeys: [],
  search: '',
  ...some,
})
const find = (one: CausedAction, ...roots: CausedAction[]) => createCauseFinder(roots)(one)

const byStack = { sourceIp: 'cloudformation.amazonaws.com' }
const stack = (some: Partial<CausedAction> = {}) =>
  action({ eventId: 'stack', eventName: 'DeleteStack', us: 90 * minute, search: 'shop', ...some })

describe('the cause of an action', () => {
  it('is none for a direct call', () => {
    expect(find(action({ sourceIp: '198.51.100.7' }), stack())).toBeNull()
  })

  it('is the stack operation of the same session', () => {
    expect(find(action(byStack), stack())).toMatchObject({
      cause: { kind: 'stack', eventId: 'stack' },
      grade: 'role session id',
    })
  })

  it('is the stack whose name the resource bears, where two are deleted at once', () => {
    const other = stack({ eventId: 'other', search: 'search-preview', us: 95 * minute })
    expect(find(action({ ...byStack, search: 'shop-web-1x' }), stack(), other)?.cause.eventId).toBe('stack')
  })

  it('is the stack by its name, where CloudFormation acts with a role of its own', () => {
    const own = principal({
      type: 'AssumedRole',
      principalId: 'AROA9:AWSCloudFormation',
      arn: 'arn:aws:sts::1:assumed-role/cfn/AWSCloudFormation',
    })
    expect(find(action({ ...byStack, principal: own, search: 'shop-web-1x' }), stack())).toMatchObject({
      cause: { eventId: 'stack' },
      grade: 'session name and time',
    })
  })

  it('is not a stack of another account, a later one, or one of yesterday', () => {
    for (const root of [stack({ account: '2' }), stack({ us: 101 * minute }), stack({ us: -900 * minute })]) {
      expect(find(action(byStack), root)?.cause).toMatchObject({ kind: 'stack', eventId: null })
    }
  })

  it('is the request that a service event carries out, by the resource', () => {
    const key = 'arn:aws:kms:eu-west-1:1:key/k'
    const asked = (eventId: string, us: number, keys = [key]) =>
      action({ eventId, eventName: 'ScheduleKeyDeletion', us, keys })
    const done = action({ eventName: 'DeleteKey', eventType: 'AwsServiceEvent', keys: [key] })
    expect(find(done, asked('first', 1), asked('second', 2), asked('other', 3, ['k2']))).toMatchObject({
      cause: { kind: 'schedule', eventId: 'second' },
      grade: 'same resource',
    })
    expect(find(done)?.cause).toMatchObject({ kind: 'schedule', eventId: null })
  })

  it('is whoever set the life cycle rule of the bucket', () => {
    const rule = action({ eventId: 'rule', eventName: 'PutBucketLifecycle', us: 1, keys: ['arn:aws:s3:::b'] })
    const expired = (bucket: string) =>
      action({
        eventName: 'DeleteObject',
        eventSource: 's3lifecycle.amazonaws.com',
        keys: [`arn:aws:s3:::${bucket}/k`],
      })
    expect(find(expired('b'), rule)?.cause).toMatchObject({ kind: 'lifecycle', eventId: 'rule' })
    expect(find(expired('bb'), rule)?.cause.eventId).toBeNull()
  })

  it('is the change of the group within the hour before Auto Scaling acts', () => {
    const scaled = action({
      principal: principal({ type: 'AssumedRole', invokedBy: 'autoscaling.amazonaws.com' }),
    })
    const change = action({ eventId: 'change', eventName: 'UpdateAutoScalingGroup', us: 80 * minute })
    expect(find(scaled, change)?.cause).toMatchObject({ kind: 'auto-scaling', eventId: 'change' })
    expect(find(scaled, { ...change, us: 10 * minute })?.cause.eventId).toBeNull()
  })

  it('is the service where one acts by itself', () => {
    const own = action({ principal: principal({ type: 'AWSService', invokedBy: 'backup.amazonaws.com' }) })
    expect(find(own)?.cause).toMatchObject({ kind: 'service', eventId: null })
  })
})
