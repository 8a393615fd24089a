import { z } from 'zod'
import { CaseId, Path } from './case'
import { causeKinds, Deletion, Grade, impacts, Outcome, Recoverable, Target } from './deletions'
import { Instant } from './view'

const Count = z.int().min(0)
const Text = z.string().nullable()

/** What the list is narrowed to. Within one field any of the values, between fields all of them. */
export const DeletionFilter = z.object({
  range: z.object({ from: Instant, to: Instant }).nullable().default(null),
  impact: z.array(z.enum(impacts)).default([]),
  service: z.array(z.string()).default([]),
  targetType: z.array(z.string()).default([]),
  outcome: z.array(Outcome).default([]),
  /** Role, user or service that acted, as `actor.name` has it. */
  actor: z.array(z.string()).default([]),
  human: z.array(z.string().nullable()).default([]),
  /** Part of the actor's name, ARN or access key, or of the human's name, ignoring case. */
  who: z.string().max(2000).default(''),
  account: z.array(z.string()).default([]),
  region: z.array(z.string()).default([]),
  /** `direct`, or what it was a consequence of. */
  cause: z.array(z.enum(['direct', ...causeKinds])).default([]),
  /** Part of an id, a name or an ARN of a target, ignoring case. */
  target: z.string().max(2000).default(''),
})
export type DeletionFilter = z.infer<typeof DeletionFilter>

export const deletionFacets = [
  'impact',
  'service',
  'targetType',
  'outcome',
  'actor',
  'human',
  'account',
  'region',
  'cause',
] as const

const FacetList = z.object({
  field: z.enum(deletionFacets),
  values: z.array(z.object({ value: Text, count: Count, total: Count })),
})

/** An event of a story: enough to show a line and to open the record. */
export const StoryEvent = z.object({
  eventId: z.string(),
  seq: z.int(),
  eventTime: z.string(),
  eventSource: z.string(),
  eventName: z.string(),
  account: Text,
  region: Text,
  outcome: Outcome,
  principal: Text,
  sourceIp: Text,
  /** What it does to a resource, in a word; null for a call that only reads. */
  kind: Text,
  targets: z.array(Target),
})
export type StoryEvent = z.infer<typeof StoryEvent>

/** One hop of the chain, from the deletion outwards. */
export const ChainHop = z.object({
  /** The record that shows how these credentials came to be; null where none is in the archive. */
  eventId: Text,
  eventTime: Text,
  eventName: Text,
  principal: z.object({ type: Text, name: Text, arn: Text, account: Text, accessKeyId: Text }),
  sourceIp: Text,
  userAgent: Text,
  mfa: z.boolean().nullable(),
  grade: Grade,
  /** A sentence: why this record is the one. */
  why: z.string(),
})
export type ChainHop = z.infer<typeof ChainHop>

const Window = z.object({ events: z.array(StoryEvent), more: Count })

/** The story of one deletion: `investigate --json`. */
export const Investigation = z.object({
  deletion: Deletion,
  /** One paragraph a person can read out: who, what, through what, when, from where, and what had been done before. */
  summary: z.string(),
  chain: z.array(ChainHop),
  chainEnd: z.object({ reason: z.string() }),
  cascade: z.array(StoryEvent),
  cascadeMore: Count,
  precursors: z.array(StoryEvent.extend({ why: z.string() })),
  session: z.object({ before: z.array(StoryEvent), after: z.array(StoryEvent), more: Count }),
  /** The same key, principal and address outside of this session. */
  elsewhere: z.array(
    z.object({
      by: z.enum(['access key', 'principal', 'source address']),
      value: z.string(),
      ...Window.shape,
    }),
  ),
  attempts: z.array(StoryEvent),
  logging: z.array(StoryEvent),
  restores: z.array(StoryEvent),
  resource: z.array(StoryEvent),
  recoverable: Recoverable.nullable(),
  caveats: z.array(z.string()),
  /** Where each record of the story came from, for the report. */
  evidence: z.array(
    z.object({
      eventId: z.string(),
      path: z.string(),
      sha256: Text,
      byteOffset: z.int(),
      byteLength: z.int(),
    }),
  ),
})
export type Investigation = z.infer<typeof Investigation>

export const deletionsApi = {
  'deletions.list': {
    params: z.object({
      case: CaseId,
      filter: DeletionFilter.default(DeletionFilter.parse({})),
      descending: z.boolean().default(true),
      from: Count,
      count: z.int().min(1).max(1000),
    }),
    /** First call after an import: how much of the case has been looked through. */
    progress: z.object({ done: Count, total: Count }),
    result: z.object({ total: Count, all: Count, deletions: z.array(Deletion) }),
  },
  'deletions.facets': {
    params: z.object({
      case: CaseId,
      filter: DeletionFilter.default(DeletionFilter.parse({})),
      top: z.int().min(1).max(500).default(30),
    }),
    result: z.object({ facets: z.array(FacetList) }),
  },
  /** Everything that happened to what this id, name, ARN or part of one names, oldest first. */
  'deletions.resource': {
    params: z.object({
      case: CaseId,
      target: z.string().min(1).max(2000),
      count: z.int().min(1).max(1000).default(200),
    }),
    result: z.object({
      total: Count,
      /** The resources meant, where the text names several. */
      resources: z.array(z.object({ type: z.string(), id: z.string(), arn: Text, events: Count })),
      events: z.array(StoryEvent),
    }),
  },
  'deletions.story': {
    params: z.object({ case: CaseId, eventId: z.string().max(200) }),
    result: Investigation,
  },
  /** The story as one self-contained document, for the window to save. */
  'deletions.report': {
    params: z.object({
      case: CaseId,
      eventId: z.string().max(200),
      format: z.enum(['html', 'md']),
      /** Also written here where main granted it: on the desktop the engine saves, in the browser the window does. */
      path: Path.nullable().default(null),
    }),
    result: z.object({ name: z.string(), text: z.string() }),
  },
} as const
