import { z } from 'zod'
import { CaseId } from './case'
import { Cell } from './events'

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

export const sqlApi = {
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
