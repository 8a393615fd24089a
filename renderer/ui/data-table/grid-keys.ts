export type GridPlace = { row: number; column: number }

/** Row -1 is the row of headings. */
export const headRow = -1

export type GridSize = { rows: number; columns: number; page: number }

/**
 * Where the focus goes for a key (APG grid), or null when the key is none of the grid's. `letters` adds the single
 * letters j, k, g and G.
 */
export function nextPlace(
  key: { key: string; ctrl: boolean; shift: boolean },
  { row, column }: GridPlace,
  { rows, columns, page }: GridSize,
  letters: boolean,
): GridPlace | null {
  const last = rows - 1
  const at = (nextRow: number, nextColumn: number): GridPlace => ({
    row: Math.min(last, Math.max(headRow, nextRow)),
    column: Math.min(columns - 1, Math.max(0, nextColumn)),
  })
  switch (key.key) {
    case 'ArrowDown':
      return at(key.ctrl ? last : row + 1, column)
    case 'ArrowUp':
      return at(key.ctrl ? 0 : row - 1, column)
    case 'ArrowRight':
      return at(row, key.ctrl ? columns - 1 : column + 1)
    case 'ArrowLeft':
      return at(row, key.ctrl ? 0 : column - 1)
    case 'PageDown':
      return at(row + page, column)
    case 'PageUp':
      return at(Math.max(Math.min(0, last), row - page), column)
    case 'Home':
      return at(key.ctrl ? 0 : row, 0)
    case 'End':
      return at(key.ctrl ? last : row, columns - 1)
  }
  if (!letters || key.ctrl) return null
  switch (key.key) {
    case 'j':
      return at(row + 1, column)
    case 'k':
      return at(row - 1, column)
    case 'g':
      return at(0, column)
    case 'G':
      return at(last, column)
    default:
      return null
  }
}
