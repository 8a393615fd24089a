import type { Histogram } from '../../../contract/events'
import type { View } from '../../../contract/view'
import { isoFromMicros, microsFromIso } from '../../case/connection'
import { type Bars, chooseBars } from '../bars'
import { ceilMs } from '../sql-answers'
import { BinCounts } from './bin-counts'
import type { Edges } from './bin-rows'
import type { ColumnView } from './code-column'
import type { CodedRows } from './coded-rows'
import { countValues } from './count-values'
import type { EventIndex } from './event-index'
import { foldCounts } from './member'
import type { Selections } from './selections'
import { Slices } from './slices'
import { type Stack, stackOf } from './stack-series'
import { addTo } from './tally-rows'
import type { Team } from './team'

/** Values up to which every one gets a line of its own while counting; of more, only the largest are told apart. */
const maxLines = 250
const rest = { value: null, other: true }

/** Bars of a View, stacked by the values of a field. */
export class Histograms {
  readonly #selections: Selections
  readonly #team: Team
  readonly #bins: BinCounts

  constructor(codes: CodedRows, selections: Selections, team: Team) {
    this.#selections = selections
    this.#team = team
    this.#bins = new BinCounts(codes, selections, team)
  }

  async of(
    index: EventIndex,
    view: View,
    column: ColumnView,
    most: number,
    signal: AbortSignal,
    textsOf: (codes: readonly number[]) => Promise<(string | null)[]>,
  ): Promise<Histogram | null> {
    const axis = axisOf(index, view)
    if (!axis) return null
    const bars = chooseBars(axis.from, axis.to, most)
    const { count } = (await this.#selections.of(index, view, signal)).rows
    const { codes, lines, hasRest } =
      column.distinct <= maxLines
        ? await this.#allLines(index, view, column, bars, signal)
        : await this.#largestLines(index, view, column, bars, signal)
    const texts = await textsOf(codes)
    const named = [...texts.map((value) => ({ value, other: false })), ...(hasRest ? [rest] : [])]
    return {
      barMs: bars.barMs,
      from: isoFromMicros(BigInt(bars.fromMs) * 1000n),
      bars: bars.bars,
      series: named.map((line, at) => ({ ...line, counts: Array.from(lines[at] ?? []) })),
      withoutTime: count - lines.reduce((sum, line) => sum + sumOf(line), 0),
    }
  }

  async #allLines(
    index: EventIndex,
    view: View,
    column: ColumnView,
    bars: Bars,
    signal: AbortSignal,
  ): Promise<Lines> {
    const each = Uint32Array.from({ length: column.distinct }, (_, code) => code)
    const edges = edgesOf(bars)
    const counts = await this.#bins.of(index, view, column, each, column.distinct, edges, signal)
    const totals = new Uint32Array(column.distinct)
    for (let bin = 0; bin < bars.bars; bin += 1) {
      addTo(totals, counts.subarray(bin * column.distinct, (bin + 1) * column.distinct))
    }
    return linesOf(counts, column.distinct, bars, stackOf(column, totals))
  }

  /** For columns with many values: first which are the largest, then those and the rest by bar. */
  async #largestLines(
    index: EventIndex,
    view: View,
    column: ColumnView,
    bars: Bars,
    signal: AbortSignal,
  ): Promise<Lines> {
    const selection = await this.#selections.of(index, view, signal)
    const { store, of, distinct } = column
    const [byCode] = await countValues(index, selection.rows, [store], this.#team, new Slices(signal))
    const stack = stackOf(column, foldCounts(byCode ?? new Uint32Array(0), of, distinct))
    const series = stack.codes.length + 1
    const edges = edgesOf(bars)
    const wanted = Uint32Array.from(stack.of)
    const counts = await this.#bins.of(index, view, column, wanted, series, edges, signal)
    const own = { ...stack, of: Uint8Array.from({ length: series }, (_, at) => at) }
    return linesOf(counts, series, bars, own)
  }
}

type Lines = { codes: number[]; lines: Uint32Array[]; hasRest: boolean }

/** Counts by bin and series as the lines of a stack: each series belongs to one of them. */
function linesOf(counts: Uint32Array, series: number, { bars }: Bars, stack: Stack): Lines {
  const length = stack.codes.length + (stack.hasRest ? 1 : 0)
  const lines = Array.from({ length }, () => new Uint32Array(bars))
  for (let bin = 0; bin < bars; bin += 1) {
    for (let at = 0; at < series; at += 1) {
      const line = lines[stack.of[at] as number]
      if (line) line[bin] = (line[bin] as number) + (counts[bin * series + at] as number)
    }
  }
  return { codes: stack.codes, lines, hasRest: stack.hasRest }
}

/** Axis in milliseconds: the View's range, else the whole case, so that it does not jump when a filter changes. */
function axisOf(index: EventIndex, view: View): { from: number; to: number } | null {
  if (view.range) return { from: Date.parse(view.range.from), to: ceilMs(microsFromIso(view.range.to)) }
  if (index.timed === 0) return null
  const first = index.times[index.order[0] as number] as number
  const last = index.times[index.order[index.timed - 1] as number] as number
  return { from: Math.floor(first / 1000), to: Math.floor(last / 1000) + 1 }
}

const edgesOf = ({ fromMs, barMs, bars }: Bars): Edges =>
  Float64Array.from({ length: bars + 1 }, (_, at) => (fromMs + at * barMs) * 1000)

const sumOf = (counts: Uint32Array): number => counts.reduce((sum, n) => sum + n, 0)
