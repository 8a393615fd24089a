import type { FieldName } from '../../../contract/event'
import type { View } from '../../../contract/view'
import { type Bits, hasBit, listRows } from './bits'
import type { ColumnView } from './code-column'
import type { EventIndex } from './event-index'
import type { Slices } from './slices'

/** Rank of each row under one key: equal values alike, absent ones `ranks - 1`, so that they come last either way. */
export type Ranking = { of: Uint32Array; ranks: number }

const step = 1 << 18

/** Rows of a set in the order of `seq`. */
export async function rowsInOrder(bits: Bits, count: number, slices: Slices): Promise<Uint32Array> {
  const rows = new Uint32Array(count)
  const batch = new Uint32Array(256 * 32)
  let at = 0
  for (let word = 0; word < bits.length; word += 256) {
    const found = listRows(bits, word, Math.min(bits.length, word + 256), batch)
    rows.set(batch.subarray(0, found), at)
    at += found
    if (slices.due()) await slices.pause()
  }
  return rows
}

/** Rows of a set by time: ascending or descending, those without a time last either way. */
export async function rowsByTime(
  index: EventIndex,
  bits: Bits,
  count: number,
  descending: boolean,
  slices: Slices,
): Promise<Uint32Array> {
  const rows = new Uint32Array(count)
  let at = 0
  for (let from = 0; from < index.rows; from += step) {
    const to = Math.min(index.rows, from + step)
    for (let place = from; place < to; place += 1) {
      const row = rowAt(index, place, descending)
      if (hasBit(bits, row)) rows[at++] = row
    }
    if (slices.due()) await slices.pause()
  }
  return rows
}

/** Row at a place of the whole case by time. */
function rowAt({ order, timed, rows }: EventIndex, place: number, descending: boolean): number {
  if (!descending) return order[place] as number
  return order[place < timed ? timed - 1 - place : rows - 1 - (place - timed)] as number
}

/** The first rows of that order, or null when finding them would mean looking at more than `steps` rows. */
export function firstRowsByTime(
  index: EventIndex,
  bits: Bits,
  descending: boolean,
  from: number,
  count: number,
  steps: number,
): number[] | null {
  const rows: number[] = []
  let skipped = 0
  for (let place = 0; place < index.rows && rows.length < count; place += 1) {
    if (place >= steps) return null
    const row = rowAt(index, place, descending)
    if (!hasBit(bits, row)) continue
    if (skipped < from) skipped += 1
    else rows.push(row)
  }
  return rows
}

/** Sorts rows by a ranking and keeps the order of equals: digits of sixteen bits, the lowest first. */
export async function sortByRank(
  rows: Uint32Array,
  { of, ranks }: Ranking,
  descending: boolean,
  slices: Slices,
): Promise<Uint32Array> {
  // Absent values have the last rank, and keep it when the others are turned around.
  const last = ranks - 1
  const keyOf = (row: number) => {
    const rank = of[row] as number
    return descending && rank !== last ? last - 1 - rank : rank
  }
  let from = rows
  for (let shift = 0; shift === 0 || ranks > 2 ** shift; shift += 16) {
    from = await sortByDigit(from, keyOf, shift, slices)
  }
  return from
}

async function sortByDigit(
  rows: Uint32Array,
  keyOf: (row: number) => number,
  shift: number,
  slices: Slices,
): Promise<Uint32Array> {
  const begins = new Uint32Array(65_537)
  for (let from = 0; from < rows.length; from += step) {
    const to = Math.min(rows.length, from + step)
    for (let at = from; at < to; at += 1) {
      const digit = (keyOf(rows[at] as number) >>> shift) & 0xffff
      begins[digit + 1] = (begins[digit + 1] as number) + 1
    }
    if (slices.due()) await slices.pause()
  }
  for (let digit = 0; digit < 65_536; digit += 1) {
    begins[digit + 1] = (begins[digit + 1] as number) + (begins[digit] as number)
  }
  const sorted = new Uint32Array(rows.length)
  for (let from = 0; from < rows.length; from += step) {
    const to = Math.min(rows.length, from + step)
    for (let at = from; at < to; at += 1) {
      const row = rows[at] as number
      const digit = (keyOf(row) >>> shift) & 0xffff
      const place = begins[digit] as number
      sorted[place] = row
      begins[digit] = place + 1
    }
    if (slices.due()) await slices.pause()
  }
  return sorted
}

/** Ranking by time: equal times alike. */
export function rankTimes(index: EventIndex): Ranking {
  const of = new Uint32Array(index.rows)
  let rank = -1
  let before = Number.NEGATIVE_INFINITY
  for (let place = 0; place < index.timed; place += 1) {
    const row = index.order[place] as number
    const time = index.times[row] as number
    if (time !== before) rank += 1
    before = time
    of[row] = rank
  }
  for (let place = index.timed; place < index.rows; place += 1) of[index.order[place] as number] = rank + 1
  return { of, ranks: rank + 2 }
}

/** Ranking by a column whose texts are held, in the order of the texts. */
export function rankCodes(
  column: ColumnView,
  rows: number,
  compare: (a: string, b: string) => number,
): Ranking {
  const texts = column.texts ?? []
  const codes = Array.from({ length: column.distinct - 1 }, (_, at) => at + 1)
  codes.sort((a, b) => compare(texts[a] ?? '', texts[b] ?? ''))
  const rankOf = new Uint32Array(column.distinct)
  codes.forEach((code, rank) => {
    rankOf[code] = rank
  })
  rankOf[0] = codes.length
  const of = new Uint32Array(rows)
  for (let row = 0; row < rows; row += 1) of[row] = rankOf[column.codes[row] as number] as number
  return { of, ranks: codes.length + 1 }
}

/** Sorted by time first and nothing else, which the order of the index already is. */
export const timeSort = (view: View): { descending: boolean } | null => {
  const [first] = view.sort
  return first?.field === 'eventTime' ? { descending: first.descending } : null
}

export const isPlainTimeSort = (view: View): boolean => view.sort.length === 1 && timeSort(view) !== null

export type RankOf = (field: FieldName) => Promise<Ranking>
