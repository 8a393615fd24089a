import type { Target } from '../../contract/deletions'
import { buildArn, idInArn, parseArn, type TypeFinder, typeFinder } from './arn'
import type { Catalogue } from './catalogue'
import type { ResourceType, TargetSpec } from './catalogue-schema'
import type { Classification } from './classify'
import { genericTargets, type Identifier } from './generic-targets'
import { pathInRecord, textsAt } from './paths'
import { accountOf, isHidden, isObject, type Json, type TrailRecord, textAt } from './record'

/** `related`: what takes part in the call without being hit by it. `unknown`: why there is no target. */
export type Resolved = { targets: Target[]; related: Target[]; unknown: string | null }

export type Resolver = (record: TrailRecord, classification: Classification) => Resolved

/** A call rarely names more; what is beyond is counted in `unknown`. */
const maxTargets = 1000

/**
 * Finds what a call acted on, by the rules of deletions.md 6.5 in their order: the catalogue's path, identifiers by
 * their names in the parameters, `resources[]`, `serviceEventDetails`, `responseElements`, ARNs in the error message.
 * The first rule that finds something decides. When none does, `unknown` says why.
 */
export function createResolver(catalogue: Catalogue): Resolver {
  const finder = typeFinder(catalogue)
  return (record, classification) => {
    const context = { record, catalogue, finder }
    const specs = classification.action?.targets ?? []
    const related = distinct(specs.filter(({ beside }) => beside).flatMap((spec) => bySpec(context, spec)))
    const rules = [
      () => specs.filter(({ beside }) => !beside).flatMap((spec) => bySpec(context, spec)),
      () => byName(context, 'generic', 'requestParameters'),
      () => byResources(context),
      () => byName(context, 'service-event', 'serviceEventDetails'),
      () => byName(context, 'response', 'responseElements'),
      () => byErrorMessage(context),
    ]
    for (const rule of rules) {
      const targets = distinct(rule())
      if (targets.length > 0) return { targets: targets.slice(0, maxTargets), related, unknown: null }
    }
    return { targets: [], related, unknown: whyUnknown(record) }
  }
}

type Context = { record: TrailRecord; catalogue: Catalogue; finder: TypeFinder }

function bySpec({ record, catalogue, finder }: Context, spec: TargetSpec): Target[] {
  const region = textAt(record, 'awsRegion')
  const account = accountOf(record)
  if (spec.fixed !== undefined && !spec.id) {
    const id = spec.fixed
    return [{ type: spec.type, id, arn: null, name: null, rule: 'catalogue', path: 'eventName' }]
  }
  const ids = firstFound(record, spec.id)
  const arns = firstFound(record, spec.arn, (text) => parseArn(text) !== null)
  const names = firstFound(record, spec.name)
  const within = firstFound(record, spec.within).texts[0] ?? null
  const count = Math.max(ids.texts.length, arns.texts.length)
  const type = catalogue.types.get(spec.type)
  return Array.from({ length: count }, (_, index): Target => {
    const raw = ids.texts[index] ?? ''
    const given = arns.texts.length === count ? arns.texts[index] : undefined
    const arn = given ?? (parseArn(raw) ? raw : null)
    const own = raw && !parseArn(raw) ? raw : idInArn(type, arn ?? raw)
    const id = type?.idWithin && within && !arn ? `${within}/${own}` : own
    const place = within?.split('/').pop() ?? within
    return {
      // Some calls take any kind of resource: the ARN or the identifier knows better than the entry.
      type: type?.any ? ((arn ? finder.byArn(arn) : finder.byId(id)) ?? spec.type) : spec.type,
      id,
      arn: arn ?? recordedArn(record, type, id) ?? buildArn(type, { id, within: place, region, account }),
      name: names.texts[index] ?? null,
      rule: 'catalogue',
      path: pathInRecord((raw ? ids.path : arns.path) ?? ''),
    }
  })
}

/** An ARN elsewhere in the record that is of this type and identifier: it knows the account, which may be another one. */
function recordedArn(record: TrailRecord, type: ResourceType | undefined, id: string): string | null {
  if (!type?.arn) return null
  const candidates = [
    ...(Array.isArray(record.resources) ? record.resources : []).map(
      (resource) => textAt(resource, 'ARN') ?? textAt(resource, 'arn') ?? '',
    ),
    ...arnsInMessage(record),
  ]
  const service = parseArn(type.arn.replaceAll(/\{(\w+)\}/g, '<$1>'))?.service
  return (
    candidates.find(
      (arn) => parseArn(arn)?.service === service && idInArn(type, arn) === id.replace(/^\//, ''),
    ) ?? null
  )
}

/** What stands at the first of several paths that has anything. */
function firstFound(
  record: TrailRecord,
  paths: readonly string[] | undefined,
  fits: (text: string) => boolean = () => true,
): { path: string | null; texts: string[] } {
  for (const path of paths ?? []) {
    const texts = textsAt(record, path).filter((text) => !isHidden(text) && fits(text))
    if (texts.length > 0) return { path, texts }
  }
  return { path: null, texts: [] }
}

function byName(
  context: Context,
  rule: 'generic' | 'service-event' | 'response',
  member: 'requestParameters' | 'serviceEventDetails' | 'responseElements',
): Target[] {
  const event = textAt(context.record, 'eventName') ?? ''
  const found = genericTargets(event, context.record[member] ?? null)
  return found.map((identifier) => fromIdentifier(context, identifier, rule, member))
}

function fromIdentifier(
  { record, catalogue, finder }: Context,
  identifier: Identifier,
  rule: Target['rule'],
  member: string,
): Target {
  const arn = parseArn(identifier.value) ? identifier.value : null
  const typeName =
    (arn ? finder.byArn(arn) : finder.byId(identifier.value)) ?? looseType(record, arn, identifier.noun)
  const type = catalogue.types.get(typeName)
  const id = arn ? idInArn(type, arn) : identifier.value
  return {
    type: typeName,
    id,
    arn:
      arn ??
      buildArn(type, { id, within: null, region: textAt(record, 'awsRegion'), account: accountOf(record) }),
    name: identifier.name,
    rule,
    path: `${member}.${identifier.path}`,
  }
}

/** A type for what the catalogue does not know: `elasticfilesystem:MountTarget`. */
function looseType(record: TrailRecord, arn: string | null, noun: string): string {
  const parsed = arn ? parseArn(arn) : null
  const kind = parsed ? /^([A-Za-z][A-Za-z0-9_-]*)[/:]/.exec(parsed.resource)?.[1] : undefined
  const service = parsed?.service ?? (textAt(record, 'eventSource') ?? '').replace('.amazonaws.com', '')
  return `${service}:${kind ?? noun}`
}

function byResources(context: Context): Target[] {
  const { record, catalogue, finder } = context
  const list = record.resources
  if (!Array.isArray(list)) return []
  return list.flatMap((resource, index): Target[] => {
    const arn = textAt(resource, 'ARN') ?? textAt(resource, 'arn') ?? textAt(resource, 'ResourceName')
    if (!arn || isHidden(arn)) return []
    const typeName =
      textAt(resource, 'type') ??
      finder.byArn(arn) ??
      looseType(record, parseArn(arn) ? arn : null, 'resource')
    return [
      {
        type: typeName,
        id: idInArn(catalogue.types.get(typeName), arn),
        arn: parseArn(arn) ? arn : null,
        name: null,
        rule: 'resources',
        path: `resources[${index}].ARN`,
      },
    ]
  })
}

const arnInText = /arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d*:[^\s"',)\]]+/g

/** ARNs of the error message: the one after "on resource:", else all that are not the caller's own. */
function arnsInMessage(record: TrailRecord): string[] {
  const message = textAt(record, 'errorMessage')
  if (!message) return []
  const refused = /on resource: "?(arn:[^\s"]+)/.exec(message)?.[1]
  const caller = /User: (arn:\S+)/.exec(message)?.[1]
  const arns = refused ? [refused] : (message.match(arnInText) ?? []).filter((arn) => arn !== caller)
  return arns.map((text) => text.replace(/[.,;:]+$/, ''))
}

function byErrorMessage({ record, catalogue, finder }: Context): Target[] {
  const found = arnsInMessage(record).map((arn): Target => {
    const type = finder.byArn(arn) ?? looseType(record, arn, 'resource')
    const id = idInArn(catalogue.types.get(type), arn)
    return { type, id, arn, name: null, rule: 'error-message', path: 'errorMessage' }
  })
  return found.length > 0 ? found : byIamMessage(record)
}

const iamKinds: Record<string, string> = {
  user: 'AWS::IAM::User',
  role: 'AWS::IAM::Role',
  group: 'AWS::IAM::Group',
  policy: 'AWS::IAM::Policy',
  'instance profile': 'AWS::IAM::InstanceProfile',
}

/** IAM names what it refused in words: "on resource: user svc-metrics because". The path is not in it, so no ARN is. */
function byIamMessage(record: TrailRecord): Target[] {
  const match = /on resource: (user|role|group|policy|instance profile) ([\w+=,.@/-]+)/.exec(
    textAt(record, 'errorMessage') ?? '',
  )
  const type = iamKinds[match?.[1] ?? '']
  const id = match?.[2]?.split('/').pop()
  return type && id ? [{ type, id, arn: null, name: null, rule: 'error-message', path: 'errorMessage' }] : []
}

function distinct(targets: Target[]): Target[] {
  const seen = new Set<string>()
  return targets.filter(({ type, id, arn }) => {
    const key = `${type} ${arn ?? id}`
    if (id === '' || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Why no rule could name a target, in a sentence. */
function whyUnknown(record: TrailRecord): string {
  const parameters = record.requestParameters
  const failed = textAt(record, 'errorCode')
  if (parameters === undefined) {
    return 'The record has no request parameters: CloudTrail leaves them out when they are larger than 100 KB.'
  }
  if (parameters === null) {
    return failed
      ? `The request parameters are null: the call ended (${failed}) before they were recorded.`
      : 'The request parameters are null: this call takes none, or the service does not record them.'
  }
  if (mentionsHidden(parameters)) return 'The service hides the parameters of this call.'
  return 'None of the parameters names a resource.'
}

function mentionsHidden(value: Json): boolean {
  if (typeof value === 'string') return isHidden(value)
  if (Array.isArray(value)) return value.some(mentionsHidden)
  return isObject(value) && Object.values(value).some(mentionsHidden)
}
