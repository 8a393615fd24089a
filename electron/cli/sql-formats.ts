import type { SqlColumn } from '../contract/sql'
import type { JsonValue } from '../engine/sql/values'
import { textTable } from './text-table'

/** Writes rows (as columns) as they come; `end` is asked once, with how many there were. */
export type RowWriter = { rows(columns: readonly JsonValue[][]): string; end(rows: number): string }
export type RowFormat = (columns: readonly SqlColumn[], width: number) => RowWriter

export const formats = (exactCells: boolean): Readonly<Record<string, RowFormat>> => ({
  table,
  csv: (columns) => csv(columns, exactCells),
  json,
  ndjson,
})

function* rowsOf(columns: readonly JsonValue[][]): Generator<JsonValue[]> {
  const length = columns[0]?.length ?? 0
  for (let row = 0; row < length; row += 1) yield columns.map((column) => column[row] ?? null)
}

const cellText = (value: JsonValue): string =>
  value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

/** Widths follow the first rows, so that a result of any length can be printed as it comes. */
const table: RowFormat = (columns, width) => {
  const heading = columns.map(({ name }) => name)
  let widths: number[] | undefined
  const block = (rows: string[][]): string => {
    const first = widths === undefined
    const made = textTable(first ? [heading, ...rows] : rows, width, widths)
    widths = made.widths
    const rule = widths.map((size) => '-'.repeat(size)).join('  ')
    const lines = first ? [made.lines[0] ?? '', rule.slice(0, width), ...made.lines.slice(1)] : made.lines
    return lines.map((line) => `${line}\n`).join('')
  }
  return {
    rows: (data) =>
      block([...rowsOf(data)].map((row) => row.map((cell) => (cell === null ? '-' : cellText(cell))))),
    end: (rows) => (rows === 0 ? block([]) : ''),
  }
}

/** Text that a spreadsheet would run gets an apostrophe before it (security.md 4.3); numbers are left alone. */
function csv(columns: readonly SqlColumn[], exact: boolean): RowWriter {
  const field = (value: JsonValue): string => {
    const text = cellText(value)
    const safe = !exact && typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
    return /[",\r\n]/.test(safe) || (value === '' && text === '') ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  const line = (row: readonly JsonValue[]): string => `${row.map(field).join(',')}\r\n`
  let started = false
  const heading = () => {
    if (started) return ''
    started = true
    return line(columns.map(({ name }) => name))
  }
  return {
    rows: (data) => heading() + [...rowsOf(data)].map(line).join(''),
    end: heading,
  }
}

/** Columns of one name are told apart by a number, so that no value is lost in an object. */
export function distinctNames(columns: readonly SqlColumn[]): string[] {
  const taken = new Set<string>()
  return columns.map(({ name }) => {
    let free = name
    for (let number = 2; taken.has(free); number += 1) free = `${name}_${number}`
    taken.add(free)
    return free
  })
}

const objectOf = (names: readonly string[], row: readonly JsonValue[]): string =>
  JSON.stringify(Object.fromEntries(names.map((name, at) => [name, row[at] ?? null])))

const ndjson: RowFormat = (columns) => {
  const names = distinctNames(columns)
  return {
    rows: (data) => [...rowsOf(data)].map((row) => `${objectOf(names, row)}\n`).join(''),
    end: () => '',
  }
}

const json: RowFormat = (columns) => {
  const names = distinctNames(columns)
  let before = '[\n'
  return {
    rows: (data) =>
      [...rowsOf(data)]
        .map((row) => {
          const text = before + objectOf(names, row)
          before = ',\n'
          return text
        })
        .join(''),
    end: (rows) => (rows === 0 ? '[]\n' : '\n]\n'),
  }
}
