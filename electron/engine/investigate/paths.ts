import { isObject, type Json, type TrailRecord } from './record'

/**
 * Paths of the catalogue into a record. `request.a.b[].c`: members, `[]` steps into a list, `[x=Y]` takes the
 * elements whose `x` is Y, `{}` takes the keys of an object, and `~regex` at the end the first group of a match.
 *
 * Lenient where services are not consistent (deletions.md 6.3): a key is found whatever its case, a list may be an
 * array, `{items: […]}`, `{item: …}` or a single value, and a scalar may be wrapped as `{content: …}`.
 */
type Step =
  | { kind: 'key'; key: string }
  | { kind: 'each' }
  | { kind: 'where'; key: string; value: string }
  | { kind: 'keys' }
type CompiledPath = { root: string; steps: Step[]; pick: RegExp | null }

const roots: Record<string, string | null> = {
  request: 'requestParameters',
  response: 'responseElements',
  resources: 'resources',
  service: 'serviceEventDetails',
  additional: 'additionalEventData',
  event: null,
}

const compiled = new Map<string, CompiledPath>()

/** The path as it stands in the record, for people: `requestParameters.keyId`. */
export function pathInRecord(path: string): string {
  const [, root = '', rest = ''] = /^(\w+)(.*?)(~.*)?$/s.exec(path) ?? []
  const name = roots[root]
  return name === null ? rest.replace(/^\./, '') : `${name ?? root}${rest}`
}

/** Every value found at a path, lists flattened; without null, hidden and empty values. */
export function valuesAt(record: TrailRecord, path: string): Json[] {
  const { root, steps, pick } = compile(path)
  const name = roots[root]
  const start = name === null ? record : name === undefined ? undefined : record[name]
  if (start === undefined || start === null) return []
  let here: Json[] = [start]
  for (const step of steps) {
    here = here.flatMap((value) => take(value, step))
    if (here.length === 0) return here
  }
  const values = here.flatMap(unwrap).filter((value) => value !== null && value !== '')
  return pick ? values.flatMap((value) => (typeof value === 'string' ? picked(pick, value) : [])) : values
}

/** The texts found at a path; numbers as text, everything else left out. */
export function textsAt(record: TrailRecord, path: string): string[] {
  return valuesAt(record, path).flatMap((value) =>
    typeof value === 'string' ? [value] : typeof value === 'number' ? [String(value)] : [],
  )
}

function compile(path: string): CompiledPath {
  const known = compiled.get(path)
  if (known) return known
  const tilde = path.indexOf('~')
  const body = tilde < 0 ? path : path.slice(0, tilde)
  const pick = tilde < 0 ? null : new RegExp(path.slice(tilde + 1), 'i')
  const root = /^\w+/.exec(body)?.[0] ?? ''
  const steps: Step[] = []
  const tokens = /\.([^.[{]+)|\[\]|\[([^=\]]+)=([^\]]*)\]|\{\}/g
  for (const match of body.slice(root.length).matchAll(tokens)) {
    if (match[1] !== undefined) steps.push({ kind: 'key', key: match[1] })
    else if (match[2] !== undefined) steps.push({ kind: 'where', key: match[2], value: match[3] ?? '' })
    else steps.push({ kind: match[0] === '{}' ? 'keys' : 'each' })
  }
  const result = { root, steps, pick }
  compiled.set(path, result)
  return result
}

function take(value: Json, step: Step): Json[] {
  if (step.kind === 'each') return listOf(value)
  if (step.kind === 'where') {
    return listOf(value).filter((element) => isObject(element) && member(element, step.key) === step.value)
  }
  if (step.kind === 'keys') return isObject(value) ? Object.keys(value) : []
  if (Array.isArray(value)) return value.flatMap((element) => take(element, step))
  if (!isObject(value)) return []
  const found = member(value, step.key)
  return found === undefined ? [] : [found]
}

/** A member by its key, else by its key in any case. */
export function member(value: { [key: string]: Json }, key: string): Json | undefined {
  if (Object.hasOwn(value, key)) return value[key]
  const lower = key.toLowerCase()
  for (const candidate of Object.keys(value)) {
    if (candidate.toLowerCase() === lower) return value[candidate]
  }
  return undefined
}

/** The elements of whatever a service writes for a list. */
export function listOf(value: Json): Json[] {
  if (Array.isArray(value)) return value
  if (!isObject(value)) return value === null ? [] : [value]
  for (const key of ['items', 'item', 'member']) {
    const inner = Object.hasOwn(value, key) ? value[key] : undefined
    if (inner !== undefined && inner !== null) return listOf(inner)
  }
  return Object.keys(value).length === 0 ? [] : [value]
}

function unwrap(value: Json): Json[] {
  if (Array.isArray(value)) return value.flatMap(unwrap)
  if (isObject(value) && Object.hasOwn(value, 'content')) return unwrap(value.content ?? null)
  return [value]
}

function picked(pattern: RegExp, text: string): string[] {
  const match = pattern.exec(text)
  const found = match?.[1] ?? match?.[0]
  return found ? [found] : []
}
