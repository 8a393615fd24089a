import { specOf } from '../../../electron/contract/event'
import type { Cell } from '../../../electron/contract/events'
import { parseField } from '../../../electron/contract/field'
import { tsvField } from '../../lib/csv'
import { cellText } from '../../ui/data-table/table-row'
import type { TableRow } from '../../ui/data-table/types'

const cellAsTsv = (cell: Cell) => (typeof cell === 'number' ? String(cell) : tsvField(cellText(cell)))

/** Rows as tab-separated text with headings, as a spreadsheet takes them without running anything in them. */
export function rowsAsTsv(columns: readonly string[], rows: readonly TableRow[]): string {
  const lines = rows.map((row) => columns.map((column) => cellAsTsv(row.cells[column] ?? null)).join('\t'))
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

/** The attributes in the short form where the value is plain, else as JSON: it has no letter that a terminal acts on. */
function lookupAttributes(key: string, value: string): string {
  if (/^[\w.:/@ -]+$/.test(value)) return shellWord(`AttributeKey=${key},AttributeValue=${value}`)
  // A log may hold letters that end a paste and begin a command.
  const escaped = JSON.stringify([{ AttributeKey: key, AttributeValue: value }]).replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return shellWord(escaped)
}

/** The AWS CLI's question for the same value, or null where `lookup-events` cannot ask it. */
export function lookupCommand(field: string, cell: Cell): string | null {
  const key = lookupKeys[field]
  const value = Array.isArray(cell) ? cell[0] : cell
  if (!key || value === null || value === undefined || value === '') return null
  return `aws cloudtrail lookup-events --lookup-attributes ${lookupAttributes(key, String(value))}`
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
