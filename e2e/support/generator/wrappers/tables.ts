import { type ParsedRecord, parseRecord, shownResource, shownUser } from './parsed'

/** A field of CSV: quoted where it must be. */
function field(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

function table(header: readonly string[], rows: readonly (readonly string[])[], lineEnd: string): Buffer {
  return Buffer.from([header, ...rows].map((row) => row.map(field).join(',') + lineEnd).join(''))
}

/** A value as Athena and Lake print structs, maps and lists: `{a=b, c=[d, e]}`, with nothing quoted. */
export function printStruct(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return `[${value.map(printStruct).join(', ')}]`
  if (typeof value !== 'object') return String(value)
  const members = Object.entries(value).map(([name, member]) => `${name}=${printStruct(member)}`)
  return `{${members.join(', ')}}`
}

const LAKE_COLUMNS = [
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'requestID',
  'eventID',
  'readOnly',
  'resources',
  'eventType',
  'apiVersion',
  'managementEvent',
  'recipientAccountId',
  'sharedEventID',
  'vpcEndpointId',
  'eventCategory',
  'tlsDetails',
  'sessionCredentialFromConsole',
] as const

function lakeCell(record: Record<string, unknown>, column: string): string {
  const value = record[column]
  if (value === undefined || value === null) return ''
  if (column === 'eventTime') return String(value).replace('T', ' ').replace('Z', '.000')
  return typeof value === 'object' ? printStruct(value) : String(value)
}

/** Result of a CloudTrail Lake query over all columns: structs printed, so their text cannot be read back for certain. */
export function lakeCsv(records: readonly string[]): Buffer {
  const rows = records.map((text) => {
    const record: Record<string, unknown> = JSON.parse(text)
    return LAKE_COLUMNS.map((column) => lakeCell(record, column))
  })
  return table(LAKE_COLUMNS, rows, '\n')
}

/** Result of a Lake query that asked for `eventJson` too: the record is there as it was. */
export function lakeCsvWithJson(records: readonly string[]): Buffer {
  const header = ['eventID', 'eventTime', 'eventName', 'eventJson']
  const rows = records.map((text) => {
    const { eventID, eventTime, eventName } = parseRecord(text)
    return [eventID, eventTime.replace('T', ' ').replace('Z', '.000'), eventName, text]
  })
  return table(header, rows, '\n')
}

const HISTORY: readonly (readonly [header: string, cell: (record: ParsedRecord) => string | undefined])[] = [
  ['User name', shownUser],
  ['AWS access key', (record) => record.userIdentity?.accessKeyId],
  ['Event time', (record) => record.eventTime],
  ['Event source', (record) => record.eventSource],
  ['Event name', (record) => record.eventName],
  ['AWS region', (record) => record.awsRegion],
  ['Source IP address', (record) => record.sourceIPAddress],
  ['User agent', (record) => record.userAgent],
  ['Error code', (record) => record.errorCode],
  ['Resource type', (record) => record.resources?.[0]?.type],
  ['Resource name', (record) => shownResource(record.resources?.[0]?.ARN)],
  ['Request ID', (record) => record.requestID],
  ['Event ID', (record) => record.eventID],
  ['Read-only', (record) => String(record.readOnly ?? false)],
  ['Event type', (record) => record.eventType],
  ['Recipient Account Id', (record) => record.recipientAccountId],
  ['Event category', (record) => record.eventCategory],
]

/** A download of the console's event history as CSV: the list's columns only. */
export function historyCsv(records: readonly string[]): Buffer {
  const rows = records.map((text) => HISTORY.map(([, cell]) => cell(parseRecord(text)) ?? ''))
  return table(
    HISTORY.map(([header]) => header),
    rows,
    '\r\n',
  )
}

/** A download of the console's event history as JSON: a `Records` document, spread over lines. */
export function historyJson(records: readonly string[]): Buffer {
  return Buffer.from(`{"Records": [\n${records.join(',\n')}\n]}\n`)
}
