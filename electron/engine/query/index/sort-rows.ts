import type { FieldName } from '../../../contract/event'
import type { View } from '../../../contract/view'
import { microsFromIso } from '../../case/connection'
import { type Bits, hasBit, listRows } from './bits'
import type { ColumnView } from './code-column'
import type { EventIndex } from './event-index'
import type { RowSet } from './row-set'
import type { Slices } from './slices'

/** Rank of each row under one key: equal values alike, absent ones `ranks - 1`, so that they come last either way. */
export type Ranking = { of: Uint32Array; ranks: number }

const step = 1 << 18

/** Rows of a set in the order of `seq`. */
export async function rowsInOrder(set: RowSet, slices: Slices): Promise<Uint32Array> {
  if (set.few) return set.few.slice()
  const { bits, count } = set
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

/** Part of the order by time: places of rows that have one, and whether those without follow. */
export type Places = { from: number; to: number; untimed: boolean }

export function placesOf(index: EventIndex, range: View['range']): Places {
  if (!range) return { from: 0, to: index.timed, untimed: true }
  const placeOf = (moment: number) => {
    let [low, high] = [0, index.timed]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((index.times[index.order[middle] as number] as number) < moment) low = middle + 1
      else high = middle
    }
    return low
  }
  const [from, to] = [Number(microsFromIso(range.from)), Number(microsFromIso(range.to))]
  return { from: placeOf(from), to: placeOf(to), untimed: false }
}

/** Row at the nth place by time, up or down; rows without a time stand last either way. */
function rowAt(index: EventIndex, { from, to }: Places, nth: number, descending: boolean): number {
  const { order, rows, timed } = index
  const ahead = to - from
  if (nth < ahead) return order[descending ? to - 1 - nth : from + nth] as number
  return order[descending ? rows - 1 - (nth - ahead) : timed + nth - ahead] as number
}

const lengthOf = (index: EventIndex, { from, to, untimed }: Places) =>
  Math.max(0, to - from) + (untimed ? index.rows - index.timed : 0)

/** Rows of a set by time: ascending or descending, those without a time last either way. */
export async function rowsByTime(
  index: EventIndex,
  set: RowSet,
  places: Places,
  descending: boolean,
  slices: Slices,
): Promise<Uint32Array> {
  const { count } = set
  if (count <= Math.max(20_000, index.rows >>> 9)) return fewByTime(index, set, descending, slices)
  const { bits } = set
  const rows = new Uint32Array(count)
  const length = lengthOf(index, places)
  let at = 0
  for (let begin = 0; begin < length; begin += step) {
    const end = Math.min(length, begin + step)
    for (let nth = begin; nth < end; nth += 1) {
      const row = rowAt(index, places, nth, descending)
      if (hasBit(bits, row)) rows[at++] = row
    }
    if (slices.due()) await slices.pause()
  }
  return rows
}

/** Few rows are sorted for themselves rather than picked out of all. */
async function fewByTime(
  { times }: EventIndex,
  set: RowSet,
  descending: boolean,
  slices: Slices,
): Promise<Uint32Array> {
  const rows = await rowsInOrder(set, slices)
  return rows.sort((a, b) => {
    const [left, right] = [times[a] as number, times[b] as number]
    if (left === right) return descending ? b - a : a - b
    if (left === Infinity || right === Infinity) return left === Infinity ? 1 : -1
    return descending ? right - left : left - right
  })
}

/** The first rows of that order, or null when finding them would mean looking at more than `steps` rows. */
export function firstRowsByTime(
  index: EventIndex,
  bits: Bits,
  places: Places,
  descending: boolean,
  from: number,
  count: number,
  steps: number,
): number[] | null {
  const rows: number[] = []
  const length = lengthOf(index, places)
  let skipped = 0
  for (let nth = 0; nth < length && rows.length < count; nth += 1) {
    if (nth >= steps) return null
    const row = rowAt(index, places, nth, descending)
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
  const { codes: stored, distinct } = column.store
  const rankOfStored = Uint32Array.from(
    { length: distinct },
    (_, code) => rankOf[column.of ? (column.of[code] as number) : code] as number,
  )
  const of = new Uint32Array(rows)
  for (let row = 0; row < rows; row += 1) of[row] = rankOfStored[stored[row] as number] as number
  return { of, ranks: codes.length + 1 }
}

/** Sorted by time first and nothing else, which the order of the index already is. */
export const timeSort = (view: View): { descending: boolean } | null => {
  const [first] = view.sort
  return first?.field === 'eventTime' ? { descending: first.descending } : null
}

export const isPlainTimeSort = (view: View): boolean => view.sort.length === 1 && timeSort(view) !== null

export type RankOf = (field: FieldName) => Promise<Ranking>
