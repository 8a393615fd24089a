import type { Deletion, Human, Impact, Target } from '../../contract/deletions'
import type { ChainHop, Investigation } from '../../contract/deletions-api'
import { shippedCatalogue } from './catalogue'
import type { StoryEvent } from './story-events'

const verbs: Record<Impact, readonly [done: string, tried: string]> = {
  destroyed: ['deleted', 'delete'],
  scheduled: ['scheduled for destruction', 'schedule for destruction'],
  emptied: ['emptied', 'empty'],
  detached: ['detached', 'detach'],
  stopped: ['stopped or disabled', 'stop or disable'],
  'protection-removed': ['removed protection from', 'remove protection from'],
  'logging-impaired': ['impaired logging by', 'impair logging by'],
  'access-removed': ['removed access from', 'remove access from'],
  'expiry-configured': ['set data to expire in', 'set data to expire in'],
  restored: ['restored', 'restore'],
}

type Told = Pick<Investigation, 'precursors' | 'restores' | 'attempts'>

/**
 * The story in one paragraph, to be read out: who did what, through what, when, from where, what had been done before,
 * and whether it comes back. Says only what records say.
 */
export function summaryOf(
  deletion: Deletion,
  hops: readonly ChainHop[],
  lives: Told,
  root: StoryEvent | null,
): string {
  const sentences = [
    `${whoOf(deletion, hops)} ${whatOf(deletion)}${throughOf(deletion, root)} at ${timeText(deletion.eventTime)}${fromOf(deletion, hops, root)}.`,
    outcomeSentence(deletion),
    ...beforeSentences(deletion, lives),
    recoverySentence(deletion, lives),
  ]
  return sentences.filter((sentence) => sentence !== '').join(' ')
}

const timeText = (iso: string): string =>
  iso === ''
    ? 'a time that the record does not give'
    : `${iso.replace('T', ' ').replace(/(\.\d+)?Z$/, '')} UTC`

const kindText: Record<Human['kind'], string> = {
  IAMUser: 'IAM user',
  Root: 'the root user',
  SAMLUser: 'SAML',
  WebIdentityUser: 'web identity',
  IdentityCenterUser: 'Identity Center',
  FederatedUser: 'federated',
  Directory: 'directory',
  AWSService: 'AWS service',
  AWSAccount: 'account',
}

/** "ann (IAM user, MFA)". Multi-factor is said where any record of the chain says it. */
function whoOf({ human, actor }: Deletion, hops: readonly ChainHop[]): string {
  const mfa = actor.mfa === true || hops.some((hop) => hop.mfa === true) ? ', MFA' : ''
  const doubt =
    human && ['source identity', 'session name and time'].includes(human.grade) && human.kind !== 'Root'
  if (human?.kind === 'Root') {
    const signedInWithout = hops.some((hop) => hop.eventName === 'ConsoleLogin' && hop.mfa === false)
    return `The root user of account ${actor.account ?? 'unknown'}${mfa ? ' (MFA)' : signedInWithout ? ' (without MFA)' : ''}`
  }
  if (human) {
    const weak = doubt && hops.length === 0 ? 'Probably ' : ''
    return `${weak}${human.name} (${kindText[human.kind]}${human.kind === 'AWSService' ? '' : mfa})`
  }
  return `Somebody unknown, as ${actor.arn ?? actor.name ?? actor.type ?? 'an unknown principal'}`
}

function whatOf(deletion: Deletion): string {
  const [done, tried] = verbs[deletion.impact]
  const verb = deletion.outcome === 'succeeded' ? done : `tried to ${tried}`
  const call = deletion.impact === 'logging-impaired' ? `${deletion.eventName} on ` : ''
  return `${verb} ${call}${targetText(deletion)}`
}

/** "RDS database prod-orders", "3 EC2 instances (i-1, i-2, i-3)", "something (StopLogging)". */
function targetText({ targets, eventName }: Deletion): string {
  const [first] = targets
  if (!first) return `something the record does not name (${eventName})`
  const label = labelOf(first)
  if (targets.length === 1) return `${label} ${nameText(first)}`
  const same = targets.every(({ type }) => type === first.type)
  const shown = targets.slice(0, 3).map(nameText).join(', ')
  const rest = targets.length > 3 ? ` and ${targets.length - 3} more` : ''
  return `${targets.length} ${same ? plural(label) : 'resources'} (${shown}${rest})`
}

const nameText = ({ id, name }: Target): string =>
  name && name !== id && !/^https?:/.test(name) ? `${name} (${id})` : id
const labelOf = ({ type }: Target): string => shippedCatalogue().types.get(type)?.label ?? type
const plural = (label: string): string =>
  /(s|x|ch|sh)$/.test(label)
    ? `${label}es`
    : /[^aeiou]y$/.test(label)
      ? `${label.slice(0, -1)}ies`
      : `${label}s`

function throughOf({ actor, human, cause }: Deletion, root: StoryEvent | null): string {
  if (root && cause) {
    const what = root.targets[0] ? ` of ${labelOf(root.targets[0])} ${nameText(root.targets[0])}` : ''
    return ` by ${root.eventName}${what} (${timeText(root.eventTime)}), which ${carrier(cause.kind)} carried out`
  }
  if (actor.role && human) return ` through role ${actor.role}`
  return ''
}

const carrier = (kind: string): string =>
  ({ stack: 'CloudFormation', 'auto-scaling': 'Auto Scaling', lifecycle: 'a life cycle rule', batch: 'S3' })[
    kind
  ] ?? 'the service'

function fromOf({ actor }: Deletion, hops: readonly ChainHop[], root: StoryEvent | null): string {
  const ip = root ? (root.sourceIp ?? hops[0]?.sourceIp) : actor.sourceIp
  return ip ? ` from ${ip}` : ''
}

function outcomeSentence({ outcome, outcomeReason }: Deletion): string {
  if (outcome === 'succeeded') return ''
  if (outcome === 'dry-run') return 'It was a dry run that would have been allowed: nothing happened.'
  return outcome === 'denied' ? `It was denied (${outcomeReason}).` : `It failed: ${outcomeReason}.`
}

function beforeSentences(deletion: Deletion, { precursors, attempts }: Told): string[] {
  const sentences: string[] = []
  const latest = (kind: string) => precursors.filter((event) => event.kind === kind).at(-1)
  const unprotected = latest('protection-removed')
  if (unprotected) {
    sentences.push(
      `Protection had been removed ${ago(unprotected, deletion)} before (${unprotected.eventName}).`,
    )
  }
  const copied = latest('copied-out')
  if (copied)
    sentences.push(`A copy had been made or shared ${ago(copied, deletion)} before (${copied.eventName}).`)
  const own = new Set(deletion.targets.map(({ id }) => id))
  const failed = attempts.filter(
    (event) => event.eventTime < deletion.eventTime && event.targets.some(({ id }) => own.has(id)),
  )
  if (failed.length > 0) {
    sentences.push(
      `It had been tried ${failed.length === 1 ? 'once' : `${failed.length} times`} before without success.`,
    )
  }
  return sentences
}

function ago(event: StoryEvent, deletion: Deletion): string {
  const seconds = Math.round((Date.parse(deletion.eventTime) - Date.parse(event.eventTime)) / 1000)
  const count = (value: number, unit: string) => `${value} ${unit}${value === 1 ? '' : 's'}`
  if (seconds < 60) return count(seconds, 'second')
  if (seconds < 3600) return count(Math.round(seconds / 60), 'minute')
  return seconds < 172_800
    ? count(Math.round(seconds / 3600), 'hour')
    : count(Math.round(seconds / 86_400), 'day')
}

function recoverySentence({ recoverable }: Deletion, { restores }: Told): string {
  if (!recoverable) return ''
  const { state, until, how } = recoverable
  if (state === 'restored') {
    const by = restores[0]
    return by
      ? `It was brought back at ${timeText(by.eventTime)} (${by.eventName}).`
      : 'It was brought back later.'
  }
  if (state === 'scheduled') return `It can be cancelled${until ? ` until ${timeText(until)}` : ''}: ${how}`
  if (state === 'recoverable') return `It can be recovered${until ? ` until ${timeText(until)}` : ''}: ${how}`
  return state === 'not recoverable'
    ? `It cannot be recovered: ${how}`
    : `Whether it can be recovered is not in the record: ${how}`
}
