import type { Actor, Grade, Human } from '../../../electron/contract/deletions'
import type { ChainHop, Investigation } from '../../../electron/contract/deletions-api'
import { humanWords } from './words'

export type ChainNode = {
  kind: 'unknown' | 'person' | 'service' | 'role' | 'session' | 'account'
  name: string
  /** What it is, in words: `IAM user`, `role session`. */
  what: string
  arn: string | null
  account: string | null
  accessKeyId: string | null
  sourceIp: string | null
  mfa: boolean | null
}

/** How one node became the next: the call that did it, and how firmly that is known. */
export type ChainLink = {
  eventId: string | null
  eventTime: string | null
  eventName: string | null
  grade: Grade | null
  why: string | null
}

/** The chain from its beginning to the deletion: node, link, node, …; the last link is the deletion itself. */
export type ChainPicture = { nodes: ChainNode[]; links: ChainLink[] }

type Principal = ChainHop['principal']

const typeWords: Record<string, string> = {
  IAMUser: 'IAM user',
  Root: 'root user',
  AssumedRole: 'role session',
  Role: 'role',
  FederatedUser: 'federated user',
  SAMLUser: 'SAML user',
  WebIdentityUser: 'web identity',
  IdentityCenterUser: 'Identity Center user',
  Directory: 'directory user',
  AWSAccount: 'another account',
  AWSService: 'AWS service',
}

function kindOf(type: string | null): ChainNode['kind'] {
  if (type === 'AssumedRole' || type === 'FederatedUser') return 'session'
  if (type === 'Role') return 'role'
  if (type === 'AWSService') return 'service'
  if (type === 'AWSAccount') return 'account'
  return type === null ? 'unknown' : 'person'
}

/** Temporary keys begin with ASIA: whoever holds one acts through a session. */
const isTemporary = (key: string | null) => key?.startsWith('ASIA') ?? false

function nodeOf(
  principal: Principal,
  { sourceIp, mfa }: { sourceIp: string | null; mfa: boolean | null },
  isStart: boolean,
): ChainNode {
  const from = { sourceIp, mfa }
  const { type, name, arn, account, accessKeyId } = principal
  const kind = kindOf(type)
  const role = type === 'AssumedRole' ? roleSession(arn) : null
  if (role) return { kind, ...role, arn, account, accessKeyId, ...from }
  const inSession = kind === 'person' && isTemporary(accessKeyId) && !isStart
  return {
    kind: inSession ? 'session' : kind,
    name: name ?? arn ?? accessKeyId ?? account ?? 'not named',
    what: inSession ? 'signed-in session' : ((type && typeWords[type]) ?? type ?? 'not recorded'),
    arn,
    account,
    accessKeyId,
    ...from,
  }
}

/**
 * Role and session out of `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`. The roles Identity Center makes are called
 * by the permission set they stand for.
 */
export function roleSession(arn: string | null): { name: string; what: string } | null {
  const [, role, session] = /:assumed-role\/(.+)\/([^/]+)$/.exec(arn ?? '') ?? []
  if (!role || !session) return null
  const permissionSet = /^AWSReservedSSO_(.+)_[\da-f]{16}$/.exec(role)?.[1]
  return {
    name: permissionSet ?? role,
    what: `${permissionSet ? 'permission set, session' : 'role session'} “${session}”`,
  }
}

const actorNode = (actor: Actor, isStart: boolean): ChainNode => nodeOf(actor, actor, isStart)

function humanNode(human: Human): ChainNode {
  return {
    kind: human.kind === 'AWSService' ? 'service' : human.kind === 'AWSAccount' ? 'account' : 'person',
    name: human.name,
    what: humanWords[human.kind],
    arn: human.arn,
    account: null,
    accessKeyId: null,
    sourceIp: null,
    mfa: null,
  }
}

/** A foreign account is only what hides the caller when the caller's own record of the call follows. */
const isVeil = (hop: ChainHop, next: ChainHop | undefined) =>
  hop.principal.type === 'AWSAccount' && next?.grade === 'sharedEventID'

const missing: ChainNode = {
  kind: 'unknown',
  name: 'Not in this archive',
  what: 'the chain ends here',
  arn: null,
  account: null,
  accessKeyId: null,
  sourceIp: null,
  mfa: null,
}

/**
 * Turns the hops, which lead from the deletion outwards, round into the order of events. A chain that does not reach a
 * person begins with a node that says so; a person known by a weaker sign than a record stands before it.
 */
export function chainPicture({ deletion, chain }: Pick<Investigation, 'deletion' | 'chain'>): ChainPicture {
  const { actor, human, eventId, eventTime, eventName } = deletion
  const nodes: ChainNode[] = [actorNode(actor, chain.length === 0)]
  const links: ChainLink[] = [{ eventId, eventTime, eventName, grade: null, why: null }]
  chain.forEach((hop, at) => {
    const veiled = at > 0 && hop.grade === 'sharedEventID'
    if (!veiled) links.unshift(linkOf(hop))
    if (!isVeil(hop, chain[at + 1])) nodes.unshift(nodeOf(hop.principal, hop, at === chain.length - 1))
  })
  const first = nodes[0]
  const unnamed = { eventId: null, eventTime: null, eventName: null, why: null }
  if (human === null) {
    nodes.unshift(missing)
    links.unshift({ ...unnamed, grade: null })
  } else if (first?.kind === 'person' || first?.kind === 'service') {
    nodes[0] = { ...first, name: human.name, what: humanWords[human.kind] }
  } else {
    nodes.unshift(humanNode(human))
    links.unshift({ ...unnamed, grade: human.grade })
  }
  return { nodes, links }
}

const linkOf = ({ eventId, eventTime, eventName, grade, why }: ChainHop): ChainLink => ({
  eventId,
  eventTime,
  eventName,
  grade,
  why,
})
