/** Half-open interval of row positions. */
export type RowInterval = readonly [from: number, to: number]

/**
 * Rows chosen by position. Intervals, because shift over a million rows must not make a million entries; `all` means
 * every row that matches, however many there are.
 */
export type RowSelection = { all: boolean; intervals: readonly RowInterval[]; anchor: number | null }

export const noRows: RowSelection = { all: false, intervals: [], anchor: null }
export const allRows: RowSelection = { all: true, intervals: [], anchor: null }

export function isSelected(selection: RowSelection, row: number): boolean {
  return selection.all || selection.intervals.some(([from, to]) => row >= from && row < to)
}

export function selectedCount(selection: RowSelection, total: number): number {
  if (selection.all) return total
  return selection.intervals.reduce((sum, [from, to]) => sum + to - from, 0)
}

export const onlyRow = (row: number): RowSelection => ({
  all: false,
  intervals: [[row, row + 1]],
  anchor: row,
})

function add(intervals: readonly RowInterval[], [from, to]: RowInterval): RowInterval[] {
  const apart = intervals.filter(([start, end]) => end < from || start > to)
  const touching = intervals.filter(([start, end]) => end >= from && start <= to)
  const merged: RowInterval = [
    Math.min(from, ...touching.map(([start]) => start)),
    Math.max(to, ...touching.map(([, end]) => end)),
  ]
  return [...apart, merged].sort(([a], [b]) => a - b)
}

function remove(intervals: readonly RowInterval[], row: number): RowInterval[] {
  return intervals.flatMap(([from, to]): RowInterval[] => {
    if (row < from || row >= to) return [[from, to]]
    const parts: RowInterval[] = [
      [from, row],
      [row + 1, to],
    ]
    return parts.filter(([start, end]) => end > start)
  })
}

/** Ctrl-click: the row joins or leaves. Out of `all`, it leaves alone. */
export function toggleRow(selection: RowSelection, row: number, total: number): RowSelection {
  const intervals = selection.all ? ([[0, total]] as const) : selection.intervals
  const next = isSelected(selection, row) ? remove(intervals, row) : add(intervals, [row, row + 1])
  return { all: false, intervals: next, anchor: row }
}

/** Shift-click: everything from the anchor to the row, and nothing else. */
export function extendTo(selection: RowSelection, row: number): RowSelection {
  const anchor = selection.anchor ?? row
  return { all: false, intervals: [[Math.min(anchor, row), Math.max(anchor, row) + 1]], anchor }
}

/** Positions in order, at most `limit` of them. */
export function selectedRows(selection: RowSelection, total: number, limit: number): number[] {
  const intervals = selection.all ? ([[0, total]] as const) : selection.intervals
  const rows: number[] = []
  for (const [from, to] of intervals)
    for (let row = from; row < to && rows.length < limit; row += 1) rows.push(row)
  return rows
}
