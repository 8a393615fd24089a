import type { ColumnView } from './code-column'

/** A Parquet segment's place among the rows of the index, and the range of `seq` it holds. */
export type IndexSegment = {
  readonly file: string
  readonly firstRow: number
  readonly rows: number
  readonly firstSeq: number
}

/**
 * The index at one revision of the case. A row is a position among all segments laid end to end in the order of `seq`,
 * which is also the order inside each file, so a row leads to its place on disk by arithmetic alone.
 */
export type EventIndex = {
  /** One more with each append; names what was computed from it. */
  readonly generation: number
  readonly rows: number
  readonly segments: readonly IndexSegment[]
  /** Microseconds since 1970 by row, Infinity where there is no time. Ascending inside each segment. */
  readonly times: Float64Array
  /** Rows in order of time. */
  readonly order: Uint32Array
  /** Rows in `order` that have a time: those without stand behind them. */
  readonly timed: number
  /** By canonical field name. */
  readonly columns: ReadonlyMap<string, ColumnView>
}

export const seqOfRow = (index: EventIndex, row: number): number => {
  const segment = segmentOfRow(index, row)
  return segment.firstSeq + row - segment.firstRow
}

export function segmentOfRow(index: EventIndex, row: number): IndexSegment {
  return index.segments[segmentNumber(index, row)] as IndexSegment
}

export function segmentNumber(index: EventIndex, row: number): number {
  let [low, high] = [0, index.segments.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((index.segments[middle] as IndexSegment).firstRow <= row) low = middle
    else high = middle - 1
  }
  return low
}

/** Row of a position in the case, or -1. */
export function rowOfSeq(index: EventIndex, seq: number): number {
  let [low, high] = [0, index.segments.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((index.segments[middle] as IndexSegment).firstSeq <= seq) low = middle
    else high = middle - 1
  }
  const segment = index.segments[low]
  const at = segment ? seq - segment.firstSeq : -1
  return segment && at >= 0 && at < segment.rows ? segment.firstRow + at : -1
}
