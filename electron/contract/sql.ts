import { z } from 'zod'
import { CaseId } from './case'
import { Cell } from './events'
import { View } from './view'

export const Dialect = z.enum(['athena', 'lake', 'duckdb'])
export type Dialect = z.infer<typeof Dialect>

export const SqlColumn = z.object({ name: z.string(), type: z.string() })
export type SqlColumn = z.infer<typeof SqlColumn>

export const SqlResult = z.object({
  columns: z.array(SqlColumn),
  /** One array a column. */
  data: z.array(z.array(Cell)),
  rows: z.int(),
  /** There were more rows than asked for; nothing is said about how many. */
  capped: z.boolean(),
  elapsedMs: z.number(),
  /** What was read differently from how it was written: table names, partition columns. Sentences for people. */
  notes: z.array(z.string()),
})
export type SqlResult = z.infer<typeof SqlResult>

const baseColumn = z.object({ name: z.string(), type: z.string(), extra: z.boolean().optional() })
type Column = z.infer<typeof baseColumn> & { members?: Column[] | undefined }
const Column: z.ZodType<Column> = baseColumn.extend({ members: z.lazy(() => z.array(Column)).optional() })

/** What a dialect can name. `extra` columns are not part of a star. */
export const SqlSchema = z.object({
  tables: z.array(z.object({ name: z.string(), columns: z.array(Column) })),
  functions: z.array(z.string()),
})
export type SqlSchema = z.infer<typeof SqlSchema>

/** Questions that ship, in Athena's SQL. */
export const SqlLibrary = z.array(
  z.object({
    group: z.string(),
    queries: z.array(z.object({ name: z.string(), about: z.string(), text: z.string() })),
  }),
)
export type SqlLibrary = z.infer<typeof SqlLibrary>

export const sqlApi = {
  'sql.schema': { params: z.object({ dialect: Dialect }), result: SqlSchema },
  /** The View as a statement of DuckDB's, to go on from. */
  'sql.ofView': { params: z.object({ view: View }), result: z.object({ text: z.string() }) },
  'sql.library': { params: z.object({}), result: z.object({ groups: SqlLibrary }) },
  'sql.run': {
    params: z.object({
      case: CaseId,
      dialect: Dialect.default('athena'),
      text: z.string().max(1_000_000),
      /** Values of the `?` marks, in order. */
      parameters: z
        .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
        .max(1000)
        .default([]),
      maxRows: z.int().min(1).max(100_000).default(10_000),
      timeoutMs: z.int().min(100).max(3_600_000).default(300_000),
    }),
    result: SqlResult,
  },
} as const
