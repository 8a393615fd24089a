import type { Clause, Combined, Cte, Expr, Ident, Item, Node, Query, Relation, Select } from './ast'
import type { Cursor } from './cursor'
import { parseWindow } from './parse-call'
import { parseExpression, parseList, parseSort, spanFrom } from './parse-expression'
import { parseRelation } from './parse-relation'

/** Whether what stands `ahead` tokens from here is a query, parentheses around it included. */
export function startsQuery(cursor: Cursor, ahead: number): boolean {
  let at = ahead
  while (cursor.peek(at).kind === 'symbol' && cursor.peek(at).value === '(') at += 1
  const { kind, value } = cursor.peek(at)
  if (kind !== 'word') return false
  if (value === 'values') return cursor.peek(at + 1).value !== ','
  return value === 'select' || value === 'with' || (value === 'table' && cursor.peek(at + 1).value !== '(')
}

/** WITH, a body, ORDER BY, OFFSET, LIMIT or FETCH. */
export function parseQuery(cursor: Cursor): Query {
  return cursor.nested(() => {
    const { from } = cursor.token
    const parts: Node[] = []
    const ctes: Cte[] = []
    let recursive = false
    if (cursor.acceptWord('with')) {
      recursive = cursor.acceptWord('recursive')
      do ctes.push(parseCte(cursor))
      while (cursor.acceptSymbol(','))
      parts.push(...ctes)
    }
    const body = parseBody(cursor, 0)
    parts.push(body)
    parseTail(cursor, parts)
    return { kind: 'query', recursive, ctes, body, parts, ...spanFrom(cursor, from) }
  })
}

function parseTail(cursor: Cursor, parts: Node[]): void {
  if (cursor.isWord('order')) {
    const { from } = cursor.next()
    cursor.expectWord('by')
    parts.push(clause(cursor, 'order', from, parseSort(cursor)))
  }
  for (;;) {
    if (cursor.acceptWord('offset')) {
      parts.push(parseExpression(cursor))
      cursor.acceptWord('row', 'rows')
    } else if (cursor.acceptWord('limit')) {
      if (!cursor.acceptWord('all')) parts.push(parseExpression(cursor))
    } else if (cursor.acceptWord('fetch')) {
      cursor.acceptWord('first', 'next')
      if (!cursor.isWord('row', 'rows')) parts.push(parseExpression(cursor))
      cursor.acceptWord('row', 'rows')
      if (!cursor.acceptWord('only')) throw cursor.unexpected("'ONLY'")
    } else return
  }
}

function parseCte(cursor: Cursor): Cte {
  const name = cursor.ident()
  const columns = cursor.isSymbol('(') ? parseColumns(cursor) : []
  cursor.expectWord('as')
  cursor.acceptWord('not')
  cursor.acceptWord('materialized')
  cursor.expectSymbol('(')
  const query = parseQuery(cursor)
  cursor.expectSymbol(')')
  return { kind: 'cte', name, columns, query, parts: [query], ...spanFrom(cursor, name.from) }
}

/** `(a, b, c)` */
export function parseColumns(cursor: Cursor): Ident[] {
  cursor.expectSymbol('(')
  const columns = [cursor.ident()]
  while (cursor.acceptSymbol(',')) columns.push(cursor.ident())
  cursor.expectSymbol(')')
  return columns
}

type Body = Select | Combined | Query

/** UNION and EXCEPT bind less than INTERSECT. */
function parseBody(cursor: Cursor, level: number): Body {
  const { from } = cursor.token
  const words = level === 0 ? ['union', 'except'] : ['intersect']
  const operand = () => (level === 0 ? parseBody(cursor, 1) : parseTerm(cursor))
  let left = operand()
  while (cursor.acceptWord(...words)) {
    cursor.acceptWord('all', 'distinct')
    const right = operand()
    left = { kind: 'combined', branches: [left, right], parts: [left, right], ...spanFrom(cursor, from) }
  }
  return left
}

function parseTerm(cursor: Cursor): Body {
  const { from } = cursor.token
  if (cursor.isWord('select')) return parseSelect(cursor)
  if (cursor.acceptWord('values')) {
    const rows = parseList(cursor)
    return { kind: 'combined', branches: [], parts: rows, ...spanFrom(cursor, from) }
  }
  if (cursor.acceptWord('table')) {
    const relation = parseRelation(cursor)
    return { kind: 'combined', branches: [], parts: [relation], ...spanFrom(cursor, from) }
  }
  if (cursor.acceptSymbol('(')) {
    const query = parseQuery(cursor)
    cursor.expectSymbol(')')
    return { kind: 'combined', branches: [query], parts: [query], ...spanFrom(cursor, from) }
  }
  throw cursor.unexpected("'SELECT'", "'WITH'", "'VALUES'", "'('")
}

function parseSelect(cursor: Cursor): Select {
  const { from } = cursor.expectWord('select')
  cursor.acceptWord('all', 'distinct')
  const items = [parseItem(cursor)]
  while (cursor.acceptSymbol(',')) items.push(parseItem(cursor))
  const relations: Relation[] = []
  if (cursor.acceptWord('from')) {
    do relations.push(parseRelation(cursor))
    while (cursor.acceptSymbol(','))
  }
  const clauses: Node[] = []
  const condition = (word: string) => {
    if (!cursor.isWord(word)) return
    const start = cursor.next().from
    clauses.push(clause(cursor, word, start, [parseExpression(cursor)]))
  }
  condition('where')
  if (cursor.isWord('group')) clauses.push(parseGroupBy(cursor))
  condition('having')
  condition('qualify')
  if (cursor.isWord('window')) clauses.push(parseNamedWindows(cursor))
  return {
    kind: 'select',
    items,
    relations,
    clauses,
    parts: [...items, ...relations, ...clauses],
    ...spanFrom(cursor, from),
  }
}

function parseItem(cursor: Cursor): Item {
  const expr = parseExpression(cursor)
  const alias = parseAlias(cursor, true)
  return { kind: 'item', expr, alias, parts: [expr], ...spanFrom(cursor, expr.from) }
}

/** Words that end a relation or an item rather than name it. */
const notAnAlias = new Set(
  (
    'from where group having order limit offset fetch union intersect except on using join inner left right full cross ' +
    'natural as with window qualify and or not in is like between then else end when tablesample for'
  ).split(' '),
)

export function parseAlias(cursor: Cursor, anyWord: boolean): Ident | null {
  if (cursor.acceptWord('as'))
    return cursor.token.kind === 'string' && anyWord ? stringAlias(cursor) : cursor.ident()
  const { kind, value } = cursor.token
  if (kind === 'quoted' || (kind === 'word' && !notAnAlias.has(value))) return cursor.ident()
  return null
}

/** `AS 'Event name'` is not Athena's, but pasted often enough to be worth a clear answer. */
function stringAlias(cursor: Cursor): never {
  const { value } = cursor.token
  throw cursor.unexpected(`<identifier> (write "${value}" in double quotes)`)
}

function parseGroupBy(cursor: Cursor): Clause {
  const { from } = cursor.expectWord('group')
  cursor.expectWord('by')
  cursor.acceptWord('all', 'distinct')
  const parts: Node[] = []
  do parts.push(...parseGrouping(cursor))
  while (cursor.acceptSymbol(','))
  return clause(cursor, 'group', from, parts)
}

function parseGrouping(cursor: Cursor): Expr[] {
  const sets = cursor.areWords('grouping', 'sets')
  const shape = cursor.isWord('rollup', 'cube') && cursor.peek(1).value === '('
  if (sets) cursor.next()
  if (sets || shape) {
    cursor.next()
    cursor.expectSymbol('(')
    const parts = parseGrouping(cursor)
    while (cursor.acceptSymbol(',')) parts.push(...parseGrouping(cursor))
    cursor.expectSymbol(')')
    return parts
  }
  if (cursor.isSymbol('(') && cursor.peek(1).value === ')') {
    cursor.next()
    cursor.next()
    return []
  }
  return [parseExpression(cursor)]
}

function parseNamedWindows(cursor: Cursor): Clause {
  const { from } = cursor.expectWord('window')
  const parts: Node[] = []
  do {
    cursor.ident()
    cursor.expectWord('as')
    parseWindow(cursor, parts)
  } while (cursor.acceptSymbol(','))
  return clause(cursor, 'window', from, parts)
}

const clause = (cursor: Cursor, name: string, from: number, parts: readonly Node[]): Clause => ({
  kind: 'clause',
  name,
  parts,
  ...spanFrom(cursor, from),
})
