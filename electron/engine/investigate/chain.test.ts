import { describe, expect, it } from 'vitest'
import { walkChain } from './chain'
import { type Issued, lookupOver } from './issued'
import { type Principal, principalOf } from './principal'

const principal = (some: Partial<Principal>): Principal => ({ ...principalOf({}), ...some })
const at = (iso: string): number => Date.parse(iso) * 1000

const issued = (some: Partial<Issued>): Issued => ({
  seq: 1,
  eventId: 'e-1',
  us: at('2026-03-04T10:00:00Z'),
  eventName: 'AssumeRole',
  account: '111122223333',
  region: 'eu-west-1',
  sharedEventId: null,
  sourceIp: '198.51.100.7',
  userAgent: null,
  mfaUsed: false,
  key: null,
  sessionId: null,
  sessionArn: null,
  askedIdentity: null,
  samlProvider: null,
  subject: null,
  switchedFrom: null,
  caller: principal({
    type: 'IAMUser',
    userName: 'ann',
    arn: 'arn:aws:iam::111122223333:user/ann',
    accessKeyId: 'AKIA1',
  }),
  ...some,
})

const session = principal({
  type: 'AssumedRole',
  arn: 'arn:aws:sts::111122223333:assumed-role/Admin/ann',
  principalId: 'AROA1:ann',
  accessKeyId: 'ASIA1',
  account: '111122223333',
  role: 'Admin',
  created: '2026-03-04T10:00:00Z',
})
const walk = (from: Principal, ...rows: Issued[]) => walkChain(from, lookupOver(rows))
const gradesOf = (from: Principal, ...rows: Issued[]) => walk(from, ...rows).hops.map(({ grade }) => grade)

describe('a hop of the chain', () => {
  it.each([
    ['exact key', { key: 'ASIA1' }],
    ['role session id', { sessionId: 'AROA1:ann', us: at('2026-03-04T10:00:04Z') }],
    ['session name and time', { sessionArn: 'arn:aws:sts::111122223333:assumed-role/Admin/ann' }],
  ] as const)('is known by the %s', (grade, row) => {
    expect(gradesOf(session, issued(row))).toEqual([grade])
    expect(walk(session, issued(row)).human).toMatchObject({ kind: 'IAMUser', name: 'ann', grade })
  })

  it('is not taken from the same name at another time', () => {
    const later = issued({ sessionId: 'AROA1:ann', us: at('2026-03-04T11:00:00Z') })
    expect(walk(session, later)).toMatchObject({ hops: [], human: null, end: 'not-in-archive' })
  })

  it('prefers the exact key to any weaker sign', () => {
    const rows = [
      issued({ eventId: 'weak', sessionId: 'AROA1:ann' }),
      issued({ eventId: 'exact', key: 'ASIA1' }),
    ]
    expect(walk(session, ...rows).hops.map(({ eventId }) => eventId)).toEqual(['exact'])
  })

  it('crosses into the account of the caller by the sharedEventID', () => {
    const foreign = principal({ type: 'AWSAccount', account: '999900001111' })
    const rows = [
      issued({ eventId: 'own', key: 'ASIA1', account: '999900001111', sharedEventId: 's' }),
      issued({ eventId: 'copy', key: 'ASIA1', sharedEventId: 's', caller: foreign }),
    ]
    const { hops, human } = walk(session, ...rows)
    expect(hops.map(({ eventId, grade }) => [eventId, grade])).toEqual([
      ['copy', 'exact key'],
      ['own', 'sharedEventID'],
    ])
    expect(human?.name).toBe('ann')
  })

  it('ends at the border when the record of the calling account is missing', () => {
    const foreign = principal({ type: 'AWSAccount', account: '999900001111' })
    const { end, reason } = walk(session, issued({ key: 'ASIA1', caller: foreign }))
    expect(end).toBe('not-in-archive')
    expect(reason).toContain('account 999900001111')
  })

  it('follows a role switch in the console to whoever switched', () => {
    const row = issued({
      eventName: 'SwitchRole',
      sessionId: 'AROA1:ann',
      switchedFrom: 'arn:aws:iam::999900001111:user/ops/ann',
      caller: session,
    })
    expect(walk(session, row).human).toMatchObject({ kind: 'IAMUser', name: 'ann' })
  })

  it('ties a console session to its sign-in by the sign-in session, and by who and when without one', () => {
    const user = principal({
      type: 'IAMUser',
      userName: 'ann',
      principalId: 'AIDA1',
      accessKeyId: 'ASIA9',
      created: '2026-03-04T10:00:00Z',
      signInSession: 'arn:aws:signin:eu-west-1:1:session/x',
    })
    const login = issued({
      eventName: 'ConsoleLogin',
      mfaUsed: true,
      caller: principal({
        type: 'IAMUser',
        userName: 'ann',
        principalId: 'AIDA1',
        signInSession: user.signInSession,
      }),
    })
    expect(gradesOf(user, login)).toEqual(['sign-in session'])
    expect(walk(user, login).hops[0]?.mfa).toBe(true)
    expect(gradesOf({ ...user, signInSession: null }, login)).toEqual(['session name and time'])
  })

  it('does not go round in circles', () => {
    const rows = [
      issued({ eventId: 'a', key: 'ASIA1', caller: { ...session, accessKeyId: 'ASIA2' } }),
      issued({ eventId: 'b', key: 'ASIA2', caller: session }),
    ]
    expect(walk(session, ...rows).hops.length).toBeLessThanOrEqual(2)
  })
})

describe('without the record that began a session', () => {
  it.each([
    [
      { sourceIdentity: 'ann@example.com' },
      { kind: 'FederatedUser', name: 'ann@example.com', grade: 'source identity' },
    ],
    [
      {
        role: 'AWSReservedSSO_Admin_0123456789abcdef',
        arn: 'arn:aws:sts::1:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ann@example.com',
        principalId: 'AROA1:ann@example.com',
      },
      { kind: 'IdentityCenterUser', name: 'ann@example.com' },
    ],
    [
      {
        arn: 'arn:aws:sts::1:assumed-role/web/i-0123456789abcdef0',
        principalId: 'AROA1:i-0123456789abcdef0',
      },
      { kind: 'AWSService', name: 'ec2.amazonaws.com' },
    ],
  ] as const)('%j still says who', (some, human) => {
    const { human: found, reason } = walk({ ...session, ...some })
    expect(found).toMatchObject(human)
    expect(reason).toContain('not in this archive')
  })

  it('nothing is made up', () => {
    expect(walk(session)).toMatchObject({ hops: [], human: null, end: 'not-in-archive' })
  })
})

describe('whoever acted as themselves', () => {
  it.each([
    [{ type: 'IAMUser', userName: 'ann', accessKeyId: 'AKIA1' }, 'IAMUser', 'human'],
    [{ type: 'Root', account: '1' }, 'Root', 'human'],
    [{ type: 'AWSService', invokedBy: 'backup.amazonaws.com' }, 'AWSService', 'service'],
  ] as const)('%j is the whole chain', (some, kind, end) => {
    expect(walk(principal(some))).toMatchObject({ hops: [], human: { kind, grade: 'same record' }, end })
  })
})
