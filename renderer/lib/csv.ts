import { formulaStart } from '../../electron/contract/export'

const defused = (text: string) => (formulaStart.test(text) ? `'${text}` : text)

/**
 * One cell of tab-separated text, as it is pasted into a spreadsheet: what would run as a formula is defused with an
 * apostrophe, tabs and line ends become spaces, and a quote at the start, which would swallow the cells after it, is quoted.
 */
export function tsvField(text: string): string {
  const line = defused(text).replace(/[\t\r\n]+/g, ' ')
  return line.startsWith('"') ? `"${line.replaceAll('"', '""')}"` : line
}

/** One CSV field. A cell that a spreadsheet would run as a formula is defused with an apostrophe. */
export function csvField(value: string | number | null): string {
  if (value === null) return ''
  const text = typeof value === 'string' ? defused(value) : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Rows as CSV (RFC 4180), headings first. */
export function toCsv(
  headings: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  return [headings, ...rows]
    .map((row) => row.map(csvField).join(','))
    .join('\r\n')
    .concat('\r\n')
}

/** Hands text to the person as a file. */
export function download(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
