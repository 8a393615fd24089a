import type { Filter } from '../../../electron/contract/filter'
import { fieldLabel, valueLabel } from '../../lib/fields'
import { type AccountNames, withPlaceName } from '../../lib/place-names'
import { writeValue } from './interpret'

export type FilterWords = { subject: string; verb: string; value: string }

const few = 3

function listOf(field: string, values: readonly (string | null)[], names: AccountNames): string {
  const shown = values
    .slice(0, few)
    .map((value) => withPlaceName(field, value, valueLabel(field, value), names))
  return values.length > few ? `${shown.join(', ')} or ${values.length - few} more` : shown.join(' or ')
}

/** A clause in words, in three parts so that a chip can set them apart. */
export function filterWords(filter: Filter, names: AccountNames = {}): FilterWords {
  switch (filter.kind) {
    case 'values':
      return {
        subject: fieldLabel(filter.field),
        verb: filter.exclude ? 'is not' : 'is',
        value: listOf(filter.field, filter.values, names),
      }
    case 'contains':
      return {
        subject: fieldLabel(filter.field),
        verb: filter.exclude ? 'does not contain' : 'contains',
        value: filter.text,
      }
    case 'cidr':
      return {
        subject: fieldLabel(filter.field),
        verb: filter.exclude ? 'is not in' : 'is in',
        value: filter.block,
      }
    case 'text':
      return { subject: 'Text', verb: filter.exclude ? 'nowhere' : 'anywhere', value: filter.text }
    case 'identifier':
      return { subject: 'Identifier', verb: filter.exclude ? 'is not' : 'is', value: filter.value }
  }
}

/** A clause as it is typed into the query bar, to be changed there. */
export function filterText(filter: Filter): string {
  const not = filter.exclude ? '-' : ''
  switch (filter.kind) {
    case 'values':
      return `${not}${filter.field}:${filter.values.map(writeValue).join(',')}`
    case 'contains':
      return `${not}${filter.field}~${filter.text}`
    case 'cidr':
      return filter.field === 'sourceIPAddress'
        ? `${not}${filter.block}`
        : `${not}${filter.field}:${filter.block}`
    case 'text':
      return `${not}${filter.text}`
    case 'identifier':
      return `${not}${filter.value}`
  }
}
