import { type FieldName, specOf } from '../../../electron/contract/event'
import type { Cell, EventRecord } from '../../../electron/contract/events'

/** What AWS writes in the place of a value it took out. */
const omitted = /^(HIDDEN_DUE_TO_SECURITY_REASONS|\*{3,}|sensitiveDataRemoved)$/

/** How a value is there, or is not: absent, null, taken out for security, left out for size. */
export function presence(
  field: FieldName,
  cell: Cell | undefined,
  nullKeys: readonly string[],
): 'value' | 'absent' | 'null' | 'hidden' {
  if (typeof cell === 'string' && omitted.test(cell)) return 'hidden'
  if (cell !== null && cell !== undefined && !(Array.isArray(cell) && cell.length === 0)) return 'value'
  const key = specOf(field).path?.[0]
  return key && nullKeys.includes(key) ? 'null' : 'absent'
}

export const nullKeysOf = (fields: EventRecord['fields']): string[] =>
  typeof fields.nullKeys === 'string' ? fields.nullKeys.split(',').filter(Boolean) : []
