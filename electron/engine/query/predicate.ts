import { type FieldName, fieldNames, specOf } from '../../contract/event'
import type { FieldRef } from '../../contract/field'
import type { Filter } from '../../contract/filter'
import { microsFromIso } from '../case/connection'
import { ident, type Sql, sql, sqlJoin, sqlTrusted } from '../sql-text'
import { blockPredicate, parseBlock } from './cidr'
import { fieldRef, fieldText } from './field-sql'

const never = (filter: never): never => {
  throw new Error(`unknown clause ${JSON.stringify(filter)}`)
}

const sqlFalse = sqlTrusted('false')
const anyOf = (parts: Sql[]): Sql => (parts.length === 0 ? sqlFalse : sql`(${sqlJoin(parts, ' OR ')})`)

/**
 * A clause as a condition that is true or not true (false or NULL); excluding clauses turn around, so that rows without
 * a value are kept.
 */
export function predicateOf(filter: Filter): Sql {
  const plain = plainPredicate(filter)
  return filter.exclude ? sql`((${plain}) IS NOT TRUE)` : plain
}

function plainPredicate(filter: Filter): Sql {
  switch (filter.kind) {
    case 'values':
      return valuesPredicate(fieldRef(filter.field), filter.values)
    case 'contains':
      return containsPredicate(fieldRef(filter.field), filter.text)
    case 'cidr':
      return cidrPredicate(fieldRef(filter.field), filter.block)
    case 'text':
      return textPredicate(filter.text)
    case 'identifier':
      return identifierPredicate(filter.value)
    default:
      return never(filter)
  }
}

const isList = (ref: FieldRef) => ref.kind === 'column' && specOf(ref.field).type === 'list'

function valuesPredicate(ref: FieldRef, values: readonly (string | null)[]): Sql {
  const column = ident(ref.field)
  const texts = values.filter((value) => value !== null)
  const parts: Sql[] = []
  if (isList(ref)) {
    if (texts.length > 0) parts.push(sql`list_has_any(${column}, [${list(texts)}])`)
    if (values.includes(null)) parts.push(sql`coalesce(len(${column}), 0) = 0`)
    return anyOf(parts)
  }
  const known =
    ref.kind === 'json' ? texts.map((text) => sql`${text}`) : texts.flatMap((text) => typed(ref.field, text))
  const value = ref.kind === 'json' ? fieldText(ref) : column
  if (known.length > 0) parts.push(sql`${value} IN (${sqlJoin(known, ', ')})`)
  if (values.includes(null)) parts.push(sql`${value} IS NULL`)
  return anyOf(parts)
}

const list = (texts: readonly string[]): Sql =>
  sqlJoin(
    texts.map((text) => sql`${text}`),
    ', ',
  )

/** A value in the column's own type, so that zone maps and bloom filters work; nothing when it cannot be one. */
function typed(field: FieldName, text: string): Sql[] {
  switch (specOf(field).type) {
    case 'bool':
      return text === 'true' || text === 'false' ? [sqlTrusted(text)] : []
    case 'int':
      return /^-?\d{1,18}$/.test(text) ? [sql`${BigInt(text)}`] : []
    case 'time':
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(text)
        ? [sql`make_timestamp(${microsFromIso(text)})`]
        : []
    default:
      return [sql`${text}`]
  }
}

function containsPredicate(ref: FieldRef, text: string): Sql {
  if (!isList(ref)) return contains(fieldText(ref), text)
  return sql`len(list_filter(${ident(ref.field)}, lambda element: ${contains(sqlTrusted('element'), text)})) > 0`
}

/** Ignoring case; a needle without letters spares DuckDB folding the haystack. */
function contains(haystack: Sql, needle: string): Sql {
  const folded = needle.toLowerCase()
  return folded === needle.toUpperCase()
    ? sql`contains(${haystack}, ${needle})`
    : sql`contains(lower(${haystack}), ${folded})`
}

function cidrPredicate(ref: FieldRef, block: string): Sql {
  const range = parseBlock(block)
  if (!isList(ref)) return blockPredicate(fieldText(ref), range)
  return sql`len(list_filter(${ident(ref.field)}, lambda element: ${blockPredicate(sqlTrusted('element'), range)})) > 0`
}

const jsonColumns = fieldNames.filter((field) => specOf(field).type === 'json')

/**
 * Columns that free text looks through. What stands below `userIdentity` is found in its JSON; what is a member of
 * `resources` in that.
 */
export const textColumns = fieldNames.filter((field) => {
  const { type, path, group } = specOf(field)
  return type === 'text' && group !== 'provenance' && (path === undefined || path.length === 1)
})

/** Free text in these columns, the nested JSON and, where it looks like one, the time. */
export function textPredicate(text: string, columns: readonly FieldName[] = textColumns): Sql {
  const escaped = JSON.stringify(text).slice(1, -1)
  const inText = columns.map((field) => contains(ident(field), text))
  const inJson = jsonColumns.flatMap((field) =>
    [...new Set([text, escaped])].map((needle) => contains(ident(field), needle)),
  )
  const looksLikeTime = /^[\d:.TZ-]+$/i.test(text) && /\d/.test(text)
  const inTime = looksLikeTime ? [contains(fieldText({ kind: 'column', field: 'eventTime' }), text)] : []
  return anyOf([...inText, ...inTime, ...inJson])
}

const words: readonly FieldName[] = [
  'userIdentity.type',
  'userIdentity.sessionContext.sessionIssuer.type',
  'userIdentity.sessionContext.attributes.creationDate',
  'userIdentity.sessionContext.attributes.mfaAuthenticated',
  'userIdentity.sessionContext.ec2RoleDelivery',
  'userIdentity.sessionContext.assumedRoot',
]

/** Columns that hold an identifier as a whole: of the event, of who did it, of where from. */
export const identifierColumns: readonly FieldName[] = [
  'eventId',
  'requestId',
  'sharedEventId',
  'recipientAccountId',
  'sourceIPAddress',
  'vpcEndpointId',
  'vpcEndpointAccountId',
  'principal',
  'user',
  ...fieldNames.filter((field) => {
    const { group, type } = specOf(field)
    return type === 'text' && (group === 'identity' || group === 'session') && !words.includes(field)
  }),
]

/** Every place of its own where an identifier may stand: a column, the resource ARNs, a string in nested JSON. */
export const identifierPlaces: readonly FieldName[] = [...identifierColumns, 'resourceArns', ...jsonColumns]

/** The identifier in one of those places. */
export function identifierIn(place: FieldName, value: string): Sql {
  const { type } = specOf(place)
  if (type === 'list') return sql`list_contains(${ident(place)}, ${value})`
  return type === 'json'
    ? sql`contains(${ident(place)}, ${JSON.stringify(value)})`
    : sql`${ident(place)} = ${value}`
}

const identifierPredicate = (value: string): Sql =>
  anyOf(identifierPlaces.map((place) => identifierIn(place, value)))
