import type { Cause, Grade } from '../../contract/deletions'
import type { Principal } from './principal'

/** An action as the search for its cause sees it. */
export type CausedAction = {
  eventId: string
  us: number
  eventName: string
  eventSource: string
  eventType: string | null
  account: string | null
  region: string | null
  sourceIp: string | null
  principal: Principal
  /** Lower-case keys of what it hit and of what took part (index-build.ts). */
  keys: readonly string[]
  relatedKeys: readonly string[]
  /** Lower-case ids, ARNs and names. */
  search: string
}

/** `root`: the earlier action that made it happen, with the grade of that link. */
export type FoundCause = { cause: Cause; root: CausedAction | null; grade: Grade }

export type CauseFinder = (action: CausedAction) => FoundCause | null

const stackEvents = [
  'DeleteStack',
  'UpdateStack',
  'ExecuteChangeSet',
  'CreateStack',
  'RollbackStack',
  'DeleteStackInstances',
]
const scalingEvents = [
  'UpdateAutoScalingGroup',
  'SetDesiredCapacity',
  'DeleteAutoScalingGroup',
  'TerminateInstanceInAutoScalingGroup',
]
/** Service event and the call that had asked for it. */
const scheduled: Record<string, readonly string[]> = {
  DeleteKey: ['ScheduleKeyDeletion'],
  StartSecretVersionDelete: ['DeleteSecret'],
  EndSecretVersionDelete: ['DeleteSecret'],
  BackupDeleted: ['DeleteRecoveryPoint'],
}
/** Events that can stand at the beginning of others. */
export const rootEvents: readonly string[] = [
  ...stackEvents,
  ...scalingEvents,
  ...new Set(Object.values(scheduled).flat()),
  'PutBucketLifecycle',
  'PutLifecyclePolicy',
]

const hour = 3_600_000_000
/** A large stack takes hours; an instance with a long drain nearly one. */
const stackHours = 12
const scalingHours = 1

/** Finds what made an action happen, where that was not its caller (deletions.md 6.1.5, 6.3). */
export function createCauseFinder(roots: readonly CausedAction[]): CauseFinder {
  const byName = new Map<string, CausedAction[]>()
  for (const root of [...roots].sort((a, b) => a.us - b.us)) {
    const list = byName.get(root.eventName)
    if (list) list.push(root)
    else byName.set(root.eventName, [root])
  }
  const named = (names: readonly string[]) => names.flatMap((name) => byName.get(name) ?? [])
  const stacks = named(stackEvents)
  const scaling = named(scalingEvents)

  return (action) => {
    const asked = scheduled[action.eventName]
    if (action.eventType === 'AwsServiceEvent' && asked) {
      const root = latest(named(asked), action, (candidate) => sharesKey(candidate, action))
      return bySchedule(action, root, asked[0] ?? '')
    }
    if (action.eventName === 'PolicyExecutionEvent' || action.eventSource === 's3lifecycle.amazonaws.com') {
      const names =
        action.eventName === 'PolicyExecutionEvent' ? ['PutLifecyclePolicy'] : ['PutBucketLifecycle']
      return byLifecycle(
        action,
        latest(named(names), action, (candidate) => holds(candidate, action)),
      )
    }
    const service = serviceBehind(action)
    if (service === null) return null
    if (service === 'cloudformation.amazonaws.com') return byStack(action, stacks)
    if (service === 'autoscaling.amazonaws.com') return byScaling(action, scaling)
    return {
      cause: { kind: 'service', eventId: null, why: `${service} made the call${onBehalf(action)}.` },
      root: null,
      grade: 'same record',
    }
  }
}

/** The service that made a call, for itself or for somebody; null where the caller called directly. */
export function serviceBehind({ principal, sourceIp, eventType }: CausedAction): string | null {
  const named = principal.invokedBy ?? (sourceIp?.endsWith('.amazonaws.com') ? sourceIp : null)
  if (named?.endsWith('.amazonaws.com')) return named === 'signin.amazonaws.com' ? null : named
  return eventType === 'AwsServiceEvent' ? (named ?? 'an AWS service') : null
}

const onBehalf = ({ principal }: CausedAction): string =>
  principal.type === 'AWSService' || !principal.arn ? '' : ` on behalf of ${principal.arn}`

const sharesKey = (a: CausedAction, b: CausedAction): boolean => a.keys.some((key) => b.keys.includes(key))

/** A bucket holds its objects, a repository its images. */
const holds = (root: CausedAction, action: CausedAction): boolean =>
  root.keys.some((key) => action.keys.some((inner) => inner === key || inner.startsWith(`${key}/`)))

function latest(
  roots: readonly CausedAction[],
  action: CausedAction,
  fits: (root: CausedAction) => boolean,
): CausedAction | null {
  let found: CausedAction | null = null
  for (const root of roots) {
    if (
      root.us <= action.us &&
      root.eventId !== action.eventId &&
      fits(root) &&
      (!found || root.us >= found.us)
    ) {
      found = root
    }
  }
  return found
}

function bySchedule(action: CausedAction, root: CausedAction | null, asked: string): FoundCause {
  const why = root
    ? `${root.eventName} had asked for it; ${action.eventName} is the service carrying it out.`
    : `The service carried out an earlier ${asked}, which is not in this archive.`
  return { cause: { kind: 'schedule', eventId: root?.eventId ?? null, why }, root, grade: 'same resource' }
}

function byLifecycle(_: CausedAction, root: CausedAction | null): FoundCause {
  const why = root
    ? `A life cycle rule did it, last set by this ${root.eventName}.`
    : 'A life cycle rule did it; who set the rule is not in this archive.'
  return { cause: { kind: 'lifecycle', eventId: root?.eventId ?? null, why }, root, grade: 'same resource' }
}

function byStack(action: CausedAction, stacks: readonly CausedAction[]): FoundCause {
  const candidates = stacks.filter(
    (root) =>
      root.account === action.account &&
      (root.region === action.region || action.region === 'us-east-1') &&
      root.us <= action.us &&
      action.us - root.us <= stackHours * hour,
  )
  const ranked = candidates
    .map((root) => ({ root, rank: stackRank(root, action) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || b.root.us - a.root.us)
  const best = ranked[0]
  if (!best) {
    const why = 'CloudFormation made the call; the stack operation behind it is not in this archive.'
    return { cause: { kind: 'stack', eventId: null, why }, root: null, grade: 'same record' }
  }
  const { root, rank } = best
  const session = rank >= sameSession
  const why = session
    ? `CloudFormation made the call in the session that had called ${root.eventName}.`
    : `CloudFormation made the call with a role of the stack, after this ${root.eventName}.`
  return {
    cause: { kind: 'stack', eventId: root.eventId, why },
    root,
    grade: session ? 'role session id' : 'session name and time',
  }
}

const sameSession = 4

/** 4 and more: the session of the stack operation; then the name of the stack in that of the resource; 0: no sign. */
function stackRank(root: CausedAction, action: CausedAction): number {
  const a = root.principal
  const b = action.principal
  const same = a.principalId !== null && a.principalId === b.principalId && a.created === b.created
  const inName = stackNames(root).some((name) => action.search.includes(name))
  // With a role of its own, CloudFormation appears as that role, in sessions it names itself.
  const byRole =
    b.type === 'AWSService' || /\/AWSCloudFormation$/.test(b.arn ?? '') || b.principalId !== a.principalId
  return (
    (same ? sameSession : 0) +
    (inName ? 2 : 0) +
    (!same && byRole && (inName || /AWSCloudFormation/.test(b.arn ?? '')) ? 1 : 0)
  )
}

const stackNames = (root: CausedAction): string[] =>
  root.search.split('\n').filter((word) => !word.startsWith('arn:') && word.length > 2)

function byScaling(action: CausedAction, scaling: readonly CausedAction[]): FoundCause {
  const root = latest(
    scaling,
    action,
    (candidate) =>
      candidate.account === action.account &&
      candidate.region === action.region &&
      action.us - candidate.us <= scalingHours * hour,
  )
  const why = root
    ? `Auto Scaling made the call after this ${root.eventName} in the hour before.`
    : 'Auto Scaling made the call; nobody changed a group in the hour before.'
  return {
    cause: { kind: 'auto-scaling', eventId: root?.eventId ?? null, why },
    root,
    grade: 'session name and time',
  }
}
