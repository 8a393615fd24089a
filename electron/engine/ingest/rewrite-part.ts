import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { eventColumns, fieldNames } from '../../contract/event'
import type { Segment } from '../case/manifest'
import { sqlLiteral, sqlTrusted } from '../sql-text'
import { findDuplicates, overlapping, type Verdict } from './dedupe'
import { partOf } from './key-files'
import type { Span } from './seen-keys'
import { writeSegment } from './segment'

/** Rows that a worker has written as a segment of their own, before it was known which of them are copies. */
export type StagedPart = {
  file: string
  rows: number
  span: Span
  hasTimeless: boolean
  /** Name of the segment that is made of it. */
  name: string
}

export type RewrittenPart = {
  /** Null when no row is left. */
  segment: Segment | null
  /** Copies that were left out, by the file they came from. */
  duplicates: Map<number, number>
  /** Segments that stand in for others, in which events have been flagged. */
  flagged: { instead: Segment; of: Segment }[]
}

/**
 * The longer road of a part, by SQL: compares its rows with those of the segments of the same time, leaves copies out,
 * and flags events of one ID that say different things. Rows of the files in `excluded` do not count; `stored` are the
 * segments of the case and of this commit.
 */
export async function rewritePart(
  db: DuckDBConnection,
  casePath: string,
  part: StagedPart,
  excluded: ReadonlySet<number>,
  stored: readonly Segment[],
  firstSeq: number,
): Promise<RewrittenPart> {
  const out = [...excluded]
  const clause = out.length > 0 ? ` WHERE source_id NOT IN (${out.join(', ')})` : ''
  const from = `(SELECT * EXCLUDE (file_row_number), file_row_number AS position
    FROM read_parquet(${sqlLiteral(part.file).text}, file_row_number = true)${clause})`
  const near = overlapping(stored, { min: part.span.minTime, max: part.span.maxTime }, part.hasTimeless)
  const verdict = await findDuplicates(
    db,
    from,
    near.map(({ file }) => sqlLiteral(join(casePath, file)).text),
  )
  const duplicates = new Map<number, number>()
  for (const sourceId of verdict.duplicates.values()) {
    duplicates.set(sourceId, (duplicates.get(sourceId) ?? 0) + 1)
  }
  const kept = await keptPositions(db, verdict, out.length > 0)
  const select = selectOf(from, firstSeq, part.rows, verdict, kept)
  const written = await writeSegment(db, casePath, 'events', part.name, sqlTrusted(select), 'event_time')
  const segment = written.rows === 0 ? null : { ...written, firstSeq, lastSeq: firstSeq + written.rows - 1 }
  return {
    segment,
    duplicates,
    flagged: await flagStored(db, casePath, stored, verdict.storedConflicts, part.name),
  }
}

/** Positions of the staged rows that are stored, in their order; null when all of them are. */
async function keptPositions(
  db: DuckDBConnection,
  { duplicates }: Verdict,
  isFiltered: boolean,
): Promise<number[] | null> {
  if (duplicates.size === 0 && !isFiltered) return null
  const result = await db.runAndReadAll('SELECT position FROM keys ORDER BY position')
  return result
    .getRows()
    .map(([position]) => Number(position))
    .filter((position) => !duplicates.has(position))
}

/**
 * The query for the rows of a segment. It is nothing but a filter and a projection: those keep the rows in their order
 * when several threads read them, while a join or a window function would not.
 */
function selectOf(
  from: string,
  firstSeq: number,
  rows: number,
  { conflicts }: Verdict,
  kept: readonly number[] | null,
): string {
  // One bit a position.
  const bits = (positions: ReadonlySet<number>) =>
    `'${Array.from({ length: rows }, (_, position) => (positions.has(position) ? '1' : '0')).join('')}'::BIT`
  const conflict = conflicts.size === 0 ? 'false' : `get_bit(${bits(conflicts)}, position::INTEGER) = 1`
  const columns = fieldNames
    .filter((field) => field !== 'seq')
    .map((field) => (field === 'conflict' ? `${conflict} AS conflict` : eventColumns[field].column))
    .join(', ')
  if (kept === null) return `SELECT ${firstSeq} + position AS seq, ${columns} FROM ${from}`
  const ranks: number[] = new Array(rows).fill(0)
  kept.forEach((position, rank) => {
    ranks[position] = rank
  })
  return `SELECT ${firstSeq} + ([${ranks.join(',')}]::INTEGER[])[position + 1] AS seq, ${columns}
    FROM ${from} WHERE get_bit(${bits(new Set(kept))}, position::INTEGER) = 1`
}

/** Flags events of earlier segments: a segment is never changed, so a new file takes its place. */
async function flagStored(
  db: DuckDBConnection,
  casePath: string,
  stored: readonly Segment[],
  seqs: ReadonlySet<number>,
  name: string,
): Promise<{ instead: Segment; of: Segment }[]> {
  const flagged: { instead: Segment; of: Segment }[] = []
  if (seqs.size === 0) return flagged
  for (const segment of stored) {
    if (segment.kind !== 'events') continue
    const { firstSeq, lastSeq } = segment
    const hits = [...seqs].filter((seq) => seq >= (firstSeq ?? 0) && seq <= (lastSeq ?? -1))
    if (hits.length === 0) continue
    const path = sqlLiteral(join(casePath, segment.file)).text
    const select = `SELECT * REPLACE (conflict OR seq IN (${hits.join(', ')}) AS conflict) FROM read_parquet(${path})`
    const own = partOf(segment)
    const written = await writeSegment(
      db,
      casePath,
      'events',
      `${own}-c${name}`,
      sqlTrusted(select),
      'event_time',
    )
    flagged.push({ instead: { ...written, firstSeq, lastSeq }, of: segment })
  }
  return flagged
}
