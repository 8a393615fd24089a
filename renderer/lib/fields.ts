import { type FieldName, fieldNames, specOf } from '../../electron/contract/event'
import { parseField } from '../../electron/contract/field'

/** The heading of a column, or the path itself for a value inside a JSON column. */
export function fieldLabel(field: string): string {
  const ref = parseField(field)
  if (!ref) return field
  if (ref.kind === 'json') return field
  if (ref.field === 'eventTime') return 'Time'
  if (ref.field === 'readOnly') return 'Read or write'
  return specOf(ref.field).label
}

/** Columns of the events table until the person chooses others. */
export const defaultColumns: readonly FieldName[] = [
  'eventTime',
  'eventName',
  'eventSource',
  'user',
  'sourceIPAddress',
  'outcome',
  'awsRegion',
  'recipientAccountId',
  'eventCategory',
  'userAgentFamily',
  'resourceArns',
]

const widths: Partial<Record<FieldName, number>> = {
  seq: 80,
  eventTime: 158,
  eventName: 200,
  eventSource: 130,
  principal: 320,
  user: 170,
  sourceIPAddress: 132,
  outcome: 108,
  awsRegion: 104,
  recipientAccountId: 112,
  eventCategory: 124,
  readOnly: 84,
  userAgentFamily: 128,
  resourceArns: 360,
  eventId: 270,
  requestId: 270,
  errorCode: 170,
  errorMessage: 320,
  userAgent: 320,
  'userIdentity.arn': 340,
  'userIdentity.accessKeyId': 178,
}

export function defaultWidth(field: string): number {
  const ref = parseField(field)
  return (ref?.kind === 'column' && widths[ref.field]) || 150
}

const monoFields = /(arn|Id|IPAddress|eventTime|seq|byteOffset|principal)$/i

/** Values that people compare letter by letter stand in the monospaced face. */
export const isMono = (field: string) =>
  monoFields.test(field) || field === 'resourceArns' || field.includes('.')

/** A value of a field in words, for facets, chips and legends. */
export function valueLabel(field: string, value: string | null): string {
  if (value === null) return '(none)'
  if (value === '') return '(empty)'
  // The words themselves, which anybody may take for a name, are told from what they stand for.
  if (value === '(none)' || value === '(empty)') return `“${value}”`
  if (field === 'readOnly') return value === 'true' ? 'Read' : value === 'false' ? 'Write' : value
  if (field === 'outcome') return value.charAt(0).toUpperCase() + value.slice(1)
  return value
}

/** Fields a clause can name, payload columns as a whole left out. */
export const filterableFields = fieldNames.filter(
  (name) => specOf(name).type !== 'json' && specOf(name).group !== 'provenance' && name !== 'eventTime',
)

/** Columns the table can show. */
export const showableFields = fieldNames
