/** A run of translated text. `exact` runs were copied: their characters stand one for one in what was typed. */
export type Piece = { readonly text: string; readonly from: number; readonly exact: boolean }

/** Translated text that knows where each of its characters comes from. */
export type Rendered = {
  readonly text: string
  /** The place in the typed text that a place in the translated one stands for. */
  toTyped(offset: number): number
}

export const made = (text: string, from: number): Piece[] => [{ text, from, exact: false }]

/** Joins runs with text of ours. */
export function joined(parts: readonly (readonly Piece[])[], separator: string): Piece[] {
  return parts.flatMap((part, index) =>
    index === 0 ? [...part] : [...made(separator, part[0]?.from ?? 0), ...part],
  )
}

export function render(pieces: readonly Piece[]): Rendered {
  const starts: number[] = []
  let text = ''
  for (const piece of pieces) {
    starts.push(text.length)
    text += piece.text
  }
  return {
    text,
    toTyped(offset) {
      let low = 0
      let high = pieces.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if ((starts[middle] ?? 0) <= offset) low = middle
        else high = middle - 1
      }
      const piece = pieces[low]
      if (!piece) return 0
      return piece.exact ? piece.from + Math.min(offset - (starts[low] ?? 0), piece.text.length) : piece.from
    },
  }
}

/** A string as a literal of DuckDB's. */
export const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`
export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`
