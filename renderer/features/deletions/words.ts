import {
  type ActionKind,
  type Cause,
  type Grade,
  grades,
  type Human,
  type Impact,
  impactLabels,
  impacts,
  type Recoverable,
  type Target,
} from '../../../electron/contract/deletions'
import type { DeletionFacet } from '../../state/deletion-edit'

export const facetLabels: Record<DeletionFacet, string> = {
  impact: 'Impact',
  service: 'Service',
  targetType: 'Target type',
  outcome: 'Outcome',
  actor: 'Acted as',
  human: 'Person behind it',
  account: 'Account',
  region: 'Region',
  cause: 'Direct or cascade',
}

export const causeWords: Record<Cause['kind'] | 'direct', string> = {
  direct: 'direct',
  stack: 'stack',
  schedule: 'schedule',
  batch: 'batch',
  'auto-scaling': 'auto scaling',
  lifecycle: 'lifecycle',
  service: 'service',
}

export const humanWords: Record<Human['kind'], string> = {
  IAMUser: 'IAM user',
  Root: 'root user',
  SAMLUser: 'SAML sign-in',
  WebIdentityUser: 'web identity',
  IdentityCenterUser: 'Identity Center user',
  FederatedUser: 'federated user',
  Directory: 'directory user',
  AWSService: 'AWS service',
  AWSAccount: 'another account',
}

const kindLabels: Record<Exclude<ActionKind, Impact>, string> = {
  created: 'created',
  changed: 'changed',
  protected: 'protected',
  'copied-out': 'copied or shared',
}

export const isImpact = (kind: string): kind is Impact => (impacts as readonly string[]).includes(kind)

/** The word for what an action does to a resource, as the engine names it. */
export function kindWords(kind: string): string {
  if (isImpact(kind)) return impactLabels[kind]
  return kind in kindLabels ? kindLabels[kind as keyof typeof kindLabels] : kind
}

const splitCase = (name: string) =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(' ')
    .map((word) => (/^[A-Z][a-z]/.test(word) ? word.toLowerCase() : word))
    .join(' ')

/** `AWS::RDS::DBInstance` as `RDS DB instance`, `acme:Tenant` as `acme tenant`. */
export function typeWords(type: string): string {
  const parts = type.split(/:+/).filter((part) => part !== '' && part !== 'AWS')
  const thing = parts.pop()
  if (thing === undefined) return type
  return [...parts, splitCase(thing)].join(' ')
}

/** `rds.amazonaws.com` as `rds`. */
export const serviceName = (source: string) => source.replace(/\.amazonaws\.com$/, '')

/** What a person calls the target: its name, else its id. */
export const targetName = (target: Target) => target.name ?? target.id

/** A value of a facet as a person reads it. */
export function facetValueWords(field: DeletionFacet, value: string | null): string {
  if (value === null) return field === 'human' ? 'not known' : '(none)'
  if (field === 'impact') return kindWords(value)
  if (field === 'targetType') return typeWords(value)
  if (field === 'service') return serviceName(value)
  if (field === 'cause') return value in causeWords ? causeWords[value as keyof typeof causeWords] : value
  return value
}

/** Grades that rest on an identifier that means one session and nothing else; the others could mean a second one. */
const firm: readonly Grade[] = [
  'same record',
  'exact key',
  'sharedEventID',
  'same resource',
  'sign-in session',
]

export const isFirm = (grade: Grade) => firm.includes(grade)

export const gradeWords: Record<Grade, string> = {
  'same record': 'the record itself says so',
  'exact key': 'the access key is the same',
  'same resource': 'it names the same resource, and the service carries it out',
  sharedEventID: 'both accounts recorded the same event',
  'sign-in session': 'the sign-in session is the same',
  'role session id': 'role id and session name are the same; two sessions may share them',
  'source identity': 'the session carries this source identity',
  'session name and time': 'session name and time fit; no identifier proves it',
}

/** From strongest (1) to weakest, for the order and for screen readers. */
export const gradeRank = (grade: Grade) => grades.indexOf(grade) + 1

export type Tone = 'bad' | 'warn' | 'good' | 'neutral'

/** The head of the recoverability line. Dates are left to the caller, who knows the time zone. */
export function recoverableWords({ state, until }: Recoverable): { title: string; tone: Tone } {
  switch (state) {
    case 'recoverable':
      return { title: until ? 'Can be recovered until' : 'Can be recovered', tone: 'good' }
    case 'scheduled':
      return { title: until ? 'Pending: can be cancelled until' : 'Pending: can be cancelled', tone: 'warn' }
    case 'restored':
      return { title: 'Has been restored', tone: 'good' }
    case 'not recoverable':
      return { title: 'Cannot be recovered', tone: 'bad' }
    case 'unknown':
      return { title: 'Not known whether it can be recovered', tone: 'neutral' }
  }
}

const units: readonly [number, string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
]

/** A distance in time in its two largest units: `3 min 2 s`, `2 d 4 h`; `0 s` below a second. */
export function distance(ms: number): string {
  let rest = Math.abs(ms)
  const parts: string[] = []
  for (const [size, unit] of units) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) parts.push(`${count} ${unit}`)
    else if (parts.length > 0) break
    if (parts.length === 2) break
  }
  return parts.join(' ') || '0 s'
}

/** `3 min 2 s before`, `at the same second`, `1 h after`: where `iso` lies seen from `from`. */
export function offsetWords(iso: string, from: string): string {
  const ms = Date.parse(iso) - Date.parse(from)
  if (Number.isNaN(ms)) return ''
  if (Math.abs(ms) < 1_000) return 'at the same second'
  return `${distance(ms)} ${ms < 0 ? 'before' : 'after'}`
}

/**
 * The first sentence of a summary, and what follows it: the one is set large, the other below it. The first sentence
 * holds the time, so that a full stop in a name before it does not end it.
 */
export function splitSummary(summary: string): { lead: string; rest: string } {
  const from = Math.max(0, summary.indexOf(' UTC'))
  const end = /(?<=[\p{L}\d)"”\]])\.\s+(?=[\p{Lu}\d"“])/u.exec(summary.slice(from))
  if (!end) return { lead: summary, rest: '' }
  const at = from + end.index
  return { lead: summary.slice(0, at + 1), rest: summary.slice(at + end[0].length) }
}

/** Leaves out the closing sentence about recovery where it says what stands in the line right below it. */
export function withoutRecovery(text: string, how: string | undefined): string {
  if (!how || !text.endsWith(how)) return text
  const before = text.slice(0, -how.length)
  const start = before.lastIndexOf('. ')
  return start < 0 ? '' : before.slice(0, start + 1)
}
