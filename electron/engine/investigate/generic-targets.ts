import { isHidden, isObject, type Json } from './record'

/** An identifier found by the name of its key. */
export type Identifier = {
  value: string
  /** Beside an id: the name the same object gives. */
  name: string | null
  /** What kind of thing the key speaks of: `MountTarget` for `mountTargetId`. */
  noun: string
  path: string
}

type Candidate = { path: string; base: string; suffix: string; values: string[]; score: number }

const idKey = /^(.*?)(Arn|ARN|Id|ID|Identifier|Name|Url|URL|Key)(s|Set|List)?$/
/** Keys that look like identifiers and never are the thing acted on. */
const noise =
  /^(client|clientRequest|request|idempotency|next|caller|creator|correlation|operation|change|transaction)?(token|requestid|requesttoken|requestId)$|^(region|awsAccount|catalog|display|policyHash|attribute|creatorRequest|callerReference|role|executionRole|serviceRole|roleSession|kms|encryption|dryRun|x-amz.*)(Id|Name|Arn|ARN|Key|Token)?$/i
const verbs =
  /^(Batch|Admin|Force)?(Delete|Terminate|Remove|Disassociate|Detach|Deregister|Stop|Disable|Cancel|Release|Revoke|Purge|Deactivate|Suspend|Pause|Disconnect|Unassign|Unsubscribe|Reset|Abort|Restore|Deprovision|Create|Update|Modify|Put|Set|Run|Register|Start|Enable|Attach|Associate|Import|Copy|Close|Decrease|Retire|Expire|Unlock|Rollback|Deprecate|Leave|Destroy|Drop|Empty|Launch|Allocate)/
const maxDepth = 3
const maxValues = 1000

/**
 * Identifiers by their names: `*Arn`, `*Id`, `*Identifier`, `*Name` and the like up to three levels deep, through
 * `items[]`, `XRequest` wrappers and `{content}`. Those that speak of what the event name speaks of win: the
 * `mountTargetId` of DeleteMountTarget before its `fileSystemId`.
 */
export function genericTargets(event: string, value: Json): Identifier[] {
  const noun = nounOf(event)
  const candidates: Candidate[] = []
  collect(value, '', 0, noun, candidates)
  const best = Math.max(0, ...candidates.map(({ score }) => score))
  const chosen = candidates.filter(({ score }) => score === best)
  if (chosen.length === 0) return []
  return perBase(chosen, noun)
}

/** `DeleteMountTarget20150331` speaks of a `MountTarget`. */
function nounOf(event: string): string {
  return event.replace(/(\d{8}(v\d+)?|\d{4}_\d{2}_\d{2})$/, '').replace(verbs, '') || event
}

function collect(value: Json, path: string, depth: number, noun: string, into: Candidate[]): void {
  if (depth > maxDepth || into.length > 200) return
  if (Array.isArray(value)) {
    value.slice(0, maxValues).forEach((element) => {
      if (!isObject(element) && !Array.isArray(element)) return
      collect(element, `${path}[]`, depth, noun, into)
    })
    return
  }
  if (!isObject(value)) return
  for (const [key, inner] of Object.entries(value)) {
    if (/^tag(s|Set|List|SpecificationSet|Specifications)?$/i.test(key)) continue
    const here = path ? `${path}.${key}` : key
    const texts = textsOf(inner)
    const match = idKey.exec(key)
    const plain = /^(id|arn|name|identifier|key)$/i.test(key)
    if (texts.length > 0 && (match || plain) && !noise.test(key)) {
      const base = plain ? '' : (match?.[1] ?? '')
      const suffix = (plain ? key : (match?.[2] ?? '')).toLowerCase()
      into.push({ path: here, base, suffix, values: texts, score: score(base, noun) })
    }
    const wraps =
      key === 'items' || key === 'item' || key === 'content' || /Req(uest)?$|Response$|Set$/.test(key)
    if (isObject(inner) || Array.isArray(inner)) collect(inner, here, wraps ? depth : depth + 1, noun, into)
  }
}

function textsOf(value: Json): string[] {
  if (typeof value === 'string') return value !== '' && !isHidden(value) ? [value] : []
  if (typeof value === 'number') return []
  if (Array.isArray(value))
    return value.slice(0, maxValues).filter((v) => typeof v === 'string' && v !== '') as string[]
  return isObject(value) && typeof value.content === 'string' ? [value.content] : []
}

/** 3: the key names the thing itself; 2: part of its name; 1: some other identifier. */
function score(base: string, noun: string): number {
  const key = singular(base.toLowerCase())
  const thing = singular(noun.toLowerCase())
  if (key === '' || key === thing) return 3
  return thing.endsWith(key) || key.endsWith(thing) || thing.startsWith(key) || key.startsWith(thing) ? 2 : 1
}

const singular = (word: string): string => word.replace(/ies$/, 'y').replace(/([^s])s$/, '$1')

/** Of `fooArn`, `fooId` and `fooName` for one thing, the ARN or id is the identifier and the name its name. */
function perBase(candidates: Candidate[], noun: string): Identifier[] {
  const rank = ['arn', 'id', 'identifier', 'url', 'key', 'name']
  const groups = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    const key = `${candidate.path.slice(0, candidate.path.lastIndexOf('.') + 1)} ${singular(candidate.base.toLowerCase())}`
    const group = groups.get(key)
    if (group) group.push(candidate)
    else groups.set(key, [candidate])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = [...group].sort((a, b) => rank.indexOf(a.suffix) - rank.indexOf(b.suffix))
    if (!first) return []
    const named = group.find((other) => other.suffix === 'name' && other !== first)
    const thing = first.base ? first.base.charAt(0).toUpperCase() + first.base.slice(1) : noun
    return first.values.map((value, index) => ({
      value,
      name: named?.values[index] ?? null,
      noun: thing,
      path: first.path,
    }))
  })
}
