import type { Dialect } from '../../../contract/sql'
import type { JsonValue } from '../values'
import type { RawRecord } from './corpus-table'

/** A query and its rows, worked out in JavaScript over the records themselves. */
export type Idiom = readonly [
  name: string,
  query: string,
  expected: (records: RawRecord[]) => JsonValue[][],
  dialect?: Dialect,
]

export const get = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], value)
export const text = (value: unknown): string | null =>
  value === undefined || value === null ? null : String(value)
export const at = (path: string) => (one: RawRecord) => text(get(one, path))
export const time = (one: RawRecord): string => at('eventTime')(one) ?? ''
export const parameter = (one: RawRecord, key: string) => text(get(one, `requestParameters.${key}`))
export const resourcesOf = (one: RawRecord) => (one.resources ?? []) as { ARN?: string; type?: string }[]
export const arns = (one: RawRecord) => resourcesOf(one).map(({ ARN }) => text(ARN))
export const tagsOf = (one: RawRecord) => {
  const tags = get(one, 'requestParameters.tags')
  return Array.isArray(tags) ? tags.map((tag: { Value?: string }) => text(tag.Value)) : []
}
/** Fields of a row are found whatever the case of the JSON's keys. */
export const tagRowsOf = (one: RawRecord) => {
  const tags = get(one, 'requestParameters.tags')
  if (!Array.isArray(tags)) return []
  return tags.map((tag: RawRecord) =>
    text(Object.entries(tag).find(([key]) => key.toLowerCase() === 'value')?.[1]),
  )
}
export const federated = (one: RawRecord) =>
  (get(one, 'userIdentity.sessionContext.webIdFederationData.attributes') ?? {}) as Record<string, string>
export const issuer = at('userIdentity.sessionContext.sessionIssuer.userName')
export const type = at('userIdentity.type')

export type Row = JsonValue[]
/** Largest count first, so that rows of `[value, count]` can be compared whatever order they came in. */
export const byCount = (rows: Row[]): Row[] =>
  [...rows].sort(([a, m], [b, n]) => Number(n) - Number(m) || (String(a) < String(b) ? -1 : 1))

export const counted = (values: (string | null)[]): Row[] =>
  byCount([
    ...values.reduce(
      (counts, value) => counts.set(value, (counts.get(value) ?? 0) + 1),
      new Map<string | null, number>(),
    ),
  ])

export type Keep = (one: RawRecord) => boolean
export const count = (keep: Keep) => (records: RawRecord[]) => [[records.filter(keep).length]]
export const by =
  (value: (one: RawRecord) => string | null, keep: Keep = () => true) =>
  (records: RawRecord[]) =>
    counted(records.filter(keep).map(value))
export const each = (values: (one: RawRecord) => (string | null)[]) => (records: RawRecord[]) =>
  counted(records.flatMap(values))
export const from = (day: string) => (one: RawRecord) => time(one) >= day
export const weekAgo = (one: RawRecord) => Date.parse(time(one)) > Date.now() - 7 * 86_400_000
