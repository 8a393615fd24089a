import type { FieldName } from '../../contract/event'
import { parseField } from '../../contract/field'
import type { View } from '../../contract/view'
import { fieldText } from '../query/field-sql'
import { predicateOf } from '../query/predicate'
import { ident, type Sql, type SqlValue, sql, sqlJoin } from '../sql-text'
import { quoted, quotedName } from './translate/pieces'

const usual: readonly FieldName[] = [
  'eventTime',
  'eventName',
  'eventSource',
  'principal',
  'sourceIPAddress',
  'errorCode',
  'eventId',
]

/** A View as one statement of DuckDB's over `events`, values written out: what the person asked to see, to go on from. */
export function viewAsSql(view: View): string {
  const columns = (view.columns ?? usual).flatMap((field): string[] => {
    const ref = parseField(field)
    if (!ref) return []
    return [
      ref.kind === 'column' ? ident(ref.field).text : `${written(fieldText(ref))} AS ${quotedName(field)}`,
    ]
  })
  if (!columns.includes(ident('eventId').text)) columns.push(ident('eventId').text)
  const conditions = view.filters.filter(({ disabled }) => !disabled).map(predicateOf)
  if (view.range) {
    const { from, to } = view.range
    const time = ident('eventTime')
    conditions.unshift(sql`${time} >= ${wallClock(from)} AND ${time} < ${wallClock(to)}`)
  }
  const order = view.sort.map(({ field, descending }) => `${ident(field).text}${descending ? ' DESC' : ''}`)
  return [
    `SELECT ${columns.join(', ')}`,
    'FROM events',
    ...(conditions.length > 0 ? [`WHERE ${written(sqlJoin(conditions, '\n  AND '))}`] : []),
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
    'LIMIT 1000',
  ].join('\n')
}

const wallClock = (instant: string): string => instant.replace('T', ' ').replace('Z', '')

/** A statement with its values in the places of the marks. */
function written({ text, params }: Sql): string {
  let next = 0
  return text.replace(/'(?:[^']|'')*'|\?/g, (found) =>
    found === '?' ? literal(params[next++] ?? null) : found,
  )
}

const literal = (value: SqlValue): string =>
  value === null ? 'NULL' : typeof value === 'string' ? quoted(value) : String(value)
