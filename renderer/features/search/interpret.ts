import { z } from 'zod'
import { type ColumnType, specOf } from '../../../electron/contract/event'
import { fieldByName, formatField, parseField } from '../../../electron/contract/field'
import { fieldLabel, filterableFields, valueLabel } from '../../lib/fields'
import type { FilterDraft } from '../../state/view-edit'

/** One way to read what was typed. */
export type Reading = {
  /** What will be done, as a person says it. */
  words: string
  /** Which of the searches runs: the index of identifiers, one field, or a pass over all text. */
  how: 'identifier' | 'field' | 'text' | 'cidr'
  draft: FilterDraft
}

const block = z.union([z.cidrv4(), z.cidrv6()])

/** Whether the engine takes this for a block of addresses: `10.0.0.0/99` is none. */
const isBlock = (text: string) => block.safeParse(text).success

const identifierShapes: readonly [RegExp, string][] = [
  [/^arn:[\w-]+:[^\s]+$/i, 'ARN'],
  [/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, 'event or request ID'],
  [/^A[A-Z]{3}[A-Z0-9]{12,}$/, 'access key or principal ID'],
  [/^\d{1,3}(\.\d{1,3}){3}$/, 'IP address'],
  [/^(?=.*:.*:)[0-9a-f:]+$/i, 'IP address'],
  [/^\d{12}$/, 'account'],
  [/^[a-z]{1,12}-[0-9a-f]{8}([0-9a-f]{9})?$/, 'resource ID'],
  [/^[A-Z0-9]{13,20}$/, 'request ID'],
]

/** What kind of identifier this looks like, or null. */
export function identifierKind(text: string): string | null {
  return identifierShapes.find(([shape]) => shape.test(text))?.[1] ?? null
}

const clause = /^(?<not>[-!]?)(?<field>[A-Za-z][\w.[\]"$-]*?)\s*(?<op>!=|!~|[:=~])\s*(?<value>.*)$/s

/** `field:value`, `field=value`, `field~part`, with `-` or `!` for the opposite; null when it is none. */
function readClause(text: string): Reading | null {
  const groups = clause.exec(text)?.groups
  if (!groups?.field || groups.value === undefined) return null
  const named = fieldByName(groups.field) ?? fieldByName(aliases[groups.field.toLowerCase()] ?? '')
  const ref = named ? { kind: 'column' as const, field: named } : safeField(groups.field)
  const value = groups.value.trim()
  if (!ref || value === '') return null
  const field = formatField(ref)
  const exclude = groups.not !== '' || groups.op === '!=' || groups.op === '!~'
  const not = exclude ? 'is not' : 'is'
  if (groups.op === '~' || groups.op === '!~')
    return {
      words: `${fieldLabel(field)} ${exclude ? 'does not contain' : 'contains'} “${value}”`,
      how: 'field',
      draft: { kind: 'contains', field, text: value, exclude },
    }
  if (isBlock(value))
    return {
      words: `${fieldLabel(field)} ${not} in ${value}`,
      how: 'cidr',
      draft: { kind: 'cidr', field, block: value, exclude },
    }
  const isBool = ref.kind === 'column' && specOf(ref.field).type === 'bool'
  const values = readValues(isBool ? value.toLowerCase() : value)
  if (values.length === 0) return null
  return {
    words: `${fieldLabel(field)} ${not} ${values.map((one) => valueLabel(field, one)).join(' or ')}`,
    how: 'field',
    draft: { kind: 'values', field, values, exclude },
  }
}

const shapes: Partial<Record<ColumnType, { shape: RegExp; words: string }>> = {
  bool: { shape: /^(true|false)$/i, words: 'true, false or null' },
  int: { shape: /^-?\d+$/, words: 'a whole number' },
  time: { shape: /^\d/, words: 'a time, such as 2026-03-04T10:07:31Z; the time range above takes spans' },
}

/** Why a clause that was typed can be true for no event, in words; null where it may be. */
export function impossible(typed: string): string | null {
  const draft = readClause(typed.trim())?.draft
  if (draft?.kind !== 'values') return null
  const field = fieldByName(draft.field)
  const shape = field && shapes[specOf(field).type]
  const wrong = shape && draft.values.find((value) => value !== null && !shape.shape.test(value))
  if (!shape || wrong === undefined) return null
  return `“${wrong}” is no value of ${fieldLabel(draft.field)}: it is ${shape.words}.`
}

/** `a,b`; `null` and `(none)` for no value, in quotes for the text itself. */
function readValues(text: string): (string | null)[] {
  return [...text.matchAll(/"([^"]*)"|[^,]+/g)].flatMap(([part, quoted]) => {
    if (quoted !== undefined) return [quoted]
    const plain = part.trim()
    if (plain === '') return []
    return [/^(null|\(none\))$/i.test(plain) ? null : plain]
  })
}

/** A value as `readValues` takes it for the same. */
export function writeValue(value: string | null): string {
  if (value === null) return 'null'
  const isPlain = value !== '' && value === value.trim() && !/[,"]|^(null|\(none\))$/i.test(value)
  return isPlain || value.includes('"') ? value : `"${value}"`
}

/** The same as a part of the value, or as the text that stands for no value, offered beside the exact one. */
function containing(draft: Extract<FilterDraft, { kind: 'values' }>): Reading[] {
  const { field, exclude = false } = draft
  const text = draft.values.length === 1 ? draft.values[0] : undefined
  if (text === null)
    return [
      {
        words: `${fieldLabel(field)} ${exclude ? 'is not' : 'is'} the text “null”`,
        how: 'field',
        draft: { kind: 'values', field, values: ['null'], exclude },
      },
    ]
  if (!text) return []
  return [
    {
      words: `${fieldLabel(field)} ${exclude ? 'does not contain' : 'contains'} “${text}”`,
      how: 'field',
      draft: { kind: 'contains', field, text, exclude },
    },
  ]
}

const aliases: Record<string, string> = {
  service: 'eventSource',
  source: 'eventSource',
  event: 'eventName',
  name: 'eventName',
  category: 'eventCategory',
  region: 'awsRegion',
  account: 'recipientAccountId',
  ip: 'sourceIPAddress',
  error: 'errorCode',
  agent: 'userAgent',
  resource: 'resourceArns',
  key: 'userIdentity.accessKeyId',
  arn: 'userIdentity.arn',
}

function safeField(text: string) {
  try {
    return parseField(text)
  } catch {
    return null
  }
}

/** Every sensible reading of what was typed, the likeliest first. */
export function interpret(typed: string): Reading[] {
  const text = typed.trim()
  if (text === '') return []
  const readings: Reading[] = []
  const asClause = identifierKind(text.replace(/^[-!]/, '')) ? null : readClause(text)
  const isPossible = impossible(text) === null
  if (asClause && isPossible) readings.push(asClause)
  if (asClause?.draft.kind === 'values' && isPossible) readings.push(...containing(asClause.draft))
  const exclude = /^[-!]\S/.test(text) && !asClause
  const bare = exclude ? text.slice(1) : text
  if (isBlock(bare))
    readings.push({
      words: `Source IP ${exclude ? 'not in' : 'in'} ${bare}`,
      how: 'cidr',
      draft: { kind: 'cidr', field: 'sourceIPAddress', block: bare, ...(exclude ? { exclude } : {}) },
    })
  const kind = identifierKind(bare)
  const identifier: Reading = {
    words: `${exclude ? 'Without the' : 'Exactly this'} ${kind ?? 'identifier'}: ${bare}`,
    how: 'identifier',
    draft: { kind: 'identifier', value: bare, exclude },
  }
  const quoted = /^"(.+)"$/s.exec(bare)?.[1]
  const words = quoted ?? bare
  const inText: Reading = {
    words: `${exclude ? 'No text' : 'Text'} “${words}” in any field`,
    how: 'text',
    draft: { kind: 'text', text: words, exclude },
  }
  if (kind && !quoted) readings.push(identifier, inText)
  else {
    readings.push(inText)
    if (!/\s/.test(words)) readings.push(identifier)
  }
  return readings
}

/** Names of fields that begin with, or else contain, what was typed. */
export function suggestFields(typed: string, limit = 6): string[] {
  const text = typed.replace(/^[-!]/, '').trim().toLowerCase()
  if (text === '' || /[:=~\s]/.test(text)) return []
  const matches = filterableFields.filter(
    (field) => field.toLowerCase().includes(text) || fieldLabel(field).toLowerCase().includes(text),
  )
  const rank = (field: string) =>
    field.toLowerCase().startsWith(text) ? 0 : fieldLabel(field).toLowerCase().startsWith(text) ? 1 : 2
  return matches.sort((a, b) => rank(a) - rank(b) || a.length - b.length).slice(0, limit)
}

/** The field and the beginning of a value in `field:val`, for suggestions of values. */
export function valuePrefix(typed: string): { field: string; value: string; not: string } | null {
  const groups = clause.exec(typed.trim())?.groups
  if (!groups?.field || (groups.op !== ':' && groups.op !== '=' && groups.op !== '!=')) return null
  const field = fieldByName(groups.field) ?? fieldByName(aliases[groups.field.toLowerCase()] ?? '')
  return field
    ? { field, value: groups.value ?? '', not: groups.not || (groups.op === '!=' ? '-' : '') }
    : null
}
