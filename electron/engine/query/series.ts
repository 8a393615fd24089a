import type { Histogram } from '../../contract/events'

type Series = Histogram['series']
const shown = 9

/** Stacks: the nine largest, largest first, and what is left as one called other. Series without an event are dropped. */
export function stackSeries(all: readonly { value: string | null; counts: ArrayLike<number> }[]): Series {
  const ranked = all
    .map(({ value, counts }) => ({ value, counts: Array.from(counts), sum: sumOf(counts) }))
    .filter(({ sum }) => sum > 0)
    .sort((a, b) => b.sum - a.sum || compareValues(a.value, b.value))
  const series: Series = ranked.slice(0, shown).map(({ value, counts }) => ({ value, other: false, counts }))
  const rest = ranked.slice(shown)
  if (rest.length > 0) {
    const counts = new Array<number>(rest[0]?.counts.length ?? 0).fill(0)
    for (const one of rest) {
      one.counts.forEach((n, bar) => {
        counts[bar] = (counts[bar] ?? 0) + n
      })
    }
    series.push({ value: null, other: true, counts })
  }
  return series
}

const sumOf = (counts: ArrayLike<number>): number => {
  let sum = 0
  for (let at = 0; at < counts.length; at += 1) sum += counts[at] ?? 0
  return sum
}

/** Order of values that count the same: as DuckDB sorts text (by code point), null last. */
export function compareValues(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return compareText(a, b)
}

/** By code point, which is the order of the UTF-8 bytes. JavaScript's own `<` orders surrogate pairs differently. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at += 1) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (left !== right)
      return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1
  }
  return a.length - b.length
}

const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff
