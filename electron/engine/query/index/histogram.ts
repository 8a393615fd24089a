import type { Histogram } from '../../../contract/events'
import type { View } from '../../../contract/view'
import { isoFromMicros, microsFromIso } from '../../case/connection'
import { type Bars, chooseBars } from '../bars'
import { ceilMs } from '../sql-answers'
import { countByBin, type Edges } from './bin-rows'
import { and, type Bits, countBits, not } from './bits'
import type { ColumnView } from './code-column'
import { countValues } from './count-values'
import type { EventIndex } from './event-index'
import { Lru } from './lru'
import type { Selection } from './selections'
import { timedBits } from './selections'
import type { Slices } from './slices'
import { stackOf } from './stack-series'

/** Values up to which every one gets a line of its own while counting; of more, only the largest are told apart. */
const maxLines = 250
const rest = { value: null, other: true }

/** Counts by code and bar of the whole case, kept to take the few events from that a filter leaves out. */
export class Histograms {
  readonly #whole = new Lru<Uint32Array>(16 * 2 ** 20, (counts) => counts.byteLength)

  async of(
    index: EventIndex,
    view: View,
    column: ColumnView,
    selection: Selection,
    most: number,
    slices: Slices,
    textsOf: (codes: readonly number[]) => Promise<(string | null)[]>,
  ): Promise<Histogram | null> {
    const axis = axisOf(index, view)
    if (!axis) return null
    const bars = chooseBars(axis.from, axis.to, most)
    const timed = timedBits(index)
    const bits = timed ? and(selection.bits, timed) : selection.bits
    const counted = countBits(bits)
    const { codes, lines, hasRest } =
      column.distinct <= maxLines
        ? await this.#allLines(index, view, column, bits, bars, slices)
        : await largestLines(index, column, bits, bars, slices)
    const texts = await textsOf(codes)
    const named = [...texts.map((value) => ({ value, other: false })), ...(hasRest ? [rest] : [])]
    return {
      barMs: bars.barMs,
      from: isoFromMicros(BigInt(bars.fromMs) * 1000n),
      bars: bars.bars,
      series: named.map((line, at) => ({ ...line, counts: Array.from(lines[at] ?? []) })),
      withoutTime: selection.count - counted,
    }
  }

  async #allLines(
    index: EventIndex,
    view: View,
    column: ColumnView,
    bits: Bits,
    bars: Bars,
    slices: Slices,
  ): Promise<Lines> {
    const edges = edgesOf(bars)
    const own = Uint8Array.from({ length: column.distinct }, (_, code) => code)
    const count = (rows: Bits) => countByBin(index, rows, column, own, edges, slices)
    // A range leaves rows out of the axis: only without one do the rows and the others make up the whole.
    const inverted = !view.range && countBits(bits) * 2 > index.rows
    const counts = inverted
      ? difference(await this.#wholeCase(index, column, bars, count), await count(not(bits, index.rows)))
      : await count(bits)
    const line = (code: number) => counts.subarray(code * bars.bars, (code + 1) * bars.bars)
    const totals = Uint32Array.from({ length: column.distinct }, (_, code) => sumOf(line(code)))
    const stack = stackOf(column, totals)
    const lines = stack.codes.map(line)
    if (stack.hasRest) {
      const others = new Uint32Array(bars.bars)
      for (let code = 0; code < column.distinct; code += 1) {
        if (stack.of[code] === stack.codes.length) addTo(others, line(code))
      }
      lines.push(others)
    }
    return { codes: stack.codes, lines, hasRest: stack.hasRest }
  }

  async #wholeCase(
    index: EventIndex,
    column: ColumnView,
    bars: Bars,
    count: (rows: Bits) => Promise<Uint32Array>,
  ): Promise<Uint32Array> {
    const key = JSON.stringify([index.generation, column.field, bars])
    const known = this.#whole.get(key)
    if (known) return known
    const whole = await count(not(new Uint32Array((index.rows + 31) >>> 5), index.rows))
    this.#whole.set(key, whole)
    return whole
  }
}

type Lines = { codes: number[]; lines: Uint32Array[]; hasRest: boolean }

/** For columns with many values: first which are the largest, then those and the rest by bar. */
async function largestLines(
  index: EventIndex,
  column: ColumnView,
  bits: Bits,
  bars: Bars,
  slices: Slices,
): Promise<Lines> {
  const [totals = new Uint32Array(0)] = await countValues(index, bits, [column], slices)
  const stack = stackOf(column, totals)
  const counts = await countByBin(index, bits, column, stack.of, edgesOf(bars), slices)
  const length = stack.codes.length + (stack.hasRest ? 1 : 0)
  const lines = Array.from({ length }, (_, at) => counts.subarray(at * bars.bars, (at + 1) * bars.bars))
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

const difference = (whole: Uint32Array, part: Uint32Array): Uint32Array =>
  whole.map((count, at) => count - (part[at] ?? 0))

const sumOf = (counts: Uint32Array): number => counts.reduce((sum, n) => sum + n, 0)

function addTo(sums: Uint32Array, counts: Uint32Array): void {
  for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] as number) + (counts[at] as number)
}
