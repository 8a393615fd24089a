import type { ImportProgress } from '../../../electron/contract/case'

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

/** Inflated JSON in MB a second. */
export const speedOf = ({ bytes, elapsedMs }: ImportProgress) =>
  elapsedMs > 0 ? bytes.inflated / 1_000_000 / (elapsedMs / 1_000) : 0
