import { type ColumnType, type FieldName, specOf } from '../../contract/event'
import { type FieldRef, parseField } from '../../contract/field'
import { ident, type Sql, sql, sqlTrusted } from '../sql-text'

/** Reads a field reference that the contract has already checked. */
export function fieldRef(text: string): FieldRef {
  const ref = parseField(text)
  if (!ref) throw new Error(`not a field: ${text}`)
  return ref
}

/** Type of what a reference yields; a path into JSON yields text. */
export const typeOfField = (ref: FieldRef): ColumnType =>
  ref.kind === 'json' ? 'text' : specOf(ref.field).type

/** `/requestParameters/a~1b/0`: JSON Pointer, which can name every key, whatever characters are in it. */
function pointerOf(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** ISO 8601 without superfluous zeros, as `isoFromMicros` writes it. */
const isoText = (column: Sql): Sql =>
  sqlTrusted(`(regexp_replace(strftime(${column.text}, '%Y-%m-%dT%H:%M:%S.%f'), '\\.?0+$', '') || 'Z')`)

/**
 * The field's value as the text that facets show and `values` clauses name; NULL where the event has none. For lists
 * see `listElements`.
 */
export function fieldText(ref: FieldRef): Sql {
  const column = ident(ref.field)
  if (ref.kind === 'json') return sql`json_extract_string(${column}, ${pointerOf(ref.path)})`
  const { type } = specOf(ref.field)
  if (type === 'time') return isoText(column)
  if (type === 'int' || type === 'bool') return sqlTrusted(`${column.text}::VARCHAR`)
  return column
}

/** One row an element; a single NULL where there is none. Every event yields at least one row. */
export function listElements(field: FieldName): Sql {
  const { text } = ident(field)
  return sqlTrusted(`unnest(CASE WHEN len(${text}) > 0 THEN ${text} ELSE [NULL] END)`)
}

/** What a column is sorted by: its own type, with empty lists as absent. */
export function sortKey(field: FieldName): Sql {
  const { text } = ident(field)
  return specOf(field).type === 'list'
    ? sqlTrusted(`CASE WHEN len(${text}) > 0 THEN ${text} END`)
    : ident(field)
}

/** What a cell of a table holds: the column's own type, an empty list as absent; text for a path into JSON. */
export function fieldCell(ref: FieldRef): Sql {
  return ref.kind === 'json' ? fieldText(ref) : sortKey(ref.field)
}
