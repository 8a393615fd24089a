import { isIPv4, isIPv6 } from 'node:net'
import { EngineError } from '../../contract/errors'
import { type Sql, sql } from '../sql-text'

/** An address as 8 hex digits (IPv4) or 32 (IPv6): equal lengths compare as text in the order of the numbers. */
export type AddressRange = { family: 4 | 6; from: string; to: string }

/**
 * Reads `198.51.100.0/24`, `2001:db8::/32` or a bare address. Bits below the prefix are ignored, as every tool does.
 * Error: request/invalid.
 */
export function parseBlock(text: string): AddressRange {
  const [address = '', prefixText, extra] = text.trim().split('/')
  const hex = addressHex(address)
  const width = hex === null ? 0 : hex.length * 4
  const prefix = prefixText === undefined ? width : /^\d{1,3}$/.test(prefixText) ? Number(prefixText) : -1
  if (hex === null || extra !== undefined || prefix < 0 || prefix > width) {
    throw new EngineError('request/invalid', `${text} is not a block of addresses.`, {
      hint: 'Write it as 198.51.100.0/24 or 2001:db8::/32.',
    })
  }
  const value = BigInt(`0x${hex}`)
  const free = (1n << BigInt(width - prefix)) - 1n
  const digits = (number: bigint) => number.toString(16).padStart(hex.length, '0')
  return { family: width === 32 ? 4 : 6, from: digits(value & ~free), to: digits(value | free) }
}

/** An address as hex digits, or null when the text is none (`AWS Internal`, a service's name). */
export function addressHex(text: string): string | null {
  if (isIPv4(text)) {
    return text
      .split('.')
      .map((octet) => Number(octet).toString(16).padStart(2, '0'))
      .join('')
  }
  if (!isIPv6(text) || text.includes('%')) return null
  const plain = text.replace(/(\d+\.\d+\.\d+\.\d+)$/, (dotted) => {
    const hex = addressHex(dotted) ?? ''
    return `${hex.slice(0, 4)}:${hex.slice(4)}`
  })
  const [left = '', right] = plain.split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':'))
  const [head, tail] = [groups(left), groups(right ?? '')]
  const zeros = right === undefined ? [] : new Array<string>(8 - head.length - tail.length).fill('0')
  return [...head, ...zeros, ...tail]
    .map((group) => group.padStart(4, '0'))
    .join('')
    .toLowerCase()
}

/**
 * True when the address text lies in the range; false for text that is no address of that family. The mixed notation
 * `::ffff:192.0.2.1`, which CloudTrail does not write, counts as none: SQL cannot read it.
 */
export function inRange(text: string, range: AddressRange): boolean {
  if (text.includes(':') && text.includes('.')) return false
  const hex = addressHex(text)
  return hex !== null && hex.length === range.from.length && hex >= range.from && hex <= range.to
}

// DuckDB's inet extension is not linked into the npm build, and nothing may be loaded: so the arithmetic stands here.
const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
const dotted = `${octet}(\\.${octet}){3}`
const group = '[0-9a-fA-F]{1,4}'
const groups = `(${group}(:${group})*)?`
const sixText = `${groups}(::${groups})?`

/** As `inRange`, in SQL, for any text expression. */
export function blockPredicate(value: Sql, range: AddressRange): Sql {
  if (range.family === 4) {
    return sql`list_transform([${value}], lambda a: CASE WHEN regexp_full_match(a, ${dotted}) THEN
      printf('%02x%02x%02x%02x', split_part(a, '.', 1)::INTEGER, split_part(a, '.', 2)::INTEGER,
        split_part(a, '.', 3)::INTEGER, split_part(a, '.', 4)::INTEGER) BETWEEN ${range.from} AND ${range.to}
      ELSE false END)[1]`
  }
  return sql`list_transform(list_transform([${value}], lambda a: CASE WHEN regexp_full_match(a, ${sixText}) THEN {
      'head': list_filter(string_split(split_part(a, '::', 1), ':'), lambda g: g <> ''),
      'tail': list_filter(string_split(split_part(a, '::', 2), ':'), lambda g: g <> ''),
      'open': contains(a, '::') } END), lambda p: CASE
      WHEN p IS NULL OR len(p.head) + len(p.tail) > 7 + (NOT p.open)::INTEGER
        OR (NOT p.open AND len(p.head) <> 8) THEN false
      ELSE array_to_string(list_transform(
        list_concat(p.head, list_transform(range(8 - len(p.head) - len(p.tail)), lambda i: '0'), p.tail),
        lambda g: lpad(lower(g), 4, '0')), '') BETWEEN ${range.from} AND ${range.to} END)[1]`
}
