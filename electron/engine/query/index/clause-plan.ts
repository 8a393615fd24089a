import { type FieldName, specOf } from '../../../contract/event'
import type { Filter } from '../../../contract/filter'
import { type Sql, sqlTrusted } from '../../sql-text'
import { inRange, parseBlock } from '../cidr'
import { fieldOfClause } from '../where'
import type { EventIndex } from './event-index'
import type { RowRange } from './token-filter'

/** Rows a statement of a slow search, so that it can say how far it is. */
const rowsAStep = 500_000

/** The clause without its name and switches: what its rows depend on. */
export function keyOf(filter: Filter): string {
  const { id: _, exclude: __, disabled: ___, ...meaning } = filter
  return JSON.stringify({ ...meaning, field: fieldOfClause(filter) })
}

/** The test that a clause puts to a text. */
export function textTest(filter: Filter): (text: string) => boolean {
  if (filter.kind === 'cidr') {
    const range = parseBlock(filter.block)
    return (text) => inRange(text, range)
  }
  if (filter.kind !== 'contains') return () => false
  const needle = filter.text.toLowerCase()
  return (text) => text.toLowerCase().includes(needle)
}

/** Segments to search in one statement: all at once where statistics and bloom filters leave little to read. */
export function stepsOf(index: EventIndex, segments: readonly number[], filter: Filter): number[][] {
  const steps: number[][] = []
  let rows = Infinity
  for (const at of segments) {
    if (rows >= (filter.kind === 'values' ? Infinity : rowsAStep)) {
      steps.push([])
      rows = 0
    }
    steps.at(-1)?.push(at)
    rows += index.segments[at]?.rows ?? 0
  }
  return steps
}

/**
 * Whether naming the blocks pays: always for JSON, which is dear to read; for a column of its own, whose dictionary and
 * bloom filters say as much, only when they are few.
 */
export function isSparse(
  index: EventIndex,
  place: FieldName,
  bySegment: ReadonlyMap<number, readonly RowRange[]>,
): boolean {
  if (specOf(place).type === 'json') return true
  let [within, of] = [0, 0]
  for (const [at, ranges] of bySegment) {
    within += ranges.reduce((sum, { from, to }) => sum + to - from, 0)
    of += index.segments[at]?.rows ?? 0
  }
  return within * 20 < of
}

/** Ranges that one statement tests each row against. */
const rangesAStatement = 32

/** The segments in groups with so few ranges that testing every row against them costs less than reading the column. */
export function rangeGroups<R>(bySegment: ReadonlyMap<number, readonly R[]>): Map<number, readonly R[]>[] {
  const groups: Map<number, readonly R[]>[] = []
  let ranges = Infinity
  for (const [at, own] of bySegment) {
    if (ranges + own.length > rangesAStatement) {
      groups.push(new Map())
      ranges = 0
    }
    groups.at(-1)?.set(at, own)
    ranges += own.length
  }
  return groups
}

/** The ranges as conditions on `seq`, whose statistics let DuckDB pass over everything else. */
export function seqRanges(index: EventIndex, bySegment: ReadonlyMap<number, readonly RowRange[]>): Sql {
  const ranges = [...bySegment].flatMap(([at, own]) => {
    const firstSeq = index.segments[at]?.firstSeq ?? 0
    return own.map(({ from, to }) => `seq BETWEEN ${firstSeq + from} AND ${firstSeq + to - 1}`)
  })
  return sqlTrusted(`(${ranges.join(' OR ')})`)
}
