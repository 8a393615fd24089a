import { describe, expect, it } from 'vitest'
import { shippedCatalogue } from './catalogue'
import { createClassifier } from './classify'
import { outcomeOf } from './outcome'
import { actorOf, principalOf } from './principal'
import type { TrailRecord } from './record'
import { parseServiceDate, recoveryOf } from './recovery'

const classifier = createClassifier(shippedCatalogue())

describe('the outcome of a call', () => {
  it.each([
    [{}, 'succeeded', null],
    [{ errorCode: 'AccessDenied' }, 'denied', 'AccessDenied'],
    [{ errorCode: 'Client.UnauthorizedOperation' }, 'denied', 'Client.UnauthorizedOperation'],
    [{ errorCode: 'VpceAccessDenied' }, 'denied', 'VpceAccessDenied'],
    [{ errorCode: 'BucketNotEmpty' }, 'failed', 'in use (BucketNotEmpty)'],
    [{ errorCode: 'Client.InvalidVolume.NotFound' }, 'failed', 'not found (Client.InvalidVolume.NotFound)'],
    [{ errorCode: 'ThrottlingException' }, 'failed', 'throttled (ThrottlingException)'],
    [
      { errorCode: 'InvalidParameterCombination', errorMessage: 'Cannot delete protected DB Instance' },
      'failed',
      'protected (InvalidParameterCombination)',
    ],
  ] as const)('of %j is %s', (record, outcome, reason) => {
    expect(outcomeOf(record as unknown as TrailRecord)).toMatchObject({ outcome, reason })
  })

  it('is a dry run where EC2 says that it would have succeeded', () => {
    expect(outcomeOf({ errorCode: 'Client.DryRunOperation' }).outcome).toBe('dry-run')
  })

  it('counts what a batch refused', () => {
    const record = { responseElements: { failures: [{ imageId: {} }, { imageId: {} }] } }
    expect(outcomeOf(record)).toEqual({
      outcome: 'succeeded',
      reason: '2 of the items were refused',
      partial: 2,
    })
  })
})

describe('the actor', () => {
  it('of a role session goes by the name of the session', () => {
    const row = {
      p_type: 'AssumedRole',
      p_arn: 'arn:aws:sts::1:assumed-role/Admin/ann',
      p_id: 'AROA1:ann',
      p_role: 'Admin',
      p_mfa: 'true',
    }
    expect(actorOf(principalOf(row), '198.51.100.7', null)).toMatchObject({
      name: 'ann',
      role: 'Admin',
      mfa: true,
      sourceIp: '198.51.100.7',
    })
  })

  it('is the service where only that is recorded', () => {
    const row = { p_account: '1', p_invoked_by: 'AWS Internal' }
    expect(actorOf(principalOf(row), null, null)).toMatchObject({
      type: 'AWSService',
      name: 'AWS Internal',
      mfa: null,
    })
  })
})

describe('whether it comes back', () => {
  const recoverable = (source: string, eventName: string, more: TrailRecord) => {
    const record: TrailRecord = {
      eventTime: '2026-03-04T10:00:00Z',
      eventSource: `${source}.amazonaws.com`,
      eventName,
      ...more,
    }
    const classification = classifier.classify(record)
    if (!classification) throw new Error('not an action')
    return recoveryOf(record, classification, outcomeOf(record).outcome)
  }

  it.each([
    ['rds', 'DeleteDBInstance', { requestParameters: { skipFinalSnapshot: true } }, 'not recoverable', null],
    [
      'rds',
      'DeleteDBInstance',
      {
        requestParameters: { skipFinalSnapshot: true, deleteAutomatedBackups: false },
        responseElements: { backupRetentionPeriod: 7 },
      },
      'recoverable',
      '2026-03-11T10:00:00Z',
    ],
    [
      'rds',
      'DeleteDBInstance',
      { requestParameters: { finalDBSnapshotIdentifier: 'last' } },
      'recoverable',
      null,
    ],
    [
      'kms',
      'ScheduleKeyDeletion',
      { requestParameters: { pendingWindowInDays: 7 } },
      'scheduled',
      '2026-03-11T10:00:00Z',
    ],
    ['kms', 'ScheduleKeyDeletion', { requestParameters: {} }, 'scheduled', '2026-04-03T10:00:00Z'],
    [
      'secretsmanager',
      'DeleteSecret',
      { responseElements: { deletionDate: 'Mar 11, 2026, 10:00:00 AM' } },
      'scheduled',
      '2026-03-11T10:00:00Z',
    ],
    [
      'secretsmanager',
      'DeleteSecret',
      { requestParameters: { forceDeleteWithoutRecovery: true } },
      'not recoverable',
      null,
    ],
    ['s3', 'DeleteObject', { requestParameters: { versionId: 'v1' } }, 'not recoverable', null],
    ['s3', 'DeleteObject', { responseElements: { 'x-amz-delete-marker': 'true' } }, 'recoverable', null],
    ['s3', 'DeleteObject', { requestParameters: { key: 'a' } }, 'unknown', null],
    ['ec2', 'DeleteVolume', {}, 'unknown', null],
  ] as const)('%s %s with %j: %s until %s', (source, name, more, state, until) => {
    expect(recoverable(source, name, more as unknown as TrailRecord).recoverable).toMatchObject({
      state,
      until,
    })
  })

  it('names the final snapshot', () => {
    const more = { requestParameters: { finalDBSnapshotIdentifier: 'last' } }
    expect(recoverable('rds', 'DeleteDBInstance', more).recoverable?.how).toContain('last')
  })

  it('is no question for a setting, and for what did not happen', () => {
    expect(recoverable('ec2', 'DetachVolume', {})).toMatchObject({
      recoverable: null,
      restoredBy: ['AttachVolume'],
    })
    expect(recoverable('ec2', 'DeleteVolume', { errorCode: 'AccessDenied' }).recoverable).toBeNull()
  })
})

describe('a date as services write it', () => {
  it.each([
    ['Jul 10, 2023, 12:07:59 PM', '2023-07-10T12:07:59Z'],
    ['Jul 10, 2023, 12:07:59\u202fPM', '2023-07-10T12:07:59Z'],
    ['2026-03-11T10:00:00.000Z', '2026-03-11T10:00:00Z'],
    ['2026-03-11T10:00:00', '2026-03-11T10:00:00Z'],
    ['1772618851', '2026-03-04T10:07:31Z'],
    ['soon', null],
  ])('%s is %s', (text, iso) => {
    expect(parseServiceDate(text)).toBe(iso)
  })
})
