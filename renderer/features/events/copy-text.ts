import { specOf } from '../../../electron/contract/event'
import type { Cell } from '../../../electron/contract/events'
import { parseField } from '../../../electron/contract/field'
import { cellText } from '../../ui/data-table/table-row'
import type { TableRow } from '../../ui/data-table/types'

const flat = (text: string) => text.replace(/[\t\r\n]+/g, ' ')

/** Rows as tab-separated text with headings, as a spreadsheet takes them. Tabs and line ends inside values become spaces. */
export function rowsAsTsv(columns: readonly string[], rows: readonly TableRow[]): string {
  const lines = rows.map((row) =>
    columns.map((column) => flat(cellText(row.cells[column] ?? null))).join('\t'),
  )
  return [columns.join('\t'), ...lines].join('\n')
}

/** Rows as a JSON array of objects with the shown columns. */
export function rowsAsJson(columns: readonly string[], rows: readonly TableRow[]): string {
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map((column) => [column, row.cells[column] ?? null])),
  )
  return JSON.stringify(objects, null, 2)
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

const lookupKeys: Partial<Record<string, string>> = {
  eventId: 'EventId',
  eventName: 'EventName',
  eventSource: 'EventSource',
  readOnly: 'ReadOnly',
  user: 'Username',
  'userIdentity.userName': 'Username',
  'userIdentity.accessKeyId': 'AccessKeyId',
  resourceArns: 'ResourceName',
}

const shellWord = (text: string) => (/^[\w.:/@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** The AWS CLI's question for the same value, or null where `lookup-events` cannot ask it. */
export function lookupCommand(field: string, cell: Cell): string | null {
  const key = lookupKeys[field]
  const value = Array.isArray(cell) ? cell[0] : cell
  if (!key || value === null || value === undefined || value === '') return null
  return `aws cloudtrail lookup-events --lookup-attributes ${shellWord(`AttributeKey=${key},AttributeValue=${value}`)}`
}

/** The condition that finds this value in the SQL view, over the table `events`. */
export function sqlPredicate(field: string, cell: Cell): string {
  const ref = parseField(field)
  if (!ref) return ''
  const spec = specOf(ref.field)
  if (ref.kind === 'json') {
    const path = ref.path
      .map((part) => (typeof part === 'number' ? `[${part}]` : `."${part.replaceAll('"', '\\"')}"`))
      .join('')
    const value = `json_extract_string(${spec.column}, ${quoted(`$${path}`)})`
    return cell === null ? `${value} IS NULL` : `${value} = ${quoted(cellText(cell))}`
  }
  if (cell === null) return `${spec.column} IS NULL`
  if (Array.isArray(cell))
    return cell.map((item) => `list_contains(${spec.column}, ${quoted(item)})`).join(' AND ')
  if (spec.type === 'time')
    return `${spec.column} = TIMESTAMP ${quoted(String(cell).replace('T', ' ').replace('Z', ''))}`
  if (typeof cell === 'boolean' || typeof cell === 'number') return `${spec.column} = ${cell}`
  return `${spec.column} = ${quoted(cell)}`
}
