import type { Row } from '../case/connection'
import { stagedColumns } from './layout'
import { membersOf } from './record-cells'

const topLevel = stagedColumns.filter(({ path }) => path.length === 1)

/**
 * The record as JSON text, put together from its row in `events` when the file it came from is gone. Equal to the
 * delivered record as JSON: the same keys and values, every digit included; the order of keys and white space are not
 * kept. `rest` comes last and wins, because it holds whatever a column cannot give back exactly.
 */
export function rebuildRecord(row: Row): string {
  const members = new Map<string, string>()
  const rest = row.rest === null || row.rest === undefined ? [] : membersOfText(String(row.rest))
  const nulls = new Set(row.null_keys ? String(row.null_keys).split(',') : [])
  for (const { column, type, path } of topLevel) {
    const key = path[0] as string
    const value = row[column]
    if (nulls.has(key)) members.set(key, 'null')
    else if (value === null || value === undefined || isOurs(key, row, rest)) continue
    else members.set(key, type === 'json' ? String(value) : JSON.stringify(value))
  }
  for (const [key, text] of rest) members.set(key, text)
  return `{${[...members].map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`
}

/** True where the import filled the column from something other than the record's own key (see finish.ts). */
function isOurs(key: string, row: Row, rest: [string, string][]): boolean {
  if (key === 'eventCategory') return row.category_derived === true
  const alias = { eventID: 'eventId', recipientAccountId: 'accountId', eventTime: 'timeWindow' }[key]
  return (
    alias !== undefined && row.event_type === 'AwsAggregatedEvent' && rest.some(([name]) => name === alias)
  )
}

/** Members of a compact JSON object as key and raw text. */
function membersOfText(text: string): [string, string][] {
  return membersOf(Buffer.from(text)).map(({ key, raw }) => [key, Buffer.from(raw).toString('utf8')])
}
