/** A piece of a text; strong where it is one of the names the text is about. */
export type Piece = { text: string; strong: boolean }

/** Cuts a text at the first occurrence of each name, so that these can be set strong. Longer names win. */
export function emphasise(text: string, names: readonly (string | null | undefined)[]): Piece[] {
  const wanted = [...new Set(names)]
    .filter((name): name is string => name !== null && name !== undefined && name.length > 1)
    .sort((a, b) => b.length - a.length)
  const marks: { from: number; to: number }[] = []
  for (const name of wanted) {
    const from = text.indexOf(name)
    const to = from + name.length
    if (from < 0 || marks.some((mark) => from < mark.to && to > mark.from)) continue
    marks.push({ from, to })
  }
  marks.sort((a, b) => a.from - b.from)
  const pieces: Piece[] = []
  let at = 0
  for (const { from, to } of marks) {
    if (from > at) pieces.push({ text: text.slice(at, from), strong: false })
    pieces.push({ text: text.slice(from, to), strong: true })
    at = to
  }
  if (at < text.length) pieces.push({ text: text.slice(at), strong: false })
  return pieces
}
