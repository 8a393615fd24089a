import {
  foreignIdentity,
  type Role,
  type RoleSession,
  roleArn,
  samlIdentity,
  serviceIdentity,
  sessionIdentity,
  type User,
  userArn,
  userIdentity,
  webIdentity,
} from '../identity'
import { accessKey, hex, uuid } from '../ids'
import { formatTime } from '../layout'
import { randomFor } from '../random'
import { buildProvider, credentialsOf, IDENTITY_STORE, identityCenterProvider } from '../sessions'
import type { HumanTruth } from '../truth'
import { GLOBAL_REGION, HOME_REGION, MANAGEMENT } from '../world'
import type { Actor, Scene } from './scene'

export const CLI =
  'aws-cli/2.17.32 md/awscrt#0.21.2 ua/2.0 os/linux#6.1.0 md/arch#x86_64 lang/python#3.11.9 md/pyimpl#CPython cfg/retry-mode#standard'
export const BROWSER =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36'

/** A session in a story: who it is in records, and the records that lead back to its beginning. */
export interface Session extends Actor {
  readonly session: RoleSession
  /** From the newest link backwards. */
  readonly chain: readonly string[]
  readonly human: HumanTruth
}

/** The person or system at the beginning of a user's own calls. */
export function humanOf(user: User): HumanTruth {
  return { kind: 'IAMUser', name: user.name, arn: userArn(user) }
}

/** A user calling with the long-lived key. */
export function userActor(user: User, ip: string, agent: string): Actor {
  return { account: user.account, identity: userIdentity(user), ip, agent }
}

/** A service acting for itself in an account. */
export function serviceActor(account: string, service: string): Actor {
  return { account, identity: serviceIdentity(service), ip: service, agent: service, service: true }
}

/** Everything `session` does, done by a service on its behalf (forward access sessions): same session, other key. */
export function onBehalf(scene: Scene, session: Session, service: string): Actor {
  return {
    account: session.account,
    identity: sessionIdentity({
      ...session.session,
      key: accessKey(scene.random, 'ASIA'),
      invokedBy: service,
    }),
    ip: service,
    agent: service,
    service: true,
  }
}

function roleResources(role: Role) {
  return [{ accountId: role.account, type: 'AWS::IAM::Role', ARN: roleArn(role) }]
}

/** An IAM user signs in at the console with a second factor, and gets the session the console works with. */
export function signIn(scene: Scene, user: User, at: number, ip: string): { actor: Actor; eventId: string } {
  const entering: Actor = {
    account: user.account,
    identity: userIdentity(user, { key: null, created: '', mfa: true }),
    ip,
    agent: BROWSER,
  }
  const eventId = scene.call(entering, {
    at,
    region: GLOBAL_REGION,
    source: 'signin',
    name: 'ConsoleLogin',
    type: 'AwsConsoleSignIn',
    response: { ConsoleLogin: 'Success' },
    additional: {
      LoginTo: 'https://console.aws.amazon.com/console/home?state=hashArgs%23&isauthcode=true',
      MobileVersion: 'No',
      MFAIdentifier: `arn:aws:iam::${user.account}:mfa/${user.name}`,
      MFAUsed: 'Yes',
    },
  })
  const key = accessKey(scene.random, 'ASIA')
  const actor: Actor = {
    account: user.account,
    identity: userIdentity(user, { key, created: formatTime(at), mfa: true }),
    ip,
    agent: BROWSER,
    fromConsole: true,
  }
  return { actor, eventId }
}

/** How a session is asked for. */
export interface Assume {
  readonly role: Role
  readonly name: string
  readonly at: number
  readonly region: string
  readonly ip: string
  readonly agent: string
  readonly mfa?: boolean
  /** Life of the session; 1 where nothing is said. */
  readonly hours?: number
  readonly sourceIdentity?: string
}

function newSession(scene: Scene, ask: Assume, more: Partial<RoleSession> = {}): RoleSession {
  return {
    role: ask.role,
    name: ask.name,
    key: accessKey(scene.random, 'ASIA'),
    created: formatTime(ask.at),
    ...(ask.mfa ? { mfa: true } : {}),
    ...(ask.sourceIdentity ? { sourceIdentity: ask.sourceIdentity } : {}),
    ...more,
  }
}

function actorOf(session: RoleSession, ask: Assume, chain: readonly string[], human: HumanTruth): Session {
  return {
    account: ask.role.account,
    identity: sessionIdentity(session),
    ip: ask.ip,
    agent: ask.agent,
    session,
    chain,
    human,
  }
}

/**
 * A caller assumes a role. Into another account, the call is recorded twice, under one `sharedEventID`: the caller's
 * account says who called, the role's account only from which account.
 */
export function assumeRole(
  scene: Scene,
  caller: Actor,
  callerId: string,
  ask: Assume,
  before: readonly string[],
  human: HumanTruth,
): Session {
  const session = newSession(scene, ask)
  const crossing = caller.account !== ask.role.account
  const sharedId = crossing ? uuid(scene.random) : undefined
  const call = {
    at: ask.at,
    region: ask.region,
    source: 'sts',
    name: 'AssumeRole',
    readOnly: true,
    request: {
      roleArn: roleArn(ask.role),
      roleSessionName: ask.name,
      durationSeconds: 3600 * (ask.hours ?? 1),
      ...(ask.sourceIdentity ? { sourceIdentity: ask.sourceIdentity } : {}),
    },
    response: JSON.parse(credentialsOf(session, ask.at, {}, ask.hours)),
    resources: roleResources(ask.role),
    ...(sharedId ? { sharedId } : {}),
    requestId: uuid(scene.random),
  }
  const own = scene.call(caller, call)
  const chain = [own]
  if (sharedId) {
    const foreign = { ...caller, identity: foreignIdentity(caller.account, callerId) }
    const other = scene.call({ ...foreign, fromConsole: false }, { ...call, account: ask.role.account })
    scene.twin(sharedId, own, other)
    chain.unshift(other)
  }
  return actorOf(session, ask, [...chain, ...before], human)
}

/** A service takes a role for a workload: an instance, a function. */
export function serviceSession(scene: Scene, service: string, ask: Assume, ec2RoleDelivery?: '2.0'): Session {
  const session = newSession(scene, ask, ec2RoleDelivery ? { ec2RoleDelivery } : {})
  const eventId = scene.call(serviceActor(ask.role.account, service), {
    at: ask.at,
    region: ask.region,
    source: 'sts',
    name: 'AssumeRole',
    readOnly: true,
    request: { roleArn: roleArn(ask.role), roleSessionName: ask.name },
    response: JSON.parse(credentialsOf(session, ask.at, {}, ask.hours)),
    resources: roleResources(ask.role),
    sharedId: uuid(scene.random),
  })
  return actorOf(session, ask, [eventId], { kind: 'AWSService', name: service, arn: null })
}

/**
 * Identity Center, in the management account, notes that a person goes to an account and a role. Gives back who that
 * is, as the records of the session will say it.
 */
function federate(scene: Scene, person: string, ask: Assume): { userId: string; identityStoreArn: string } {
  const digits = hex(randomFor(scene.world.seed, `person ${person}`), 32)
  const userId = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-70${digits.slice(14, 16)}-b${digits.slice(17, 20)}-${digits.slice(20)}`
  const onBehalfOf = { userId, identityStoreArn: IDENTITY_STORE }
  const identity = {
    type: 'IdentityCenterUser',
    accountId: MANAGEMENT,
    onBehalfOf,
    credentialId: uuid(scene.random),
  }
  scene.call(
    { account: MANAGEMENT, identity: JSON.stringify(identity), ip: ask.ip, agent: BROWSER, service: true },
    {
      at: ask.at - 2000,
      region: HOME_REGION,
      source: 'sso',
      name: 'Federate',
      type: 'AwsServiceEvent',
      serviceDetails: { role_name: ask.role.name.split('_')[1], account_id: ask.role.account },
    },
  )
  return onBehalfOf
}

/** A person comes in through a SAML provider: IAM Identity Center's own, or the company's. */
export function samlSession(scene: Scene, person: string, ask: Assume, provider?: string): Session {
  const identityCenter = provider === undefined
  const providerArn = provider ?? identityCenterProvider(ask.role.account)
  const onBehalfOf = identityCenter ? federate(scene, person, ask) : undefined
  const session = newSession(scene, ask, onBehalfOf ? { onBehalfOf } : {})
  const entering: Actor = {
    account: ask.role.account,
    identity: samlIdentity(person, providerArn),
    ip: ask.ip,
    agent: identityCenter ? 'aws-internal/3' : BROWSER,
  }
  const issuer = identityCenter
    ? `https://portal.sso.${HOME_REGION}.amazonaws.com/saml/assertion/d-93670f2b1c`
    : 'https://login.example.com/adfs/services/trust'
  const eventId = scene.call(entering, {
    at: ask.at,
    region: ask.region,
    source: 'sts',
    name: 'AssumeRoleWithSAML',
    readOnly: true,
    request: {
      sAMLAssertionID: `_${hex(scene.random, 32)}`,
      roleSessionName: ask.name,
      roleArn: roleArn(ask.role),
      principalArn: providerArn,
      durationSeconds: 3600 * (ask.hours ?? 1),
    },
    response: JSON.parse(
      credentialsOf(
        session,
        ask.at,
        {
          subjectType: 'persistent',
          issuer,
          audience: 'https://signin.aws.amazon.com/saml',
          subject: person,
        },
        ask.hours,
      ),
    ),
    resources: roleResources(ask.role),
  })
  const kind = identityCenter ? 'IdentityCenterUser' : 'SAMLUser'
  return actorOf(session, ask, [eventId], { kind, name: person, arn: null })
}

/** A build job comes in with a token of the build service. */
export function webIdentitySession(scene: Scene, subject: string, ask: Assume): Session {
  const provider = buildProvider(ask.role.account)
  const identity = { provider, subject, audience: 'sts.amazonaws.com' }
  const session = newSession(scene, ask, { webIdentity: identity })
  const entering: Actor = {
    account: ask.role.account,
    identity: webIdentity(subject, identity.audience, provider),
    ip: ask.ip,
    agent: ask.agent,
  }
  const eventId = scene.call(entering, {
    at: ask.at,
    region: ask.region,
    source: 'sts',
    name: 'AssumeRoleWithWebIdentity',
    readOnly: true,
    request: {
      roleArn: roleArn(ask.role),
      roleSessionName: ask.name,
      durationSeconds: 3600 * (ask.hours ?? 1),
    },
    response: JSON.parse(
      credentialsOf(
        session,
        ask.at,
        {
          subjectFromWebIdentityToken: subject,
          audience: identity.audience,
          provider,
        },
        ask.hours,
      ),
    ),
    resources: roleResources(ask.role),
  })
  return actorOf(session, ask, [eventId], { kind: 'WebIdentityUser', name: subject, arn: null })
}
