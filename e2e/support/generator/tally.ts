/** Counts of what was written; added up over threads. */
export interface Tally {
  files: number
  /** Records without copies. */
  records: number
  /** Copies: records whose eventID stands in another file too, with the same content. */
  copies: number
  bytesInflated: number
  bytesOnDisk: number
  firstMs: number
  lastMs: number
  byCategory: Record<string, number>
  /** `ec2.amazonaws.com/DescribeInstances` → records. */
  byEvent: Record<string, number>
  byAccount: Record<string, number>
  byRegion: Record<string, number>
  readOnly: number
  failed: number
}

export function emptyTally(): Tally {
  return {
    files: 0,
    records: 0,
    copies: 0,
    bytesInflated: 0,
    bytesOnDisk: 0,
    firstMs: Number.POSITIVE_INFINITY,
    lastMs: Number.NEGATIVE_INFINITY,
    byCategory: {},
    byEvent: {},
    byAccount: {},
    byRegion: {},
    readOnly: 0,
    failed: 0,
  }
}

export function count(counts: Record<string, number>, key: string, by = 1): void {
  counts[key] = (counts[key] ?? 0) + by
}

/** Adds `part` to `sum`, in place. */
export function addTally(sum: Tally, part: Tally): void {
  sum.files += part.files
  sum.records += part.records
  sum.copies += part.copies
  sum.bytesInflated += part.bytesInflated
  sum.bytesOnDisk += part.bytesOnDisk
  sum.firstMs = Math.min(sum.firstMs, part.firstMs)
  sum.lastMs = Math.max(sum.lastMs, part.lastMs)
  sum.readOnly += part.readOnly
  sum.failed += part.failed
  for (const key of ['byCategory', 'byEvent', 'byAccount', 'byRegion'] as const) {
    for (const [name, n] of Object.entries(part[key])) count(sum[key], name, n)
  }
}
