import { formatField } from '../../contract/field'
import type { Filter } from '../../contract/filter'
import type { TimeRange, View } from '../../contract/view'
import { microsFromIso } from '../case/connection'
import { type Sql, sql, sqlEmpty, sqlJoin } from '../sql-text'
import { fieldRef } from './field-sql'
import { predicateOf } from './predicate'

/** The one spelling of a field, so that two ways of writing it count as the same. */
export const canonicalField = (text: string): string => formatField(fieldRef(text))

/** The field a clause is about; null for those that look everywhere. */
export const fieldOfClause = (filter: Filter): string | null =>
  'field' in filter ? canonicalField(filter.field) : null

/** Clauses in effect, with those of one field left out: what a facet of that field is counted under. */
export function activeFilters(view: View, without: string | null = null): Filter[] {
  return view.filters.filter(
    (filter) => !filter.disabled && (without === null || fieldOfClause(filter) !== without),
  )
}

export function rangePredicate(range: TimeRange): Sql {
  return sql`event_time >= make_timestamp(${microsFromIso(range.from)}) AND event_time < make_timestamp(${microsFromIso(range.to)})`
}

/** The View as a WHERE clause with a blank before it; empty where nothing is filtered. */
export function whereFor(view: View, without: string | null = null): Sql {
  const parts = activeFilters(view, without).map(predicateOf)
  if (view.range) parts.push(rangePredicate(view.range))
  return parts.length > 0 ? sql` WHERE ${sqlJoin(parts, ' AND ')}` : sqlEmpty
}
