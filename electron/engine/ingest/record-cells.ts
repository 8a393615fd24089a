import { isoFromMicros } from '../case/instant'
import { microsOf, microsOfNumber } from './event-time'
import { scanString, scanValue, skipSpace } from './json-scan'
import { identityColumns, type StagedColumn, topLevelColumns } from './layout'
import { windowStartOf } from './staged-time'

export type StagedValue = string | boolean | bigint | null
/** What the scanner takes out of a record: column name to value; columns that are not named are NULL. */
export type StagedRow = Map<string, StagedValue>

type Member = { key: string; rawKey: Uint8Array; raw: Uint8Array }

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const textOf = (bytes: Uint8Array): string => decoder.decode(bytes)

/**
 * Takes a record apart into staged columns: the plain counterpart of what the WebAssembly scanner does with a record
 * (see assembly/record.ts for the rules). `bytes` is one valid JSON object.
 */
export function cellsOf(bytes: Uint8Array): StagedRow {
  const row: StagedRow = new Map()
  const members = new Map(lastOfEachKey(membersOf(bytes)).map((member) => [member.key, member]))
  const rest = [...members.values()].filter(({ key }) => !topLevelColumns.has(key))
  const nulls: string[] = []
  for (const [key, column] of topLevelColumns) {
    const member = members.get(key)
    if (!member) continue
    if (textOf(member.raw) === 'null') {
      nulls.push(key)
      continue
    }
    const { value, exact } = cellOf(column, member.raw)
    if (value !== null) row.set(column.column, value)
    if (!exact) rest.push({ ...member, rawKey: Buffer.from(JSON.stringify(key)) })
    if (key === 'userIdentity') addIdentity(row, member.raw)
  }
  const window = members.get('timeWindow')
  if (window && !members.has('eventTime') && row.get('event_type') === 'AwsAggregatedEvent') {
    const micros = windowStartOf(textOf(window.raw))
    if (micros !== null) row.set('event_time', micros)
  }
  if (rest.length > 0) row.set('rest', objectText(rest))
  if (nulls.length > 0) row.set('null_keys', nulls.join(','))
  return row
}

/** The members of an object in their order; `bytes` is valid JSON. Nothing for other values. */
export function membersOf(bytes: Uint8Array): Member[] {
  const members: Member[] = []
  let at = skipSpace(bytes, 0)
  if (bytes[at] !== 0x7b) return members
  for (;;) {
    at = skipSpace(bytes, at + 1)
    const key = scanString(bytes, at)
    if ('fault' in key || bytes[at] !== 0x22) return members
    const start = skipSpace(bytes, skipSpace(bytes, key.end) + 1)
    const value = scanValue(bytes, start)
    if ('fault' in value) return members
    const rawKey = bytes.subarray(at, key.end)
    members.push({ key: String(JSON.parse(textOf(rawKey))), rawKey, raw: bytes.subarray(start, value.end) })
    at = skipSpace(bytes, value.end)
    if (bytes[at] !== 0x2c) return members
  }
}

/** A key that occurs twice has the value of its last occurrence, as with every JSON parser in use. */
function lastOfEachKey(members: Member[]): Member[] {
  const last = new Map<string, Member>()
  for (const member of members) {
    last.delete(member.key)
    last.set(member.key, member)
  }
  return [...last.values()]
}

/** The value of a column, and whether the column alone gives back the JSON value it came from. */
function cellOf(column: StagedColumn, raw: Uint8Array): { value: StagedValue; exact: boolean } {
  const text = textOf(raw)
  switch (column.type) {
    case 'json':
      return { value: compact(text), exact: true }
    case 'bool':
      if (text === 'true' || text === '"true"') return { value: true, exact: text === 'true' }
      if (text === 'false' || text === '"false"') return { value: false, exact: text === 'false' }
      return { value: null, exact: false }
    case 'time':
      return timeCell(text)
    case 'text':
      return textCell(text)
  }
}

function textCell(text: string): { value: string | null; exact: boolean } {
  if (text.startsWith('"')) {
    const value = JSON.parse(text) as string
    const shown = value.replace(/\p{Surrogate}/gu, '\ufffd')
    return { value: shown, exact: shown === value }
  }
  const isPlain = !text.startsWith('{') && !text.startsWith('[')
  return { value: isPlain ? text : null, exact: false }
}

function timeCell(text: string): { value: bigint | null; exact: boolean } {
  if (text.startsWith('"')) {
    const written = JSON.parse(text) as string
    const micros = microsOf(written)
    return { value: micros, exact: micros !== null && isoFromMicros(micros) === written }
  }
  return { value: /^[-\d]/.test(text) ? microsOfNumber(Number(text)) : null, exact: false }
}

function addIdentity(row: StagedRow, raw: Uint8Array): void {
  for (const { column, path } of identityColumns) {
    let value: Uint8Array | undefined = raw
    for (const step of path.slice(1)) {
      value = value && lastOfEachKey(membersOf(value)).find((member) => member.key === step)?.raw
    }
    const text = value && textOf(value)
    if (text === undefined || text === 'null') continue
    const cell = textCell(text).value
    if (cell !== null) row.set(column, cell)
  }
}

function objectText(members: Member[]): string {
  return `{${members.map(({ rawKey, raw }) => `${textOf(rawKey)}:${compact(textOf(raw))}`).join(',')}}`
}

/** The JSON text without white space between its tokens; every token stays as it was written. */
export function compact(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|[ \n\r\t]+/g, (_, quoted: string | undefined) => quoted ?? '')
}
