import type { Histogram } from '../../../electron/contract/events'
import type { TimeRange } from '../../../electron/contract/view'
import { toInstant } from '../../lib/time'

/** The same histogram as the chart needs it: starts in ms, and for each bar the parts from the bottom up. */
export type Bars = { starts: number[]; totals: number[]; barMs: number; from: number; to: number }

export function barsOf(histogram: Histogram): Bars {
  const from = Date.parse(histogram.from)
  const starts = Array.from({ length: histogram.bars }, (_, index) => from + index * histogram.barMs)
  const totals = starts.map((_, index) =>
    histogram.series.reduce((sum, part) => sum + (part.counts[index] ?? 0), 0),
  )
  return { starts, totals, barMs: histogram.barMs, from, to: from + histogram.bars * histogram.barMs }
}

/** Bars that a stretch of time touches, half-open, at least one. */
export function barsTouched(bars: Bars, fromMs: number, toMs: number): { fromBin: number; toBin: number } {
  const count = bars.starts.length
  const low = Math.min(fromMs, toMs)
  const high = Math.max(fromMs, toMs)
  const fromBin = Math.min(count - 1, Math.max(0, Math.floor((low - bars.from) / bars.barMs)))
  const toBin = Math.min(count, Math.max(fromBin + 1, Math.ceil((high - bars.from) / bars.barMs)))
  return { fromBin, toBin }
}

export function rangeOfBars(bars: Bars, fromBin: number, toBin: number): TimeRange {
  return { from: toInstant(bars.from + fromBin * bars.barMs), to: toInstant(bars.from + toBin * bars.barMs) }
}

/** Stretches of three bars and more without any event, half-open. */
export function gapsIn(totals: readonly number[], least = 3): [from: number, to: number][] {
  const gaps: [number, number][] = []
  let start = -1
  for (let index = 0; index <= totals.length; index += 1) {
    if (totals[index] === 0) {
      if (start < 0) start = index
      continue
    }
    if (start >= 0 && index - start >= least) gaps.push([start, index])
    start = -1
  }
  return gaps
}
