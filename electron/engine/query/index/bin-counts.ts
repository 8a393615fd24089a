import type { View } from '../../../contract/view'
import { type BinsGiven, type Edges, placesOfEdges } from './bin-rows'
import type { ColumnView, StoreView } from './code-column'
import type { CodedRows } from './coded-rows'
import type { EventIndex } from './event-index'
import { Lru } from './lru'
import { intersect, RowSet, type Term } from './row-set'
import { rangeRows, type Selections } from './selections'
import { Slices } from './slices'
import type { Team } from './team'
import { wideSetOf } from './wide-sets'

/** Cells up to which counts by bin and code of a whole axis are kept. */
const maxCells = 1 << 20
const keptBytes = 16 * 2 ** 20

/**
 * Events of a View by bin and series. Counts by bin and code of all events on the axis are kept, so that only the events
 * that filters leave out are counted, where those are fewer: a clause about the column itself leaves out codes, not rows.
 */
export class BinCounts {
  readonly #codes: CodedRows
  readonly #selections: Selections
  readonly #team: Team
  readonly #places = new Lru<Uint32Array>(keptBytes, ({ byteLength }) => byteLength)
  readonly #whole = new Lru<Uint32Array>(keptBytes, (counts) => counts.byteLength)

  constructor(codes: CodedRows, selections: Selections, team: Team) {
    this.#codes = codes
    this.#selections = selections
    this.#team = team
  }

  /** `counts[bin * series + s]`; `seriesOf` has the series of each value of the column. */
  async of(
    index: EventIndex,
    view: View,
    column: ColumnView,
    seriesOf: Uint32Array,
    series: number,
    edges: Edges,
    signal: AbortSignal,
  ): Promise<Uint32Array> {
    const { store } = column
    const { rows: selected } = await this.#selections.of(index, view, signal)
    const wide = await wideSetOf(index, view, store, this.#codes, this.#selections, signal)
    const unfolded = seriesByCode(column, seriesOf)
    const axis = view.range ? rangeRows(index, view.range) : null
    const others = (axis?.count ?? index.rows) - (wide?.selection.rows ?? selected).count
    const key = JSON.stringify([
      index.generation,
      column.field,
      view.range,
      edges.length,
      edges[0],
      edges.at(-1),
    ])
    const slices = new Slices(signal)
    const isSmall = (edges.length - 1) * store.distinct <= maxCells
    const count = (rows: Rows, by: Uint32Array, width: number) =>
      this.#count(index, rows, store, by, width, edges, slices)
    // Counting the whole axis once is repaid by the next filters on it, where these leave out but a few events.
    const pays = this.#whole.get(key) ? others < selected.count : others < selected.count / 4
    if (!isSmall || store.offsets || !pays) {
      return count(straight(selected), unfolded, series)
    }
    const all = straight(axis ?? RowSet.allBut(new Uint32Array(0), index.rows))
    const whole = this.#whole.get(key) ?? (await count(all, eachCode(store), store.distinct))
    this.#whole.set(key, whole)
    const mask = wide?.maskWithout(null)
    if (mask) for (let code = 0; code < mask.length; code += 1) if (mask[code] === 0) unfolded[code] = series
    const kept = wide?.selection.rows ?? selected
    const onAxis = axis ? intersect([term(axis), term(kept, true)], index.rows) : null
    const leftOut = onAxis ? straight(onAxis) : { bits: kept.bits, inverted: true }
    return foldLess(whole, store.distinct, unfolded, series, await count(leftOut, unfolded, series))
  }

  async #count(
    index: EventIndex,
    rows: Rows,
    store: StoreView,
    seriesOf: Uint32Array,
    series: number,
    edges: Edges,
    slices: Slices,
  ): Promise<Uint32Array> {
    const places = this.#placesOf(index, edges)
    const given: BinsGiven = { ...rows, stores: [store], bins: edges.length - 1, places, seriesOf, series }
    return this.#team.run('bins', index, given, slices)
  }

  /** Where the edges are, looked up once an axis: every change of the filters asks for the same ones. */
  #placesOf(index: EventIndex, edges: Edges): Uint32Array {
    const key = `${index.generation} ${edges.length} ${edges[0]} ${edges.at(-1)}`
    const places = this.#places.get(key) ?? placesOfEdges(index, edges)
    this.#places.set(key, places)
    return places
  }
}

type Rows = Pick<BinsGiven, 'bits' | 'inverted'>

const straight = ({ bits }: RowSet): Rows => ({ bits, inverted: false })
const term = (rows: RowSet, exclude = false): Term => ({ rows, exclude })

const eachCode = ({ distinct }: StoreView): Uint32Array =>
  Uint32Array.from({ length: distinct }, (_, code) => code)

function seriesByCode({ store, of }: ColumnView, seriesOf: Uint32Array): Uint32Array {
  if (!of) return seriesOf.slice()
  return Uint32Array.from({ length: store.distinct }, (_, code) => seriesOf[of[code] as number] as number)
}

/** Counts by bin and code, put together by series, less others by bin and series. */
function foldLess(
  whole: Uint32Array,
  width: number,
  seriesOf: Uint32Array,
  series: number,
  less: Uint32Array,
): Uint32Array {
  const counts = new Uint32Array(less.length)
  for (let bin = 0; bin * series < less.length; bin += 1) {
    for (let code = 0; code < width; code += 1) {
      const own = seriesOf[code] as number
      const cell = bin * series + own
      if (own < series) counts[cell] = (counts[cell] as number) + (whole[bin * width + code] as number)
    }
  }
  for (let at = 0; at < counts.length; at += 1) counts[at] = (counts[at] as number) - (less[at] as number)
  return counts
}
