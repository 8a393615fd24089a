import type { FieldName } from '../../../contract/event'
import type { View } from '../../../contract/view'
import type { Case } from '../../case/case'
import { microsFromIso } from '../../case/connection'
import { sql } from '../../sql-text'
import { sortKey } from '../field-sql'
import { clampIndex, type PositionOf } from '../position'
import { compareText } from '../series'
import { eachChunk, halvesOf, numbersOf, parquetOf } from './chunks'
import { type EventIndex, rowOfSeq } from './event-index'
import { Lru } from './lru'
import type { Selection } from './selections'
import { type Shared, shareIn } from './shared'
import { Slices } from './slices'
import {
  firstRowsByTime,
  isPlainTimeSort,
  placesOf,
  type Ranking,
  rankCodes,
  rankTimes,
  rowsByTime,
  rowsInOrder,
  sortByRank,
  timeSort,
} from './sort-rows'

/** Rows looked at for a page near the top before the whole order is worked out. */
const quickSteps = 300_000
const keptBytes = 192 * 2 ** 20

/** Rows of Views in their order, worked out once a filtered set and sort. */
export class Positions {
  readonly #case: Case
  readonly #tables = new Lru<Uint32Array>(keptBytes, (table) => table.byteLength)
  readonly #rankings = new Lru<Ranking>(keptBytes, ({ of }) => of.byteLength)
  readonly #running = new Map<string, Shared<unknown>>()

  constructor(opened: Case) {
    this.#case = opened
  }

  async page(
    index: EventIndex,
    view: View,
    selection: Selection,
    from: number,
    count: number,
    signal: AbortSignal,
  ): Promise<number[]> {
    const key = tableKey(view, selection)
    // Rows that lie too far apart are sooner put in order than looked for.
    const apart = index.rows / Math.max(1, selection.rows.count)
    if (!this.#tables.get(key) && isPlainTimeSort(view) && (from + count) * apart < quickSteps) {
      const descending = timeSort(view)?.descending ?? false
      const places = placesOf(index, view.range)
      const rows = firstRowsByTime(index, selection.rows.bits, places, descending, from, count, quickSteps)
      if (rows) return rows
    }
    const table = await this.table(index, view, selection, signal)
    return Array.from(table.subarray(from, from + count))
  }

  /** Every row of the View in its order. Not to be changed. */
  async table(
    index: EventIndex,
    view: View,
    selection: Selection,
    signal: AbortSignal,
  ): Promise<Uint32Array> {
    const key = tableKey(view, selection)
    const known = this.#tables.get(key)
    if (known) return known
    return this.#share(key, signal, async (inner) => {
      const table = await this.#sorted(index, view, selection, inner)
      this.#tables.set(key, table)
      return table
    })
  }

  /** Place of an event, or of a moment, in the View. */
  async placeOf(
    index: EventIndex,
    view: View,
    selection: Selection,
    of: PositionOf,
    signal: AbortSignal,
  ): Promise<number | null> {
    if ('time' in of && !timeSort(view)) return null
    const table = await this.table(index, view, selection, signal)
    if ('seq' in of) {
      const row = rowOfSeq(index, of.seq)
      const place = row < 0 ? -1 : table.indexOf(row)
      return place < 0 ? null : place
    }
    const moment = Number(microsFromIso(of.time))
    const descending = timeSort(view)?.descending ?? false
    const isBefore = (time: number) => time !== Infinity && (descending ? time > moment : time < moment)
    let [low, high] = [0, table.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isBefore(index.times[table[middle] as number] as number)) low = middle + 1
      else high = middle
    }
    return clampIndex(low, table.length)
  }

  #share<T>(name: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return shareIn(this.#running as Map<string, Shared<T>>, name, signal, start)
  }

  async #sorted(
    index: EventIndex,
    view: View,
    selection: Selection,
    signal: AbortSignal,
  ): Promise<Uint32Array> {
    const slices = new Slices(signal)
    if (isPlainTimeSort(view)) {
      const descending = timeSort(view)?.descending ?? false
      return rowsByTime(index, selection.rows, placesOf(index, view.range), descending, slices)
    }
    let rows = await rowsInOrder(selection.rows, slices)
    // Ties stand in the order of seq, turned around where the first key descends.
    if (view.sort[0]?.descending) rows.reverse()
    for (const { field, descending } of view.sort.toReversed()) {
      if (field === 'seq') {
        rows = (await rowsInOrder(selection.rows, slices)) as Uint32Array<ArrayBuffer>
        if (descending) rows.reverse()
        continue
      }
      const ranking = await this.#ranking(index, field, signal)
      rows = await sortByRank(rows, ranking, descending, slices)
    }
    return rows
  }

  async #ranking(index: EventIndex, field: FieldName, signal: AbortSignal): Promise<Ranking> {
    const key = `${index.generation} ${field}`
    const known = this.#rankings.get(key)
    if (known) return known
    return this.#share(`rank ${key}`, signal, async (inner) => {
      const ranking = await this.#rank(index, field, inner)
      this.#rankings.set(key, ranking)
      return ranking
    })
  }

  async #rank(index: EventIndex, field: FieldName, signal: AbortSignal): Promise<Ranking> {
    if (field === 'eventTime') return rankTimes(index)
    const column = index.columns.get(field)
    if (column?.texts && !column.store.offsets) return rankCodes(column, index.rows, compareText)
    return this.#rankBySql(index, field, signal)
  }

  /** Columns that are not coded are sorted by DuckDB; neighbours with the same hash share a rank. */
  async #rankBySql(index: EventIndex, field: FieldName, signal: AbortSignal): Promise<Ranking> {
    const key = sortKey(field)
    const of = new Uint32Array(index.rows).fill(0xffffffff)
    let [rank, low, high] = [-1, -1, -1]
    const statement = sql`-- name: index.rank
SELECT seq::DOUBLE, hash(sort_key) FROM (
  SELECT seq, ${key} AS sort_key FROM ${parquetOf(index.segments.map(({ file }) => file))})
WHERE sort_key IS NOT NULL ORDER BY sort_key`
    if (index.rows > 0) {
      await this.#case.read(signal, (db) =>
        eachChunk(db.connection, statement, signal, (chunk) => {
          const seqs = numbersOf<Float64Array>(chunk, 0)
          const halves = halvesOf(chunk, 1)
          for (let at = 0; at < chunk.rowCount; at += 1) {
            const same = halves[2 * at] === low && halves[2 * at + 1] === high
            if (!same) rank += 1
            low = halves[2 * at] as number
            high = halves[2 * at + 1] as number
            of[rowOfSeq(index, seqs[at] as number)] = rank
          }
        }),
      )
    }
    for (let row = 0; row < of.length; row += 1) if (of[row] === 0xffffffff) of[row] = rank + 1
    return { of, ranks: rank + 2 }
  }
}

const tableKey = (view: View, selection: Selection): string => `${selection.key} ${JSON.stringify(view.sort)}`
