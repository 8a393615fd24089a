import type { SqlResult } from '../../../electron/contract/sql'
import { isNumeric, isTime } from './result-rows'

const isoLike = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?Z?)?$/
const mostBars = 40

export type ChartData =
  | { kind: 'time'; across: string; value: string; points: { at: number; value: number }[] }
  | {
      kind: 'category'
      across: string
      value: string
      bars: { label: string | null; value: number }[]
      more: number
    }

/** Milliseconds since 1970 of a date, a moment, or text that begins like one (`2026-03-04T10`). */
export function momentOf(cell: unknown): number | null {
  if (typeof cell !== 'string' || !isoLike.test(cell)) return null
  const full = cell.length === 13 ? `${cell}:00` : cell
  const ms = Date.parse(full.length > 10 && !full.endsWith('Z') ? `${full}Z` : full)
  return Number.isNaN(ms) ? null : ms
}

const seems = (result: SqlResult, at: number): boolean => {
  const first = result.data[at]?.find((cell) => cell !== null)
  return momentOf(first) !== null
}

/** Columns that could be drawn: numbers up, a time or a category across. */
export function chartChoices(result: SqlResult): {
  values: number[]
  time: number | null
  category: number | null
} {
  const indexes = result.columns.map((_, at) => at)
  const values = indexes.filter((at) => result.columns[at] && isNumeric(result.columns[at]))
  const time =
    indexes.find(
      (at) =>
        result.columns[at] && (isTime(result.columns[at]) || (!values.includes(at) && seems(result, at))),
    ) ?? null
  const category = indexes.find((at) => !values.includes(at) && at !== time) ?? null
  return { values, time, category }
}

/** What is drawn for a column of numbers; null where there is nothing to draw it over. */
export function chartOf(result: SqlResult, value: number): ChartData | null {
  const { time, category } = chartChoices(result)
  const numbers = result.data[value] ?? []
  const name = (at: number) => result.columns[at]?.name ?? ''
  const at = (row: number) => Number(numbers[row] ?? 0) || 0
  if (time !== null) {
    const sums = new Map<number, number>()
    for (let row = 0; row < result.rows; row += 1) {
      const moment = momentOf(result.data[time]?.[row])
      if (moment !== null) sums.set(moment, (sums.get(moment) ?? 0) + at(row))
    }
    const points = [...sums].map(([moment, sum]) => ({ at: moment, value: sum })).sort((a, b) => a.at - b.at)
    return points.length > 0 ? { kind: 'time', across: name(time), value: name(value), points } : null
  }
  if (category === null) return null
  const sums = new Map<string | null, number>()
  for (let row = 0; row < result.rows; row += 1) {
    const cell = result.data[category]?.[row] ?? null
    const label = cell === null ? null : Array.isArray(cell) ? cell.join(', ') : String(cell)
    sums.set(label, (sums.get(label) ?? 0) + at(row))
  }
  const bars = [...sums].map(([label, sum]) => ({ label, value: sum })).sort((a, b) => b.value - a.value)
  return {
    kind: 'category',
    across: name(category),
    value: name(value),
    bars: bars.slice(0, mostBars),
    more: Math.max(0, bars.length - mostBars),
  }
}
