import { fieldNames, specOf } from '../../contract/event'

export type StagedType = 'text' | 'json' | 'time' | 'bool'

/** A column that is taken out of the record itself. */
export type StagedColumn = {
  readonly column: string
  readonly type: StagedType
  readonly path: readonly string[]
}

const isStaged = (type: string): type is StagedType =>
  type === 'text' || type === 'json' || type === 'time' || type === 'bool'

/**
 * What a scanner takes out of each record, in the order of the column table. `event_time` is microseconds since 1970.
 * Beside these, a staged row has `rest`, `null_keys`, `source_id`, `byte_offset` and `byte_length`.
 */
export const stagedColumns: readonly StagedColumn[] = fieldNames.flatMap((field) => {
  const { column, type, path } = specOf(field)
  return path && isStaged(type) ? [{ column, type, path }] : []
})

/** Top-level keys of a record that have a column of their own. */
export const topLevelColumns: ReadonlyMap<string, StagedColumn> = new Map(
  stagedColumns.filter(({ path }) => path.length === 1).map((column) => [column.path[0] as string, column]),
)

/** Columns that are projections of `userIdentity`, which is kept whole beside them. */
export const identityColumns: readonly StagedColumn[] = stagedColumns.filter(({ path }) => path.length > 1)
