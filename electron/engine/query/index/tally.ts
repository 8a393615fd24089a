import type { StoreView } from './code-column'

/** Adds the codes of the rows to the counts, each `by` (1, or -1 to take them away). */
export function tally(
  store: Pick<StoreView, 'codes' | 'offsets'>,
  rows: Uint32Array,
  count: number,
  counts: Uint32Array,
  by = 1,
): void {
  const { codes, offsets } = store
  if (offsets) tallyLists(codes as Uint32Array, offsets, rows, count, counts, by)
  else if (codes instanceof Uint8Array) tallyBytes(codes, rows, count, counts, by)
  else if (codes instanceof Uint16Array) tallyShorts(codes, rows, count, counts, by)
  else tallyWords(codes, rows, count, counts, by)
}

// One function a width: a loop that meets several kinds of array is compiled to a slow general one.
function tallyBytes(
  codes: Uint8Array,
  rows: Uint32Array,
  count: number,
  counts: Uint32Array,
  by: number,
): void {
  const step = by | 0
  for (let at = 0; at < count; at += 1) {
    const code = codes[rows[at] as number] as number
    counts[code] = ((counts[code] as number) + step) | 0
  }
}

function tallyShorts(
  codes: Uint16Array,
  rows: Uint32Array,
  count: number,
  counts: Uint32Array,
  by: number,
): void {
  const step = by | 0
  for (let at = 0; at < count; at += 1) {
    const code = codes[rows[at] as number] as number
    counts[code] = ((counts[code] as number) + step) | 0
  }
}

function tallyWords(
  codes: Uint32Array,
  rows: Uint32Array,
  count: number,
  counts: Uint32Array,
  by: number,
): void {
  const step = by | 0
  for (let at = 0; at < count; at += 1) {
    const code = codes[rows[at] as number] as number
    counts[code] = ((counts[code] as number) + step) | 0
  }
}

function tallyLists(
  codes: Uint32Array,
  offsets: Uint32Array,
  rows: Uint32Array,
  count: number,
  counts: Uint32Array,
  by: number,
): void {
  const step = by | 0
  for (let at = 0; at < count; at += 1) {
    const row = rows[at] as number
    const end = offsets[row + 1] as number
    for (let element = offsets[row] as number; element < end; element += 1) {
      const code = codes[element] as number
      counts[code] = ((counts[code] as number) + step) | 0
    }
  }
}
