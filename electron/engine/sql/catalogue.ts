import type { Dialect, SqlSchema } from '../../contract/sql'
import { columnsOf, declaredKinds } from '../case/schema'
import { athenaColumns } from './shape/athena'
import type { ShapeColumn, ShapeMember } from './shape/column'
import { lakeColumns } from './shape/lake'
import { ruledNames } from './translate/calls'
import { renames, shared } from './translate/function-table'

type Column = SqlSchema['tables'][number]['columns'][number]

const member = ({ name, type, members }: ShapeMember): Column => ({
  name,
  type: members ? 'row' : type,
  ...(members ? { members: members.map(member) } : {}),
})

const column = (given: ShapeColumn): Column => ({
  name: given.name,
  type: given.members ? 'row' : given.type,
  ...(given.members ? { members: given.members.map(member) } : {}),
  ...(given.visible ? {} : { extra: true }),
})

/** Every function that the Athena and Lake dialects know, in order. */
export const functionNames = (): string[] =>
  [...new Set([...shared, ...Object.keys(renames), ...ruledNames()])].sort()

/** Tables, columns and functions as a dialect sees them: what the editor completes and the side pane lists. */
export function describeSchema(dialect: Dialect): SqlSchema {
  const tables = {
    athena: () => [{ name: 'cloudtrail_logs', columns: athenaColumns.map(column) }],
    lake: () => [{ name: 'cloudtrail_lake', columns: lakeColumns.map(column) }],
    duckdb: () =>
      [...declaredKinds().keys()].map((kind) => ({
        name: kind,
        columns: columnsOf(kind).map(({ name, type }) => ({ name, type })),
      })),
  }[dialect]()
  return { tables, functions: dialect === 'duckdb' ? duckFunctions : functionNames() }
}

/** Of DuckDB's many functions those that questions about a trail need most. */
const duckFunctions = (
  'any_value approx_count_distinct arg_max arg_min array_to_string avg coalesce concat contains count count_if date_diff ' +
  'date_part date_trunc epoch_ms greatest histogram json_extract json_extract_string json_keys least len list list_contains ' +
  'list_filter list_transform lower max min mode now quantile_disc regexp_extract regexp_matches regexp_replace replace ' +
  'row_number split_part starts_with strftime string_agg string_split strptime substr sum time_bucket trim try_cast ' +
  'typeof unnest upper'
).split(' ')
