const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Widths a person can name. From a day on, multiples that stay aligned since 1970 without a calendar. */
const widths = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((n) => n * day),
]

export type Bars = {
  /** Width of one, in milliseconds. */
  barMs: number
  /** Start of the first: milliseconds since 1970, a multiple of the width. */
  fromMs: number
  bars: number
}

/**
 * The narrowest round width with which `from <= t < to` (milliseconds) takes at most `most` bars, and where they stand.
 * A range that lies across more bars than any width allows is cut into wider ones still.
 */
export function chooseBars(from: number, to: number, most: number): Bars {
  const end = Math.max(to, from + 1)
  for (const barMs of widths) {
    const found = barsOf(from, end, barMs)
    if (found.bars <= most) return found
  }
  for (let barMs = 728 * day; ; barMs *= 2) {
    const found = barsOf(from, end, barMs)
    // Two at least wherever a boundary falls inside the range, so a wish for one bar may end with two.
    if (found.bars <= Math.max(most, 2)) return found
  }
}

function barsOf(from: number, end: number, barMs: number): Bars {
  const first = Math.floor(from / barMs)
  return { barMs, fromMs: first * barMs, bars: Math.ceil(end / barMs) - first }
}
