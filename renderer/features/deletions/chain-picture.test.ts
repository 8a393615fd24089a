import { describe, expect, it } from 'vitest'
import type { Actor, Deletion } from '../../../electron/contract/deletions'
import type { ChainHop } from '../../../electron/contract/deletions-api'
import { chainPicture, roleSession } from './chain-picture'

const noActor: Actor = {
  type: null,
  arn: null,
  name: null,
  accessKeyId: null,
  sourceIp: '198.51.100.7',
  userAgent: null,
  principalId: null,
  account: null,
  role: null,
  mfa: null,
}
const adminArn = 'arn:aws:sts::444455556666:assumed-role/Admin/ann'
const admin: Actor = { ...noActor, type: 'AssumedRole', arn: adminArn, name: 'ann', role: 'Admin', mfa: true }
const annArn = 'arn:aws:iam::111122223333:user/ann'

const deletion = (actor: Actor, human: Deletion['human']): Deletion => ({
  eventId: 'd',
  eventTime: '2026-03-04T10:07:31Z',
  account: '444455556666',
  region: 'eu-west-1',
  eventSource: 'rds.amazonaws.com',
  eventName: 'DeleteDBInstance',
  impact: 'destroyed',
  outcome: 'succeeded',
  outcomeReason: null,
  targets: [],
  targetsUnknown: null,
  actor,
  human,
  cause: null,
  recoverable: null,
  children: 0,
  seq: 7,
})

const hop = (
  change: Omit<Partial<ChainHop>, 'principal'> & { principal: Partial<ChainHop['principal']> },
): ChainHop => ({
  eventId: 'e',
  eventTime: '2026-03-04T10:01:47Z',
  eventName: 'AssumeRole',
  sourceIp: null,
  userAgent: null,
  mfa: null,
  grade: 'exact key',
  why: 'It issued the key.',
  ...change,
  principal: { type: null, name: null, arn: null, account: null, accessKeyId: null, ...change.principal },
})

const ann = { type: 'IAMUser', name: 'ann', arn: annArn, account: '111122223333' }
const annHuman: Deletion['human'] = { kind: 'IAMUser', name: 'ann', arn: annArn, grade: 'exact key' }
const drawn = (picture: ReturnType<typeof chainPicture>) => ({
  nodes: picture.nodes.map(({ kind, name, what }) => `${kind} ${name} (${what})`),
  links: picture.links.map(({ eventName, grade }) => `${eventName ?? '?'} ${grade ?? '-'}`),
})

describe('the picture of a chain', () => {
  it('leads from the person over the sign-in and the role to the deletion', () => {
    const chain = [
      hop({ principal: { ...ann, accessKeyId: 'ASIA1' } }),
      hop({ eventId: 'l', eventName: 'ConsoleLogin', grade: 'session name and time', principal: ann }),
    ]
    expect(drawn(chainPicture({ deletion: deletion(admin, annHuman), chain }))).toEqual({
      nodes: [
        'person ann (IAM user)',
        'session ann (signed-in session)',
        'session Admin (role session “ann”)',
      ],
      links: ['ConsoleLogin session name and time', 'AssumeRole exact key', 'DeleteDBInstance -'],
    })
  })

  it('is one step where a user acted with a key of their own', () => {
    const actor: Actor = { ...noActor, ...ann, accessKeyId: 'AKIA1' }
    expect(drawn(chainPicture({ deletion: deletion(actor, annHuman), chain: [] }))).toEqual({
      nodes: ['person ann (IAM user)'],
      links: ['DeleteDBInstance -'],
    })
  })

  it('draws a call across accounts once, with the caller its own account names', () => {
    const chain = [
      hop({ principal: { type: 'AWSAccount', name: '111122223333', account: '111122223333' } }),
      hop({ eventId: 'twin', grade: 'sharedEventID', principal: ann }),
    ]
    expect(drawn(chainPicture({ deletion: deletion(admin, annHuman), chain }))).toEqual({
      nodes: ['person ann (IAM user)', 'session Admin (role session “ann”)'],
      links: ['AssumeRole exact key', 'DeleteDBInstance -'],
    })
  })

  it('keeps the foreign account where nothing shows who it was, and says that the chain ends', () => {
    const chain = [hop({ principal: { type: 'AWSAccount', name: '999900001111', account: '999900001111' } })]
    expect(drawn(chainPicture({ deletion: deletion(admin, null), chain }))).toEqual({
      nodes: [
        'unknown Not in this archive (the chain ends here)',
        'account 999900001111 (another account)',
        'session Admin (role session “ann”)',
      ],
      links: ['? -', 'AssumeRole exact key', 'DeleteDBInstance -'],
    })
  })

  it('puts a person who is only inferred before the session, by the grade of the inference', () => {
    const human: Deletion['human'] = {
      kind: 'FederatedUser',
      name: 'jo',
      arn: null,
      grade: 'source identity',
    }
    expect(drawn(chainPicture({ deletion: deletion(admin, human), chain: [] }))).toEqual({
      nodes: ['person jo (federated user)', 'session Admin (role session “ann”)'],
      links: ['? source identity', 'DeleteDBInstance -'],
    })
  })

  it('calls the person by the name the story uses', () => {
    const human: Deletion['human'] = {
      kind: 'IdentityCenterUser',
      name: 'bob@example.com',
      arn: null,
      grade: 'exact key',
    }
    const chain = [
      hop({ eventName: 'AssumeRoleWithSAML', principal: { type: 'SAMLUser', name: 'x/AWSSSO_y' } }),
    ]
    expect(chainPicture({ deletion: deletion(admin, human), chain }).nodes[0]).toMatchObject({
      kind: 'person',
      name: 'bob@example.com',
      what: 'Identity Center user',
    })
  })
})

describe('a role session', () => {
  it('is called by its role, or by the permission set the role stands for', () => {
    expect(roleSession(adminArn)).toEqual({ name: 'Admin', what: 'role session “ann”' })
    expect(
      roleSession('arn:aws:sts::1:assumed-role/AWSReservedSSO_Key_Admin_4c1f9a7b2d3e5f60/b@x.y'),
    ).toEqual({
      name: 'Key_Admin',
      what: 'permission set, session “b@x.y”',
    })
    expect(roleSession(annArn)).toBeNull()
    expect(roleSession(null)).toBeNull()
  })
})
