import type { Cell } from '../../../electron/contract/events'
import type { Filter } from '../../../electron/contract/filter'
import { valueLabel } from '../../lib/fields'
import { type AccountNames, isAccountField } from '../../lib/place-names'
import type { Zone } from '../../lib/time'

/** How cells are shown: what is looked for is what stands there, as far as it is part of the event. */
export type Shown = { zone: Zone; accountNames: AccountNames }

const containing = (field: string, text: string): Filter => ({
  kind: 'contains',
  id: `find-${field}`,
  exclude: false,
  disabled: false,
  field,
  text,
})

const oneOf = (field: string, values: string[]): Filter[] =>
  values.length === 0
    ? []
    : [{ kind: 'values', id: `find-${field}-values`, exclude: false, disabled: false, field, values }]

const includes = (whole: string, part: string) => whole.toLowerCase().includes(part.toLowerCase())

/** Clauses of which a row meets at least one when one of these columns shows the text. */
export function findClauses(text: string, columns: readonly string[], shown: Shown): Filter[] {
  if (text === '') return []
  return columns.flatMap((field) => clausesFor(field, text, shown))
}

/** Letters of which times are made. Others need not be looked for in every one of them, which takes long. */
const inTimes = /^(?=.*\d)[\d:.TZ -]+$/i

/** A part of a time as the engine has it, in UTC: what a local clock shows is not in it. */
const asTime = (text: string) => text.replace(/(\d) (?=\d)/, '$1T')

function clausesFor(field: string, text: string, { zone, accountNames }: Shown): Filter[] {
  if (field === 'eventTime')
    return zone === 'utc' && inTimes.test(text) ? [containing(field, asTime(text))] : []
  if (field === 'readOnly')
    return oneOf(
      field,
      ['true', 'false'].filter((value) => includes(valueLabel(field, value), text)),
    )
  if (!isAccountField(field)) return [containing(field, text)]
  const named = Object.keys(accountNames).filter((id) => includes(accountNames[id] ?? '', text))
  return [containing(field, text), ...oneOf(field, named.slice(0, 1000))]
}

/** Whether the cell is one that the clauses found: the same question, put to the value that is here. */
export function cellMatches(clauses: readonly Filter[], field: string, cell: Cell): boolean {
  if (cell === null) return false
  const texts = Array.isArray(cell) ? cell : [String(cell)]
  return clauses.some((clause) => {
    if (clause.kind === 'contains')
      return clause.field === field && texts.some((one) => includes(one, clause.text))
    return (
      clause.kind === 'values' && clause.field === field && texts.some((one) => clause.values.includes(one))
    )
  })
}
