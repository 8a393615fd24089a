import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { fileSize } from '../case/commit'
import type { Segment } from '../case/manifest'
import { type Sql, sqlLiteral } from '../sql-text'

/** Settings of every segment: the row group is what queries skip by, and the piece that one thread writes. */
const parquetOptions = 'FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 32768'

export type SegmentContext = {
  casePath: string
  /** Distinguishes the files of one commit; part of every file name. */
  stamp: string
  /** Position of the first event of the segment. */
  firstSeq: number
  rows: number
}

/**
 * A Parquet kind that is worked out from each new segment of events and committed with it. `select` is the query for
 * its rows, over the Parquet file of the new events.
 */
export type SegmentStep = {
  kind: string
  /** Statements that are run once before the first segment: macros, temporary tables of catalogues. */
  prepare?: (db: DuckDBConnection) => Promise<void>
  select: (eventsFile: Sql, context: SegmentContext) => Sql
}

const steps: SegmentStep[] = []

/** Registers a kind that every later import writes. Its columns are declared with `declareKind`. */
export function addSegmentStep(step: SegmentStep): void {
  steps.push(step)
}

export const segmentSteps = (): readonly SegmentStep[] => steps

/** Writes one Parquet file of a case and describes it. `timeColumn` gives its span where it has one. */
export async function writeSegment(
  db: DuckDBConnection,
  casePath: string,
  kind: string,
  name: string,
  select: Sql,
  timeColumn: string | null = null,
): Promise<Segment> {
  const file = `${kind}/${name}.parquet`
  const path = join(casePath, file)
  await mkdir(join(casePath, kind), { recursive: true, mode: 0o700 })
  const result = await db.run(`COPY (${select.text}) TO ${sqlLiteral(path).text} (${parquetOptions})`)
  const rows = Number(result.rowsChanged)
  const span = timeColumn && rows > 0 ? await spanOf(db, path, timeColumn) : { min: null, max: null }
  return {
    kind,
    file,
    rows,
    bytes: await fileSize(path),
    minTime: span.min,
    maxTime: span.max,
    firstSeq: null,
    lastSeq: null,
  }
}

/** From the statistics in the file's footer where DuckDB can, which costs no reading. */
async function spanOf(db: DuckDBConnection, path: string, column: string) {
  const result = await db.runAndReadAll(`SELECT epoch_us(min(${column})) AS lo, epoch_us(max(${column})) AS hi
    FROM read_parquet(${sqlLiteral(path).text})`)
  const [row] = result.getRowObjects()
  const number = (value: unknown) => (value === null || value === undefined ? null : Number(value))
  return { min: number(row?.lo), max: number(row?.hi) }
}
