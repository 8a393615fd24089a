import type { Expr, Ident, Node, SortItem, Span } from './ast'
import type { Cursor } from './cursor'
import { parsePrimary } from './parse-primary'
import { parseQuery, startsQuery } from './parse-query'

/** What every node is made with: its span from a start to where the cursor stands. */
export const spanFrom = (cursor: Cursor, from: number): Span => ({ from, to: cursor.last })

/** A whole expression, OR at the top. */
export const parseExpression = (cursor: Cursor): Expr => cursor.nested(() => parseOr(cursor))

function leftDeep(cursor: Cursor, words: readonly string[], operand: (cursor: Cursor) => Expr): Expr {
  let left = operand(cursor)
  while (cursor.isWord(...words)) {
    const op = cursor.next()
    const right = operand(cursor)
    left = binary(cursor, op.value, op, left, right)
  }
  return left
}

const parseOr = (cursor: Cursor): Expr => leftDeep(cursor, ['or'], parseAnd)
const parseAnd = (cursor: Cursor): Expr => leftDeep(cursor, ['and'], parseNot)

function parseNot(cursor: Cursor): Expr {
  if (!cursor.isWord('not')) return parsePredicate(cursor)
  return cursor.nested(() => {
    const { from } = cursor.next()
    const inner = parseNot(cursor)
    return plain(cursor, from, [inner])
  })
}

const comparisons = ['=', '<>', '!=', '<', '<=', '>', '>=']

function parsePredicate(cursor: Cursor): Expr {
  let left = parseValue(cursor)
  for (;;) {
    const position = cursor.position
    if (cursor.isSymbol(...comparisons)) left = parseComparison(cursor, left)
    else if (cursor.isWord('is')) left = parseIs(cursor, left)
    else {
      const not = cursor.acceptWord('not')
      const next = parseSpecial(cursor, left, not)
      if (!next) {
        cursor.rewind(position)
        return left
      }
      left = next
    }
  }
}

function parseComparison(cursor: Cursor, left: Expr): Expr {
  const op = cursor.next()
  if (cursor.isWord('all', 'any', 'some') && cursor.peek(1).value === '(') cursor.next()
  return binary(cursor, op.value, op, left, parseValue(cursor))
}

function parseIs(cursor: Cursor, left: Expr): Expr {
  cursor.expectWord('is')
  cursor.acceptWord('not')
  if (cursor.acceptWord('distinct')) {
    cursor.expectWord('from')
    const right = parseValue(cursor)
    return plain(cursor, left.from, [left, right])
  }
  if (!cursor.acceptWord('null', 'true', 'false', 'unknown')) throw cursor.unexpected("'NULL'", "'DISTINCT'")
  return plain(cursor, left.from, [left])
}

function parseSpecial(cursor: Cursor, value: Expr, not: boolean): Expr | null {
  if (cursor.acceptWord('between')) {
    cursor.acceptWord('symmetric', 'asymmetric')
    const low = parseValue(cursor)
    cursor.expectWord('and')
    const high = parseValue(cursor)
    return {
      kind: 'between',
      value,
      low,
      high,
      not,
      parts: [value, low, high],
      ...spanFrom(cursor, value.from),
    }
  }
  if (cursor.acceptWord('in')) {
    if (cursor.isSymbol('(') && !startsQuery(cursor, 1)) {
      cursor.next()
      const items = parseList(cursor)
      cursor.expectSymbol(')')
      return { kind: 'in', value, items, not, parts: [value, ...items], ...spanFrom(cursor, value.from) }
    }
    const query = parsePrimary(cursor)
    return { kind: 'in', value, items: null, not, parts: [value, query], ...spanFrom(cursor, value.from) }
  }
  if (cursor.acceptWord('like', 'ilike')) {
    const pattern = parseValue(cursor)
    const escaped = cursor.acceptWord('escape')
    const parts = [value, pattern, ...(escaped ? [parseValue(cursor)] : [])]
    return { kind: 'like', value, pattern, not, escape: escaped, parts, ...spanFrom(cursor, value.from) }
  }
  return null
}

const levels = [['||'], ['+', '-'], ['*', '/', '%']]

function parseValue(cursor: Cursor, level = 0): Expr {
  const operators = levels[level]
  if (!operators) return parseUnary(cursor)
  let left = parseValue(cursor, level + 1)
  while (cursor.isSymbol(...operators)) {
    const op = cursor.next()
    left = binary(cursor, op.value, op, left, parseValue(cursor, level + 1))
  }
  return left
}

function parseUnary(cursor: Cursor): Expr {
  if (!cursor.isSymbol('-', '+')) return parsePostfix(cursor)
  return cursor.nested(() => {
    const { from } = cursor.next()
    const inner = parseUnary(cursor)
    return plain(cursor, from, [inner])
  })
}

function parsePostfix(cursor: Cursor): Expr {
  let base = parsePrimary(cursor)
  for (;;) {
    if (cursor.acceptSymbol('[')) {
      const index = parseExpression(cursor)
      cursor.expectSymbol(']')
      base = { kind: 'index', base, index, parts: [base, index], ...spanFrom(cursor, base.from) }
    } else if (cursor.acceptSymbol('.')) {
      const field = cursor.ident()
      base = { kind: 'field', base, field, parts: [base], ...spanFrom(cursor, base.from) }
    } else if (cursor.areWords('at', 'time', 'zone')) {
      for (let word = 0; word < 3; word += 1) cursor.next()
      const zone = parsePrimary(cursor)
      base = { kind: 'atzone', value: base, zone, parts: [base, zone], ...spanFrom(cursor, base.from) }
    } else return base
  }
}

/** Expressions with commas between them, at least one. */
export function parseList(cursor: Cursor): Expr[] {
  const items = [parseExpression(cursor)]
  while (cursor.acceptSymbol(',')) items.push(parseExpression(cursor))
  return items
}

/** What follows ORDER BY. */
export function parseSort(cursor: Cursor): SortItem[] {
  const items: SortItem[] = []
  do {
    const expr = parseExpression(cursor)
    cursor.acceptWord('asc', 'desc')
    if (cursor.acceptWord('nulls') && !cursor.acceptWord('first', 'last')) {
      throw cursor.unexpected("'FIRST'", "'LAST'")
    }
    items.push({ kind: 'sort', expr, parts: [expr], ...spanFrom(cursor, expr.from) })
  } while (cursor.acceptSymbol(','))
  return items
}

/** A node that is copied as it stands, with its children rewritten. */
export const plain = (cursor: Cursor, from: number, parts: readonly Node[]): Expr => ({
  kind: 'plain',
  parts,
  ...spanFrom(cursor, from),
})

function binary(cursor: Cursor, op: string, opSpan: Span, left: Expr, right: Expr): Expr {
  return {
    kind: 'binary',
    op,
    opSpan: { from: opSpan.from, to: opSpan.to },
    left,
    right,
    parts: [left, right],
    ...spanFrom(cursor, left.from),
  }
}

/** `(SELECT …)` in an expression. */
export function parseSubquery(cursor: Cursor, from: number): Expr {
  cursor.expectSymbol('(')
  const query = parseQuery(cursor)
  cursor.expectSymbol(')')
  return { kind: 'subquery', query, parts: [query], ...spanFrom(cursor, from) }
}

/** A name with dots; `a.b.*` is a star. */
export function parseName(cursor: Cursor): Expr {
  const path: Ident[] = [cursor.ident()]
  const from = path[0]?.from ?? 0
  while (cursor.isSymbol('.')) {
    cursor.next()
    if (cursor.acceptSymbol('*'))
      return { kind: 'star', qualifier: path, parts: [], ...spanFrom(cursor, from) }
    path.push(cursor.ident())
  }
  return { kind: 'name', path, parts: [], ...spanFrom(cursor, from) }
}
