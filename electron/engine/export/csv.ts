import type { Cell } from '../../contract/events'
import { formulaStart } from '../../contract/export'

const needsQuotes = /[",\r\n]|^\s|\s$/

/**
 * A cell as RFC 4180 has it. `safe` puts an apostrophe before text that a spreadsheet would run (security.md 4.3);
 * numbers and booleans are ours and stay. Lists are JSON, since their elements may hold any separator.
 */
export function csvCell(cell: Cell, safe: boolean): string {
  if (cell === null) return ''
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell)
  const text = Array.isArray(cell) ? JSON.stringify(cell) : cell
  const harmless = safe && formulaStart.test(text) ? `'${text}` : text
  return needsQuotes.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** A line with its end. */
export const csvLine = (cells: readonly Cell[], safe: boolean): string =>
  `${cells.map((cell) => csvCell(cell, safe)).join(',')}\r\n`
