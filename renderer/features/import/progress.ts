import type { z } from 'zod'
import type { ImportProgress, RecordAccount } from '../../../electron/contract/case'
import type { ImportJob } from '../../state/import-store'

export const phaseWords: Record<ImportProgress['phase'], string> = {
  discovering: 'Looking for files',
  reading: 'Importing',
  finishing: 'Finishing',
  done: 'Done',
  cancelled: 'Cancelled',
  failed: 'Failed',
}

/** Share that is done, 0 to 1; null while nobody knows how much there is. */
export function fractionOf({ bytes, files }: ImportProgress): number | null {
  if (bytes.total) return Math.min(1, bytes.read / bytes.total)
  if (files.total) return Math.min(1, files.done / files.total)
  return null
}

/** Files and records to show: as read while it runs, as committed after its end, none where it failed. */
export function countedOf({ progress, result, error }: Pick<ImportJob, 'progress' | 'result' | 'error'>): {
  files: { done: number; skipped: number } | null
  records: z.infer<typeof RecordAccount> | null
} {
  if (error) return { files: null, records: null }
  if (result)
    return { files: { done: result.files.seen, skipped: result.files.skipped }, records: result.records }
  return { files: progress?.files ?? null, records: progress?.records ?? null }
}

/** Inflated JSON in MB a second. */
export const speedOf = ({ bytes, elapsedMs }: ImportProgress) =>
  elapsedMs > 0 ? bytes.inflated / 1_000_000 / (elapsedMs / 1_000) : 0
