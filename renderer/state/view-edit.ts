import { type FieldName, specOf } from '../../electron/contract/event'
import { parseField } from '../../electron/contract/field'
import type { Filter } from '../../electron/contract/filter'
import type { TimeRange, View } from '../../electron/contract/view'
import { toInstant } from '../lib/time'

export type ValuesFilter = Extract<Filter, { kind: 'values' }>
type NewFilter = Filter extends infer F
  ? F extends Filter
    ? Omit<F, 'id' | 'exclude' | 'disabled'>
    : never
  : never
export type FilterDraft = NewFilter & { exclude?: boolean }

/** The smallest `f1`, `f2`, … that no clause of the view has. */
export function freeId(view: View): string {
  const taken = new Set(view.filters.map((filter) => filter.id))
  let number = view.filters.length + 1
  while (taken.has(`f${number}`)) number += 1
  return `f${number}`
}

/** The view with one clause more. A clause that is there already is switched on instead of doubled. */
export function addFilter(view: View, draft: FilterDraft): View {
  const filter = { exclude: false, disabled: false, ...draft, id: freeId(view) } as Filter
  const same = view.filters.find((other) => sameMeaning(other, filter))
  if (same) return same.disabled ? updateFilter(view, { ...same, disabled: false }) : view
  return { ...view, filters: [...view.filters, filter] }
}

/** Puts a changed clause in the place of the one with its id. */
export function updateFilter(view: View, filter: Filter): View {
  return { ...view, filters: view.filters.map((other) => (other.id === filter.id ? filter : other)) }
}

export function removeFilter(view: View, id: string): View {
  return { ...view, filters: view.filters.filter((filter) => filter.id !== id) }
}

export function toggleFilter(view: View, id: string): View {
  return {
    ...view,
    filters: view.filters.map((filter) =>
      filter.id === id ? { ...filter, disabled: !filter.disabled } : filter,
    ),
  }
}

export function clearFilters(view: View): View {
  return { ...view, filters: [], range: null }
}

const meaning = (filter: Filter) => JSON.stringify({ ...filter, id: '', disabled: false })
const sameMeaning = (a: Filter, b: Filter) => meaning(a) === meaning(b)

const clauseOf = (view: View, field: string, exclude: boolean): ValuesFilter | undefined =>
  view.filters.find(
    (filter): filter is ValuesFilter =>
      filter.kind === 'values' && filter.field === field && filter.exclude === exclude && !filter.disabled,
  )

/** How a value of a field stands in the view. */
export function standing(view: View, field: string, value: string | null): 'in' | 'out' | null {
  if (clauseOf(view, field, false)?.values.includes(value)) return 'in'
  if (clauseOf(view, field, true)?.values.includes(value)) return 'out'
  return null
}

function withoutValue(view: View, field: string, value: string | null, exclude: boolean): View {
  const clause = clauseOf(view, field, exclude)
  if (!clause?.values.includes(value)) return view
  const values = clause.values.filter((other) => other !== value)
  return values.length > 0 ? updateFilter(view, { ...clause, values }) : removeFilter(view, clause.id)
}

function withValue(view: View, field: string, value: string | null, exclude: boolean): View {
  const clause = clauseOf(view, field, exclude)
  if (!clause) return addFilter(view, { kind: 'values', field, values: [value], exclude })
  return updateFilter(view, { ...clause, values: [...clause.values, value] })
}

/** Only events with this value: replaces what the view asked of the field. */
export function onlyValue(view: View, field: string, value: string | null): View {
  const clause = clauseOf(view, field, false)
  const cleared = withoutValue(view, field, value, true)
  if (!clause) return addFilter(cleared, { kind: 'values', field, values: [value] })
  return updateFilter(cleared, { ...clause, values: [value] })
}

/** Adds the value to those the field may have, or takes it out when it is one of them. */
export function toggleValue(view: View, field: string, value: string | null): View {
  if (standing(view, field, value) === 'in') return withoutValue(view, field, value, false)
  return withValue(withoutValue(view, field, value, true), field, value, false)
}

/** Leaves events with this value out, or lets them in again when they were left out. */
export function excludeValue(view: View, field: string, value: string | null): View {
  if (standing(view, field, value) === 'out') return withoutValue(view, field, value, true)
  return withValue(withoutValue(view, field, value, false), field, value, true)
}

/** Forgets every clause on a field's values, disabled ones included. */
export function clearField(view: View, field: string): View {
  return { ...view, filters: view.filters.filter((filter) => !('field' in filter && filter.field === field)) }
}

export function setRange(view: View, range: TimeRange | null): View {
  return { ...view, range }
}

/** The range from `ms` before to `ms` after a moment. */
export function aroundInstant(iso: string, ms: number): TimeRange {
  const at = Date.parse(iso)
  return { from: toInstant(at - ms), to: toInstant(at + ms + 1) }
}

/**
 * What a click on a heading does: ascending, descending, none. With `add` (shift) the column joins the order that is
 * there. No order at all would leave paging undefined, so none means newest first.
 */
export function cycleSort(view: View, field: FieldName, add: boolean): View {
  const now = view.sort.find((sort) => sort.field === field)
  const rest = add ? view.sort.filter((sort) => sort.field !== field) : []
  const firstDescending = specOf(field).type === 'time'
  if (!now || (!add && view.sort.length > 1))
    return { ...view, sort: [...rest, { field, descending: firstDescending }].slice(-4) }
  if (now.descending === firstDescending) {
    const turned = { field, descending: !firstDescending }
    return { ...view, sort: add ? view.sort.map((sort) => (sort.field === field ? turned : sort)) : [turned] }
  }
  return { ...view, sort: rest.length > 0 ? rest : [{ field: 'eventTime', descending: true }] }
}

/** Columns that sort can use: those of the column table that are no JSON payload. */
export function sortableField(field: string): FieldName | null {
  const ref = parseField(field)
  return ref?.kind === 'column' && specOf(ref.field).type !== 'json' ? ref.field : null
}
