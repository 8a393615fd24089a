import type { Condition } from './catalogue-schema'
import { member, valuesAt } from './paths'
import { isObject, type Json, type TrailRecord } from './record'

const patterns = new Map<string, RegExp>()

/** True when every condition holds; also when there is none. */
export function allHold(record: TrailRecord, conditions: readonly Condition[] | undefined): boolean {
  return !conditions || conditions.every((condition) => holds(record, condition))
}

function holds(record: TrailRecord, condition: Condition): boolean {
  const paths = typeof condition.path === 'string' ? [condition.path] : condition.path
  const values = paths.flatMap((path) => valuesAt(record, path))
  if (condition.present !== undefined && values.length > 0 !== condition.present) return false
  if (condition.is && !values.some((value) => condition.is?.some((wanted) => same(value, wanted))))
    return false
  if (condition.isNot && values.some((value) => condition.isNot?.some((wanted) => same(value, wanted))))
    return false
  if (condition.mentions && !values.some((value) => mentions(value, condition.mentions ?? ''))) return false
  return !condition.pairs || values.some((value) => hasPair(value, condition.pairs ?? {}))
}

/** `false`, `"false"` and `"False"` are one: services write booleans either way. */
const same = (value: Json, wanted: string | number | boolean): boolean =>
  value === wanted || (!isObject(value) && String(value).toLowerCase() === String(wanted).toLowerCase())

function mentions(value: Json, pattern: string): boolean {
  let regex = patterns.get(pattern)
  if (!regex) {
    regex = new RegExp(pattern, 'i')
    patterns.set(pattern, regex)
  }
  return regex.test(typeof value === 'string' ? value : JSON.stringify(value))
}

function hasPair(value: Json, pairs: Record<string, string[]>): boolean {
  if (!isObject(value)) return false
  const key = member(value, 'key')
  const wanted = typeof key === 'string' ? pairs[key] : undefined
  return wanted?.includes(String(member(value, 'value'))) ?? false
}
