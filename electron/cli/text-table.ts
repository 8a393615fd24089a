import type { Output } from './command'
import { safeLine } from './sanitise'

/** Characters a line may have: a terminal's width, and no limit in a file or a pipe. */
export const tableWidth = ({ isTTY, columns }: Output): number => (isTTY ? columns : Number.MAX_SAFE_INTEGER)

/**
 * Rows as text in columns, cut to the width. Cells are made safe first, so that what a log holds cannot move a column.
 * Widths follow the rows given; pass them on to keep the columns of a longer listing in line.
 */
export function textTable(
  rows: readonly (readonly string[])[],
  total: number,
  given?: readonly number[],
): { lines: string[]; widths: number[] } {
  const safe = rows.map((row) => row.map(safeLine))
  const count = Math.max(0, ...safe.map((row) => row.length))
  const widths =
    given?.slice() ??
    Array.from({ length: count }, (_, at) =>
      Math.min(at === count - 1 ? total : 48, Math.max(...safe.map((row) => row[at]?.length ?? 0))),
    )
  const lines = safe.map((row) => {
    const line = row
      .map((cell, at) => cut(cell, widths[at] ?? 0))
      .join('  ')
      .trimEnd()
    return line.length > total ? `${line.slice(0, Math.max(0, total - 1))}…` : line
  })
  return { lines, widths }
}

const cut = (cell: string, width: number): string =>
  cell.length > width ? `${cell.slice(0, Math.max(0, width - 1))}…` : cell.padEnd(width)
