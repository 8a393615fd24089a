/**
 * Rows in order of time, ties in order of `seq`, rows without a time (Infinity) last. Segments are sorted by themselves,
 * so this is a merge of runs: `starts` has the first row of each, and the number of rows at its end.
 */
export function timeOrder(times: Float64Array, starts: readonly number[]): Uint32Array {
  const rows = starts.at(-1) ?? 0
  let from = new Uint32Array(rows)
  for (let row = 0; row < rows; row += 1) from[row] = row
  let into = new Uint32Array(rows)
  let runs = [...starts]
  while (runs.length > 2) {
    const merged = [0]
    let changed = false
    for (let at = 0; at + 1 < runs.length; at += 2) {
      const [low, middle] = [runs[at] as number, runs[at + 1] as number]
      const high = runs[at + 2] ?? middle
      if (inOrder(times, from, low, middle, high)) into.set(from.subarray(low, high), low)
      else mergeRuns(times, from, into, low, middle, high)
      changed = true
      merged.push(high)
    }
    runs = merged
    if (changed) [from, into] = [into, from]
  }
  return from
}

function inOrder(times: Float64Array, rows: Uint32Array, low: number, middle: number, high: number): boolean {
  if (low === middle || middle === high) return true
  return (times[rows[middle - 1] as number] as number) <= (times[rows[middle] as number] as number)
}

function mergeRuns(
  times: Float64Array,
  from: Uint32Array,
  into: Uint32Array,
  low: number,
  middle: number,
  high: number,
): void {
  let [left, right] = [low, middle]
  for (let at = low; at < high; at += 1) {
    const takeLeft =
      right >= high ||
      (left < middle && (times[from[left] as number] as number) <= (times[from[right] as number] as number))
    into[at] = from[takeLeft ? left++ : right++] as number
  }
}

/** First row of `from <= row < to` whose time is not before the moment; times must ascend there. */
export function firstAtOrAfter(times: Float64Array, from: number, to: number, moment: number): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] as number) < moment) low = middle + 1
    else high = middle
  }
  return low
}
