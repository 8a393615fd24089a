import { type SqlToken, sqlTokens } from './sql-tokens'

const clauses = new Set(
  'select from where having limit offset union intersect except values window qualify with fetch'.split(' '),
)
const pairs: Readonly<Record<string, string>> = {
  group: 'by',
  order: 'by',
  cross: 'join',
  left: 'join',
  right: 'join',
  full: 'join',
  inner: 'join',
}
const keywords = new Set(
  (
    'select from where having limit offset union intersect except values window qualify with fetch group order by cross left ' +
    'right full inner outer join on using and or not in is null like between as case when then else end distinct all asc desc ' +
    'nulls first last interval cast try_cast over partition rows range unbounded preceding following current row filter ' +
    'ordinality unnest exists escape true false date timestamp lateral recursive within'
  ).split(' '),
)
const tight = new Set(['.', '::', '(', '['])

/**
 * Lays SQL out: a clause a line, keywords in capitals, inner queries indented. Only blanks change, and the case of
 * keywords; a comment keeps its place among the words.
 */
export function formatSql(text: string): string {
  const tokens = sqlTokens(text).filter(({ kind }) => kind !== 'blank')
  const out = new Layout()
  for (const [at, token] of tokens.entries()) place(out, text, tokens, token, at)
  return out.text.trim()
}

class Layout {
  text = ''
  /** For each open parenthesis: whether a query is inside. */
  readonly open: boolean[] = []
  fresh = true
  glue = true

  get depth(): number {
    return this.open.filter(Boolean).length
  }

  line(extra = 0): void {
    if (this.text !== '') this.text = `${this.text.trimEnd()}\n${'  '.repeat(this.depth + extra)}`
    this.fresh = true
    this.glue = true
  }

  word(written: string, glued = false): void {
    this.text += `${this.glue || glued ? '' : ' '}${written}`
    this.fresh = false
    this.glue = false
  }
}

function place(out: Layout, text: string, tokens: readonly SqlToken[], token: SqlToken, at: number): void {
  const written = text.slice(token.from, token.to)
  const lower = written.toLowerCase()
  const next = tokens[at + 1]
  const following = next ? text.slice(next.from, next.to).toLowerCase() : ''
  const before = tokens[at - 1]
  const preceding = before ? text.slice(before.from, before.to).toLowerCase() : ''
  if (token.kind === 'comment') {
    const alone = !before || text.slice(before.to, token.from).includes('\n')
    if (alone && !out.fresh) out.line()
    out.word(written.trimEnd())
    if (written.startsWith('--')) out.line()
    return
  }
  if (token.kind === 'word' && preceding !== '.' && following !== '.') {
    const keyword =
      keywords.has(lower) &&
      !(following === '(' && ['date', 'left', 'right', 'first', 'last', 'row'].includes(lower))
    const inCall = out.open.length > 0 && out.open.at(-1) === false
    const starts =
      clauses.has(lower) ||
      (pairs[lower] !== undefined && (following === pairs[lower] || following === 'outer')) ||
      (lower === 'join' && !['cross', 'left', 'right', 'full', 'inner', 'outer'].includes(preceding))
    if (keyword && starts && !inCall && !out.fresh && !(lower === 'with' && following === 'ordinality'))
      out.line()
    else if ((lower === 'and' || lower === 'or') && !inCall && !betweenOpen(text, tokens, at)) out.line(1)
    out.word(keyword ? written.toUpperCase() : written)
    return
  }
  if (written === '(' || written === '[') {
    const isCall =
      (before?.kind === 'word' && !keywords.has(preceding)) ||
      ['cast', 'try_cast', 'unnest', 'filter', 'over', 'exists'].includes(preceding)
    out.word(written, written === '[' || (isCall && preceding !== 'over'))
    const query = following === 'select' || following === 'with' || following === 'values'
    out.open.push(query)
    if (query) out.line()
    out.glue = true
    return
  }
  if (written === ')' || written === ']') {
    const query = out.open.pop()
    if (query) out.line()
    out.word(written, true)
    return
  }
  if (written === ',' || written === ';') {
    out.word(written, true)
    if (written === ';') {
      out.line()
      if (next) out.text += '\n'
    }
    return
  }
  out.word(
    written,
    tight.has(written) || tight.has(preceding) || (preceding === '-' && isSign(text, tokens, at - 1)),
  )
  if (written === '.' || written === '::') out.glue = true
}

/** A minus that belongs to the number after it. */
function isSign(text: string, tokens: readonly SqlToken[], at: number): boolean {
  const before = tokens[at - 1]
  return !before || (before.kind === 'symbol' && !')]'.includes(text.slice(before.from, before.to)))
}

/** Whether an AND is the one of a BETWEEN. */
function betweenOpen(text: string, tokens: readonly SqlToken[], at: number): boolean {
  for (let back = at - 1; back >= 0; back -= 1) {
    const token = tokens[back]
    if (token?.kind !== 'word') continue
    const word = text.slice(token.from, token.to).toLowerCase()
    if (word === 'between') return true
    if (word === 'and' || word === 'or' || clauses.has(word)) return false
  }
  return false
}
