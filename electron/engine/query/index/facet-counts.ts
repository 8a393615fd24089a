import type { Facet } from '../../../contract/events'
import { compareValues } from '../series'
import type { ColumnView } from './code-column'

/** Which codes a facet may list, and which it must. */
export type FacetWish = {
  top: number
  order: 'most' | 'rarest'
  /** One byte a code; null for all. */
  allowed: Uint8Array | null
  selected: readonly number[]
}

export type Ranked = { codes: number[]; other: Facet['other'] }

/**
 * The codes to list in their order: the top ones that count at all, and the selected ones. Equal counts stand in the
 * order of their texts, or in that of their first appearance where there are too many texts to hold.
 */
export function rankCodes(column: ColumnView, counts: Uint32Array, wish: FacetWish): Ranked {
  const compare = (a: number, b: number) =>
    placeOf(counts[a] as number, wish.order) - placeOf(counts[b] as number, wish.order) ||
    (column.texts ? compareValues(column.texts[a] ?? null, column.texts[b] ?? null) : a - b)
  const best: number[] = []
  let sum = 0
  let values = 0
  const rarest = wish.order === 'rarest'
  // Count of the last one listed, once the list is full.
  let edge = rarest ? 0xffffffff : 0
  for (let code = 0; code < counts.length; code += 1) {
    const count = counts[code] as number
    if (count === 0 || (wish.allowed && wish.allowed[code] === 0)) continue
    sum += count
    values += 1
    if (rarest ? count > edge : count < edge) continue
    // Most rare values are rare alike: one look at the last of the list spares them finding their place in it.
    if (best.length === wish.top && compare(best.at(-1) as number, code) <= 0) continue
    insert(best, code, compare)
    if (best.length > wish.top) best.pop()
    if (best.length === wish.top) edge = counts[best.at(-1) as number] as number
  }
  const selected = wish.selected.filter((code) => !best.includes(code) && (wish.allowed?.[code] ?? 1) === 1)
  const codes = [...best, ...[...new Set(selected)].sort(compare)]
  const listed = codes.reduce((total, code) => total + (counts[code] as number), 0)
  const listedValues = codes.filter((code) => (counts[code] as number) > 0).length
  return { codes, other: { count: sum - listed, values: values - listedValues } }
}

/** What a count is sorted by, ascending; a value that does not occur stands last in either order. */
const placeOf = (count: number, order: FacetWish['order']): number =>
  order === 'most' ? -count : count || Infinity

function insert(sorted: number[], code: number, compare: (a: number, b: number) => number): void {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compare(sorted[middle] as number, code) <= 0) low = middle + 1
    else high = middle
  }
  sorted.splice(low, 0, code)
}
