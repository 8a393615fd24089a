import { z } from 'zod'
import { actionKinds } from '../../contract/deletions'

/**
 * The format of the catalogue of destructive actions (resources/deletions/README.md says it for people). Strict: a
 * misspelt key in somebody's own file is an error that names it, not an entry that never applies.
 */
const Names = z.array(z.string().regex(/^[A-Za-z0-9_.:-]+$/)).min(1)
const Path = z.string().regex(/^(request|response|resources|service|additional|event)\b/)
const Paths = z.array(Path).min(1)
const Scalar = z.union([z.string(), z.number(), z.boolean()])
const Pattern = z.string().refine(isPattern, 'is not a regular expression')

const Condition = z.strictObject({
  path: z.union([Path, Paths]),
  /** One of the values found equals one of these. */
  is: z.array(Scalar).optional(),
  /** None of the values found equals one of these. */
  isNot: z.array(Scalar).optional(),
  /** Something (true) or nothing (false) stands there. */
  present: z.boolean().optional(),
  /** The JSON text found there matches, ignoring case. */
  mentions: Pattern.optional(),
  /** A list of `{key, value}` has one of these pairs. */
  pairs: z.record(z.string(), z.array(z.string())).optional(),
})
export type Condition = z.infer<typeof Condition>

const TargetSpec = z.strictObject({
  type: z.string(),
  id: Paths.optional(),
  arn: Paths.optional(),
  within: Paths.optional(),
  name: Paths.optional(),
  /** The target of calls that have none in the record: a setting of the Region or account. */
  fixed: z.string().optional(),
  /** Takes part in the call without being hit by it: the group a user is removed from. */
  beside: z.boolean().optional(),
})
export type TargetSpec = z.infer<typeof TargetSpec>

const Recovery = z.strictObject({
  when: z.array(Condition).optional(),
  state: z.enum(['recoverable', 'not recoverable', 'reversible', 'unknown']),
  until: z
    .strictObject({
      at: Paths.optional(),
      days: z.array(Path).optional(),
      default: z.number().optional(),
      /** False where the time limit only holds if something was set up that the record does not show. */
      certain: z.boolean().optional(),
    })
    .optional(),
  how: z.string(),
  restoredBy: Names.optional(),
})
export type Recovery = z.infer<typeof Recovery>

export const CatalogueAction = z.strictObject({
  source: z.string(),
  event: Names,
  /** Absent: an event of this name is of no interest here. */
  impact: z.enum(actionKinds).optional(),
  when: z.array(Condition).optional(),
  targets: z.array(TargetSpec),
  recovery: z.array(Recovery).optional(),
  /** What goes with the target without events of its own. */
  implies: z.string().optional(),
  note: z.string().optional(),
  /** Takes data away although the impact has another name: a log group is deleted. */
  loses: z.boolean().optional(),
  /** Written by the service on its own; no API call has this name. */
  serviceEvent: z.boolean().optional(),
})
export type CatalogueAction = z.infer<typeof CatalogueAction>

export const ResourceType = z.strictObject({
  label: z.string(),
  /** `{partition} {region} {account} {id} {within}` are filled in. */
  arn: z.string().optional(),
  /** Identifiers that can be nothing else. */
  idPattern: Pattern.optional(),
  created: Names.optional(),
  /** The ARN ends in something that the name does not tell, so it is not built from the name. */
  arnSuffix: Pattern.optional(),
  stripLeadingSlash: z.boolean().optional(),
  /** Stands for a resource of any type: what the ARN or the identifier says is better. */
  any: z.boolean().optional(),
  lowerCase: z.boolean().optional(),
  /** The identifier is what it lies in, a slash, and its own name: `bucket/key`. */
  idWithin: z.boolean().optional(),
})
export type ResourceType = z.infer<typeof ResourceType>

const Verb = z.strictObject({
  starts: z.string(),
  impact: z.enum(actionKinds),
  contains: z.string().optional(),
  source: z.string().optional(),
})
export type Verb = z.infer<typeof Verb>
const VerbsAndNoun = z.strictObject({ verbs: z.array(z.string()), noun: Pattern })

export const CatalogueRules = z.strictObject({
  never: z.array(
    z.strictObject({
      event: z.string(),
      source: z.string().optional(),
      instead: z.string(),
      why: z.string(),
    }),
  ),
  suffix: Pattern,
  harmless: z.array(Pattern),
  impairs: VerbsAndNoun,
  protects: VerbsAndNoun,
  grants: VerbsAndNoun,
  verbs: z.array(Verb),
  life: z.array(Verb),
  lifeNoise: z.array(Pattern),
})
export type CatalogueRules = z.infer<typeof CatalogueRules>

export const CatalogueFile = z.strictObject({
  format: z.literal(1),
  about: z.string(),
  types: z.record(z.string(), ResourceType).optional(),
  actions: z.array(CatalogueAction).optional(),
  rules: CatalogueRules.optional(),
})
export type CatalogueFile = z.infer<typeof CatalogueFile>

function isPattern(text: string): boolean {
  try {
    new RegExp(text)
    return true
  } catch {
    return false
  }
}
