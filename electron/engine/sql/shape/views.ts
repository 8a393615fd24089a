import { declaredKinds } from '../../case/schema'
import { type Sql, sqlTrusted } from '../../sql-text'
import { athenaColumns } from './athena'
import type { ShapeColumn } from './column'
import { lakeColumns } from './lake'

/** Before the columns of `events` in the views of the dialects, where `*` leaves them out. */
export const rawPrefix = 'bt_'

export type Shape = { readonly view: string; readonly columns: ReadonlyMap<string, ShapeColumn> }

const shapeOf = (view: string, columns: readonly ShapeColumn[]): Shape => ({
  view,
  columns: new Map(columns.map((column) => [column.name.toLowerCase(), column])),
})

export const shapes = {
  athena: shapeOf('bt_athena', athenaColumns),
  lake: shapeOf('bt_lake', lakeColumns),
} as const

/** Columns that `SELECT *` leaves out: everything the official tables do not have. */
export const hiddenColumns = (shape: Shape): readonly string[] => hidden.get(shape) ?? []

const rawColumns = (): string[] => (declaredKinds().get('events') ?? []).map(({ name }) => name)

const hidden = new Map<Shape, readonly string[]>(
  Object.values(shapes).map((shape) => [
    shape,
    [
      ...[...shape.columns.values()].filter(({ visible }) => !visible).map(({ name }) => name),
      ...rawColumns().map((name) => rawPrefix + name),
    ],
  ]),
)

const select = (columns: Iterable<ShapeColumn>): string[] =>
  [...columns].map(({ name, expression }) => `${expression} AS "${name}"`)

/** The views over `events` and `sources` that the dialects read. Made again with each commit, like those they rest on. */
export function dialectViews(): Sql[] {
  const raw = rawColumns().map((name) => `"${name}" AS "${rawPrefix}${name}"`)
  const views = Object.values(shapes).flatMap(({ view, columns }) => [
    `CREATE OR REPLACE VIEW ${view} AS SELECT ${[...select(columns.values()), ...raw].join(', ')} FROM events`,
    `CREATE OR REPLACE VIEW ${view}_files AS SELECT e.*, s.path AS "$path", s.size AS "$file_size" ` +
      `FROM ${view} e LEFT JOIN sources s ON s.source_id = e.${rawPrefix}source_id`,
  ])
  return [
    ...views,
    `CREATE OR REPLACE VIEW cloudtrail_logs AS SELECT ${select(athenaColumns).join(', ')} FROM events`,
    `CREATE OR REPLACE VIEW cloudtrail_lake AS SELECT ${select(lakeColumns.filter(({ visible }) => visible)).join(', ')} FROM events`,
  ].map(sqlTrusted)
}

/** Rewrites an expression over `events` to the raw columns of a dialect view, optionally behind an alias. */
export function overRaw(expression: string, qualifier: string): string {
  const names = new Set(rawColumns())
  return expression.replace(/'(?:[^']|'')*'|\b[a-z][a-z_]*\b(?!\s*\()/g, (word) =>
    names.has(word) ? `${qualifier}${rawPrefix}${word}` : word,
  )
}
