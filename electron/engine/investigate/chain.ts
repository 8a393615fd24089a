import { type Grade, grades, type Human } from '../../contract/deletions'
import type { ChainHop } from '../../contract/deletions-api'
import { isoFromMicros } from '../case/connection'
import { humanOf, weakHuman } from './human'
import {
  type Issued,
  type IssuedLookup,
  isSignIn,
  maxHops,
  sessionSlackSeconds,
  signInSlackSeconds,
} from './issued'
import { createdMicros, nameOf, type Principal, sessionName } from './principal'

/** The way from an acting identity back to whoever stands at its beginning (deletions.md 6.2). */
export type Chain = {
  /** From the action outwards. Empty: whoever acted, acted as themselves. */
  hops: ChainHop[]
  /** Positions of the hops' records. */
  seqs: number[]
  human: Human | null
  /** `human` and `service`: the beginning was reached; else the records in between are not here. */
  end: 'human' | 'service' | 'not-in-archive'
  reason: string
}

/** Follows the credentials of `principal` through the events that issued them. Pure; the look-ups are at hand. */
export function walkChain(principal: Principal, lookup: IssuedLookup): Chain {
  const hops: ChainHop[] = []
  const seqs: number[] = []
  const seen = new Set<string>()
  let current = principal
  let last: Issued | null = null
  while (hops.length < maxHops) {
    const origin = originOf(current, lookup)
    if (!origin || seen.has(origin.row.eventId)) break
    const { row, grade, why } = origin
    seen.add(row.eventId)
    seqs.push(row.seq)
    hops.push(hopOf(row, grade, why))
    last = row
    current = callerOf(row)
    const twin = current.type === 'AWSAccount' ? twinOf(row, lookup) : null
    if (!twin || seen.has(twin.eventId)) continue
    seen.add(twin.eventId)
    seqs.push(twin.seq)
    hops.push(
      hopOf(
        twin,
        'sharedEventID',
        `The same call as recorded in the caller's account ${twin.account ?? ''}: both records carry the sharedEventID ${row.sharedEventId}.`,
      ),
    )
    last = twin
    current = callerOf(twin)
  }
  return { ...endOf(principal, current, last, hops), seqs }
}

type Origin = { row: Issued; grade: Grade; why: string }

/** The event that made these credentials, by the strongest sign there is. */
function originOf(principal: Principal, lookup: IssuedLookup): Origin | null {
  const { accessKeyId, principalId, arn, signInSession, account } = principal
  if (accessKeyId) {
    const row = preferred(lookup.byKey(accessKeyId), account)
    if (row)
      return {
        row,
        grade: 'exact key',
        why: `It issued the access key ${accessKeyId}, which the later call used.`,
      }
  }
  if (signInSession) {
    const row = lookup.bySignIn(signInSession)[0]
    if (row)
      return { row, grade: 'sign-in session', why: `Both records name the sign-in session ${signInSession}.` }
  }
  const created = createdMicros(principal)
  if (created === null) return null
  if (principalId) {
    const row = preferred(near(lookup.bySessionId(principalId), created, sessionSlackSeconds), account)
    if (row) {
      const why = `It made the session ${principalId} at the time the later call gives for its creation (${principal.created}).`
      return { row, grade: 'role session id', why }
    }
  }
  if (arn && sessionName({ arn, principalId })) {
    const row = preferred(near(lookup.bySessionArn(arn), created, sessionSlackSeconds), account)
    if (row) {
      const why = `It asked for a session of this role under the same name at the time the session was created (${principal.created}).`
      return { row, grade: 'session name and time', why }
    }
  }
  return signInOf(principal, lookup, created)
}

/** A console session has another key than its sign-in; who and when tie them. */
function signInOf(principal: Principal, lookup: IssuedLookup, created: number): Origin | null {
  const { principalId } = principal
  if (!principalId || !['IAMUser', 'Root', 'AssumedRole'].includes(principal.type ?? '')) return null
  const row = near(lookup.byCallerId(principalId), created, signInSlackSeconds)[0]
  if (!row) return null
  const why = `The same principal signed in to the console when the session was created (${principal.created}).`
  return { row, grade: 'session name and time', why }
}

/** Nearest in time first. */
function near(rows: readonly Issued[], us: number, seconds: number): Issued[] {
  return rows
    .filter((row) => Math.abs(row.us - us) <= seconds * 1_000_000)
    .sort((a, b) => Math.abs(a.us - us) - Math.abs(b.us - us))
}

/** Of the two records of a call across accounts, the one in the account of the session comes first. */
const preferred = (rows: readonly Issued[], account: string | null): Issued | undefined =>
  rows.find((row) => row.account === account) ?? rows[0]

const twinOf = (row: Issued, lookup: IssuedLookup): Issued | null =>
  (row.sharedEventId
    ? lookup
        .byShared(row.sharedEventId)
        .find((other) => other.eventId !== row.eventId && other.caller.type !== 'AWSAccount')
    : undefined) ?? null

/** Who asked. After a role switch in the console, whoever switched. */
function callerOf(row: Issued): Principal {
  if (row.eventName === 'SwitchRole' && row.switchedFrom) {
    const user = /:user\/(?:.*\/)?([^/]+)$/.exec(row.switchedFrom)?.[1] ?? null
    return {
      ...row.caller,
      type: user ? 'IAMUser' : 'AssumedRole',
      arn: row.switchedFrom,
      userName: user,
      principalId: null,
      accessKeyId: null,
      created: null,
    }
  }
  // A sign-in is the beginning of a session, not a call made in one.
  return isSignIn(row) && row.caller.type !== 'AssumedRole'
    ? { ...row.caller, accessKeyId: null, created: null }
    : row.caller
}

function hopOf(row: Issued, grade: Grade, why: string): ChainHop {
  const { caller } = row
  return {
    eventId: row.eventId,
    eventTime: isoFromMicros(BigInt(row.us)),
    eventName: row.eventName,
    principal: {
      type: caller.type,
      name: nameOf(caller),
      arn: caller.arn ?? row.switchedFrom,
      account: caller.account ?? row.account,
      accessKeyId: caller.accessKeyId,
    },
    sourceIp: row.sourceIp,
    userAgent: row.userAgent,
    mfa: isSignIn(row) ? row.mfaUsed : caller.mfa,
    grade,
    why,
  }
}

function endOf(
  start: Principal,
  current: Principal,
  last: Issued | null,
  hops: ChainHop[],
): Omit<Chain, 'seqs'> {
  const grade = weakest(hops.map((hop) => hop.grade))
  const human = humanOf(current, last, start, grade)
  if (human) {
    const end = human.kind === 'AWSService' ? 'service' : 'human'
    return { hops, human, end, reason: reasonOf(human, current, hops) }
  }
  return { hops, human: weakHuman(current, start), end: 'not-in-archive', reason: whyMissing(current, hops) }
}

/** A chain is as good as its weakest hop. */
export function weakest(given: readonly Grade[]): Grade {
  return given.reduce<Grade>(
    (worst, grade) => (grades.indexOf(grade) > grades.indexOf(worst) ? grade : worst),
    'same record',
  )
}

const kinds: Record<Human['kind'], string> = {
  IAMUser: 'an IAM user',
  Root: 'the root user',
  SAMLUser: 'a person of a SAML directory',
  WebIdentityUser: 'a token of a web identity provider',
  IdentityCenterUser: 'a person of IAM Identity Center',
  FederatedUser: 'a federated user',
  Directory: 'a person of a directory',
  AWSService: 'an AWS service, which takes roles for workloads by itself',
  AWSAccount: 'another account',
}

function reasonOf(human: Human, current: Principal, hops: readonly ChainHop[]): string {
  const found = `The chain ends at ${human.name}: ${kinds[human.kind]}.`
  const session = current.created !== null || current.accessKeyId?.startsWith('ASIA')
  if (!session || !['IAMUser', 'Root'].includes(human.kind)) return found
  const what = hops.length > 0 ? 'How that session began' : 'How this session began'
  return `${found} ${what} (${current.created ?? 'time not recorded'}) is not in this archive: the sign-in or GetSessionToken would be in account ${current.account ?? 'unknown'}.`
}

/** Where the missing record would be. */
function whyMissing(current: Principal, hops: readonly ChainHop[]): string {
  const when = current.created ? ` around ${current.created}` : ''
  if (current.type === 'AWSAccount') {
    return `The call came from account ${current.account ?? 'unknown'}, whose own record of it is not in this archive${hops.at(-1)?.eventTime ? `; it would be there at ${hops.at(-1)?.eventTime}` : ''}.`
  }
  if (current.type === 'AssumedRole' || current.type === 'Role' || current.type === 'FederatedUser') {
    const call = current.type === 'FederatedUser' ? 'GetFederationToken' : 'AssumeRole'
    const name = sessionName(current)
    return `The ${call} that began the session ${name ? `"${name}" ` : ''}of ${current.role ? `role ${current.role}` : (current.arn ?? 'this principal')} is not in this archive; it would be in account ${current.account ?? 'unknown'} (or the caller's account), in the Region of the call or us-east-1,${when || ' before the first call of the session'}.`
  }
  return `The record does not say who acted beyond ${current.arn ?? current.principalId ?? current.type ?? 'nothing'}.`
}
