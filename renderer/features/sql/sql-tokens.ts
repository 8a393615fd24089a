export type SqlToken = {
  kind: 'blank' | 'comment' | 'string' | 'quoted' | 'word' | 'symbol'
  from: number
  to: number
}

const pattern =
  /(?<blank>\s+)|(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>'(?:[^']|'')*(?:'|$))|(?<quoted>"(?:[^"]|"")*(?:"|$))|(?<word>[\p{L}\p{N}_$]+)|(?<symbol>->|<>|!=|<=|>=|\|\||::|[\s\S])/gu

/** SQL text in pieces, none left out: what the editor needs to know of it without understanding it. */
export function sqlTokens(text: string): SqlToken[] {
  return [...text.matchAll(pattern)].map((match) => {
    const [kind] = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) ?? ['symbol']
    return { kind: kind as SqlToken['kind'], from: match.index, to: match.index + match[0].length }
  })
}

export type Statement = { from: number; to: number; text: string }

/** The statements of a text, each without the blanks and comments around it; those that are empty are left out. */
export function statementsIn(text: string): Statement[] {
  const found: Statement[] = []
  let from = -1
  let to = -1
  for (const token of sqlTokens(text)) {
    if (token.kind === 'symbol' && text[token.from] === ';') {
      if (from >= 0) found.push({ from, to, text: text.slice(from, to) })
      from = -1
    } else if (token.kind !== 'blank' && token.kind !== 'comment') {
      if (from < 0) from = token.from
      to = token.to
    }
  }
  if (from >= 0) found.push({ from, to, text: text.slice(from, to) })
  return found
}

/** The statement the cursor is in: the one around it, else the one before it, else the first. */
export function statementAt(text: string, cursor: number): Statement | null {
  const all = statementsIn(text)
  return (
    all.find(({ from, to }) => cursor >= from && cursor <= to) ??
    all.filter(({ to }) => to <= cursor).at(-1) ??
    all[0] ??
    null
  )
}

/** How many values a statement asks for by `?`. */
export const parameterCount = (text: string): number =>
  sqlTokens(text).filter(({ kind, from }) => kind === 'symbol' && text[from] === '?').length
