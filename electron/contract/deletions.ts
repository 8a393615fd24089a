import { z } from 'zod'

/** What a destructive action does to its target, worst first (the order people rank them by). */
export const impacts = [
  'destroyed',
  'scheduled',
  'emptied',
  'logging-impaired',
  'protection-removed',
  'access-removed',
  'expiry-configured',
  'stopped',
  'detached',
  'restored',
] as const
export type Impact = (typeof impacts)[number]

/** The words people read for an impact. */
export const impactLabels: Record<Impact, string> = {
  destroyed: 'destroyed',
  scheduled: 'scheduled for destruction',
  emptied: 'emptied',
  'logging-impaired': 'logging or detection impaired',
  'protection-removed': 'protection removed',
  'access-removed': 'access removed',
  'expiry-configured': 'data expiry configured',
  stopped: 'stopped or disabled',
  detached: 'detached',
  restored: 'restored',
}

/** What else happens in the life of a resource; never listed as a deletion. */
export const lifeKinds = ['created', 'changed', 'protected', 'copied-out'] as const
export const actionKinds = [...impacts, ...lifeKinds] as const
export type ActionKind = (typeof actionKinds)[number]

/** Which rule found a target, in the order they are asked. */
export const targetRules = [
  'catalogue',
  'generic',
  'resources',
  'service-event',
  'response',
  'error-message',
] as const

/** How a hop of the chain is known, strongest first. */
export const grades = [
  'same record',
  'exact key',
  'sharedEventID',
  'same resource',
  'sign-in session',
  'role session id',
  'source identity',
  'session name and time',
] as const
export const Grade = z.enum(grades)
export type Grade = z.infer<typeof Grade>

const Text = z.string().nullable()
/** ISO 8601 UTC. */
const Time = z.string()

export const Target = z.object({
  /** CloudFormation's name of the type where Backtrail knows it, else `service:Thing`. */
  type: z.string(),
  id: z.string(),
  /** As recorded, or built where everything it is made of is known. */
  arn: Text,
  name: Text,
  rule: z.enum(targetRules),
  /** Where the value stood: `requestParameters.keyId`. */
  path: z.string(),
})
export type Target = z.infer<typeof Target>

export const Outcome = z.enum(['succeeded', 'denied', 'failed', 'dry-run'])
export type Outcome = z.infer<typeof Outcome>

export const Actor = z.object({
  type: Text,
  arn: Text,
  name: Text,
  accessKeyId: Text,
  sourceIp: Text,
  userAgent: Text,
  principalId: Text,
  account: Text,
  /** The role behind a session, by name. */
  role: Text,
  mfa: z.boolean().nullable(),
})
export type Actor = z.infer<typeof Actor>

/** The person or system at the beginning of the chain. `grade` is the weakest hop. */
export const Human = z.object({
  kind: z.enum([
    'IAMUser',
    'Root',
    'SAMLUser',
    'WebIdentityUser',
    'IdentityCenterUser',
    'FederatedUser',
    'Directory',
    'AWSService',
    'AWSAccount',
  ]),
  name: z.string(),
  arn: Text,
  grade: Grade,
})
export type Human = z.infer<typeof Human>

export const causeKinds = ['stack', 'schedule', 'batch', 'auto-scaling', 'lifecycle', 'service'] as const
/** What made it happen where that was not the caller itself. `eventId` names the root where the archive has it. */
export const Cause = z.object({ kind: z.enum(causeKinds), eventId: Text, why: z.string() })
export type Cause = z.infer<typeof Cause>

/**
 * As of the end of the archive. `scheduled`: destruction is pending and can be cancelled until then. `not recoverable`:
 * the records themselves say so. `unknown`: they cannot say; `how` says what to try.
 */
export const Recoverable = z.object({
  state: z.enum(['recoverable', 'not recoverable', 'scheduled', 'restored', 'unknown']),
  until: Time.nullable(),
  how: z.string(),
})
export type Recoverable = z.infer<typeof Recoverable>

/** One destructive action: a line of `deletions --json`. */
export const Deletion = z.object({
  eventId: z.string(),
  /** Empty where the record has none. */
  eventTime: Time,
  account: Text,
  region: Text,
  eventSource: z.string(),
  eventName: z.string(),
  impact: z.enum(impacts),
  outcome: Outcome,
  /** Why it did not succeed; null where it did. */
  outcomeReason: Text,
  targets: z.array(Target),
  /** Why no target can be named; null where one can. */
  targetsUnknown: Text,
  actor: Actor,
  human: Human.nullable(),
  cause: Cause.nullable(),
  recoverable: Recoverable.nullable(),
  /** Per-item events of this batch, which are not counted again. */
  children: z.int().min(0),
  seq: z.int(),
})
export type Deletion = z.infer<typeof Deletion>
