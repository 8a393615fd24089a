import { z } from 'zod'
import { CaseId, Path } from './case'
import { Field } from './filter'
import { View } from './view'

const Count = z.int().min(0)

/** What a spreadsheet takes for the start of a formula, full-width forms included, and what hides one from sight. */
export const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/

export const ExportFormat = z.enum(['csv', 'ndjson', 'parquet'])
export type ExportFormat = z.infer<typeof ExportFormat>

export const ExportProgress = z.object({
  /** Events written, and to write in all. */
  done: Count,
  total: Count,
  bytes: Count,
})
export type ExportProgress = z.infer<typeof ExportProgress>

export const ExportResult = z.object({
  path: z.string(),
  /** The JSON file beside it that names the view, the counts and the hash. */
  sidecar: z.string(),
  events: Count,
  bytes: Count,
  sha256: z.string(),
  /** NDJSON only: records that had to be rebuilt from the columns, because their source is gone or has changed. */
  rebuilt: Count,
  elapsedMs: z.number(),
})
export type ExportResult = z.infer<typeof ExportResult>

export const exportApi = {
  /** Writes the events of a View, in its order, to a file that main or the host granted. Cancelling leaves nothing behind. */
  'export.events': {
    params: z.object({
      case: CaseId,
      view: View,
      format: ExportFormat,
      path: Path,
      /** CSV and Parquet: which columns; every column of the case when null. */
      columns: z.array(Field).min(1).max(200).nullable().default(null),
      /** Only these positions of the View (a selection), by `seq`. */
      only: z.array(z.int()).max(1_000_000).nullable().default(null),
      /** CSV: neutralise cells that a spreadsheet would run as formulas. */
      safe: z.boolean().default(true),
      overwrite: z.boolean().default(false),
    }),
    progress: ExportProgress,
    result: ExportResult,
  },
  /**
   * Writes a list that the window has in full (files seen, rows of a result) where the save dialog of the desktop
   * granted it. The name ends as the format does, so that this cannot be turned on an archive or a start script.
   */
  'export.text': {
    params: z.object({
      case: CaseId,
      path: Path,
      format: z.enum(['csv', 'ndjson']),
      /** UTF-16 code units. */
      text: z.string().max(256 * 1024 * 1024),
    }),
    result: z.object({ path: z.string() }),
  },
} as const
