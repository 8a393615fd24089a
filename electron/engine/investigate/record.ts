/** A value of parsed JSON. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

/**
 * A CloudTrail record as parsed JSON: nothing is known of it but that it is an object. Absent and null differ: null
 * parameters were sent as null, absent ones were left out (larger than 100 KB, or none recorded).
 */
export type TrailRecord = JsonObject

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Text under a chain of keys; null for anything that is no text. Numbers are taken as text. */
export function textAt(value: Json | undefined, ...keys: string[]): string | null {
  const found = valueAt(value, ...keys)
  if (typeof found === 'string') return found === '' ? null : found
  return typeof found === 'number' ? String(found) : null
}

export function valueAt(value: Json | undefined, ...keys: string[]): Json | undefined {
  let here: Json | undefined = value
  for (const key of keys) {
    if (!isObject(here)) return undefined
    here = Object.hasOwn(here, key) ? here[key] : undefined
  }
  return here
}

/** What services write in the place of a value that they do not show. */
const hiddenValues = /^(HIDDEN_DUE_TO_SECURITY_REASONS|<?sensitiveDataRemoved>?|\*{3,}|REDACTED)$/i

export const isHidden = (value: string): boolean => hiddenValues.test(value.trim())

/** The account whose trail this is: the one that owns what was acted on. */
export function accountOf(record: TrailRecord): string | null {
  return textAt(record, 'recipientAccountId') ?? textAt(record, 'userIdentity', 'accountId')
}
