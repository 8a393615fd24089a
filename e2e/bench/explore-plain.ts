import { specOf } from '../../electron/contract/event'
import type { View } from '../../electron/contract/view'
import {
  fieldCell,
  fieldRef,
  fieldText,
  listElements,
  typeOfField,
} from '../../electron/engine/query/field-sql'
import { orderBy } from '../../electron/engine/query/sql-answers'
import { whereFor } from '../../electron/engine/query/where'
import { type Sql, sql, sqlJoin, sqlTrusted } from '../../electron/engine/sql-text'

/** What somebody would write who asks DuckDB the same, one statement a question. */

export const histogramPlain = (view: View): Sql => sql`
SELECT time_bucket(INTERVAL 3 HOUR, event_time) AS bar, ${sqlTrusted(specOf('eventCategory').column)}, count(*)
FROM events${whereFor(view)} GROUP BY ALL ORDER BY ALL`

export function facetPlain(view: View, field: string, top: number): Sql {
  const ref = fieldRef(field)
  const value = typeOfField(ref) === 'list' ? listElements(ref.field) : fieldText(ref)
  return sql`
SELECT value, count(*) AS n FROM (SELECT ${value} AS value FROM events${whereFor(view, field)})
GROUP BY value ORDER BY n DESC LIMIT ${top}`
}

export const pagePlain = (view: View, fields: readonly string[], count: number): Sql => sql`
SELECT ${sqlJoin(
  fields.map((field) => fieldCell(fieldRef(field))),
  ', ',
)}
FROM events${whereFor(view)}${orderBy(view)} LIMIT ${count}`
