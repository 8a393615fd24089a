import { openContent } from './content'
import { readTable } from './csv'
import { DocumentReader } from './documents'
import { openFound } from './found-file'
import type { ContainerKind, RejectedReport, SourceReport, Unit } from './messages'
import type { Scanner } from './scanner'
import { Tally } from './tally'

export type UnitReport = { source: SourceReport; rejected: RejectedReport[] }

/**
 * Reads one file into the scanner and accounts for all of it. Never throws for what is in the file. `mayClose` is called
 * where the segment may be closed in the middle of a file.
 */
export async function readUnit(
  unit: Unit,
  scanner: Scanner,
  mayClose: () => Promise<void>,
): Promise<UnitReport> {
  const report = (part: Partial<SourceReport>): SourceReport => ({
    sourceId: unit.sourceId,
    path: unit.path,
    kind: 'other',
    size: unit.size,
    sha256: null,
    contentSha256: null,
    status: 'skipped',
    reason: null,
    read: 0,
    rejected: 0,
    inflated: 0,
    stamp: unit.stamp,
    encoding: null,
    container: null,
    ...part,
  })
  if (unit.problem) return { source: report({ reason: unit.problem }), rejected: [] }
  const tally = new Tally(unit.sourceId)
  try {
    return await readOpened(unit, scanner, tally, mayClose, report)
  } catch (error) {
    return { source: report({ reason: unreadable(error), ...countsOf(tally) }), rejected: tally.rejected }
  }
}

const countsOf = (tally: Tally) => ({
  status: tally.taken > 0 ? ('loaded' as const) : ('skipped' as const),
  read: tally.taken + tally.rejected.length,
  rejected: tally.rejected.length,
})

async function readOpened(
  unit: Unit,
  scanner: Scanner,
  tally: Tally,
  mayClose: () => Promise<void>,
  report: (part: Partial<SourceReport>) => SourceReport,
): Promise<UnitReport> {
  const found = openFound(unit.path, unit.place)
  try {
    const content = await openContent(found)
    const { format } = content.format
    let reason: string | null = null
    let container: ContainerKind | null = null
    if (format === 'zip' || format === 'tar') {
      if (format === 'zip' && content.wrapped.length > 0)
        reason = 'zip archive inside of gzip: unpack it first'
      else container = format === 'zip' ? 'zip' : content.wrapped.length > 0 ? 'tar.gz' : 'tar'
    } else if (content.format.format === 'other') reason = content.format.reason
    else if (format === 'csv') reason = await readTable(content, scanner, tally, mayClose)
    else if (format === 'json' || format === 'lines') {
      await new DocumentReader(scanner, content, tally, mayClose).read()
    } else reason = 'compressed more than twice'
    const isRead = container === null && content.format.format !== 'other'
    if (isRead) await drain(content.blocks)
    else await content.blocks.return?.()
    await drain(found.blocks)
    if (content.notes.problem) tally.remark(content.notes.problem)
    if (content.notes.remark) tally.remark(content.notes.remark)
    const { bytes, sha256 } = content.inflated()
    return conclude(tally, reason, container, (part) =>
      report({
        size: unit.place === null ? found.size : unit.size,
        sha256: found.sha256(),
        contentSha256: isRead ? sha256 : null,
        inflated: isRead ? bytes : 0,
        encoding: content.encoding,
        ...part,
      }),
    )
  } finally {
    found.close()
  }
}

/** What became of a file that was read: which kind it is, and why nothing was loaded from it, when nothing was. */
function conclude(
  tally: Tally,
  reason: string | null,
  container: ContainerKind | null,
  report: (part: Partial<SourceReport>) => SourceReport,
): UnitReport {
  if (container) return { source: report({ kind: container, status: 'loaded', container }), rejected: [] }
  if (reason !== null) return { source: report({ reason }), rejected: [] }
  const counts = countsOf(tally)
  if (tally.taken > 0) {
    return {
      source: report({ kind: 'cloudtrail', reason: tally.remarks, ...counts }),
      rejected: tally.rejected,
    }
  }
  if (tally.digests > 0) {
    return { source: report({ kind: 'digest', status: 'loaded', reason: tally.remarks }), rejected: [] }
  }
  if (tally.rejected.length === 0 && tally.hasList && tally.remarks === null) {
    return { source: report({ kind: 'cloudtrail', status: 'loaded' }), rejected: [] }
  }
  if (tally.damaged) {
    const [first] = tally.rejected
    const why = [first && `${first.reason} at byte ${first.byte_offset}`, tally.remarks]
      .filter(Boolean)
      .join('; ')
    return {
      source: report({ kind: 'cloudtrail', reason: `no record in it can be read: ${why}`, ...counts }),
      rejected: tally.rejected,
    }
  }
  return {
    source: report({ reason: tally.remarks ?? tally.firstOther ?? 'JSON, but not CloudTrail' }),
    rejected: [],
  }
}

/** Reads what is left, so that the hashes are of the whole file. */
async function drain(blocks: AsyncIterator<Buffer>): Promise<void> {
  for (;;) if ((await blocks.next()).done) return
}

function unreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read (permission denied)'
  if (code === 'ENOENT') return 'was gone before it could be read'
  if (code === 'EIO') return 'the disk could not read it'
  if (code?.startsWith('E')) return `could not be read (${code})`
  return message
}
