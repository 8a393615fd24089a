import type { Expr, Node, SortItem } from './ast'
import type { Cursor } from './cursor'
import { parseExpression, parseSort, spanFrom } from './parse-expression'
import { parseQuery, startsQuery } from './parse-query'

/** A function call with everything that may stand in and behind its parentheses. */
export function parseCall(cursor: Cursor): Expr {
  const name = cursor.next()
  cursor.expectSymbol('(')
  const insideFrom = cursor.token.from
  const parts: Node[] = []
  const args: Expr[] = []
  const distinct = cursor.acceptWord('distinct')
  if (!distinct) cursor.acceptWord('all')
  let star = false
  if (name.value === 'trim' && cursor.isWord('leading', 'trailing', 'both')) cursor.next()
  if (cursor.isSymbol('*') && cursor.peek(1).value === ')') {
    cursor.next()
    star = true
  } else if (startsQuery(cursor, 0)) {
    parts.push(parseQuery(cursor))
  } else {
    while (!cursor.isSymbol(')') && !cursor.isWord('order')) {
      const argument = parseExpression(cursor)
      args.push(argument)
      parts.push(argument)
      // position(a IN b), substring(a FROM b FOR c), trim(a FROM b)
      if (cursor.acceptSymbol(',') || cursor.acceptWord('from', 'for')) continue
      skipListOptions(cursor)
      if (!cursor.isSymbol(')') && !cursor.isWord('order')) throw cursor.unexpected("','", "')'")
    }
  }
  const sort = cursor.acceptWord('order') ? sortAfterOrder(cursor) : []
  parts.push(...sort)
  const inside = { from: insideFrom, to: cursor.token.from }
  cursor.expectSymbol(')')
  const suffixFrom = cursor.last
  const within = parseSuffix(cursor, parts)
  return {
    kind: 'call',
    name: name.value,
    nameSpan: { from: name.from, to: name.to },
    args,
    distinct,
    inside,
    star,
    sort,
    within,
    suffix: { from: suffixFrom, to: cursor.last },
    parts,
    ...spanFrom(cursor, name.from),
  }
}

function sortAfterOrder(cursor: Cursor): SortItem[] {
  cursor.expectWord('by')
  return parseSort(cursor)
}

/** `ON OVERFLOW ERROR` of listagg, and options of JSON_VALUE and its kin: read past, they choose between error and null. */
function skipListOptions(cursor: Cursor): void {
  if (
    !cursor.isWord(
      'on',
      'null',
      'error',
      'empty',
      'returning',
      'with',
      'without',
      'keep',
      'omit',
      'ignore',
      'respect',
    )
  )
    return
  while (!cursor.isSymbol(')') && cursor.token.kind !== 'end') {
    if (cursor.isSymbol('(')) skipParentheses(cursor)
    else cursor.next()
  }
}

function skipParentheses(cursor: Cursor): void {
  let depth = 0
  do {
    if (cursor.isSymbol('(')) depth += 1
    if (cursor.isSymbol(')')) depth -= 1
    cursor.next()
  } while (depth > 0 && cursor.token.kind !== 'end')
}

function parseSuffix(cursor: Cursor, parts: Node[]): SortItem[] | null {
  let within: SortItem[] | null = null
  if (cursor.areWords('within', 'group')) {
    cursor.next()
    cursor.next()
    cursor.expectSymbol('(')
    cursor.expectWord('order')
    within = sortAfterOrder(cursor)
    parts.push(...within)
    cursor.expectSymbol(')')
  }
  if (cursor.isWord('filter') && cursor.peek(1).value === '(') {
    cursor.next()
    cursor.expectSymbol('(')
    cursor.expectWord('where')
    parts.push(parseExpression(cursor))
    cursor.expectSymbol(')')
  }
  if (cursor.areWords('ignore', 'nulls') || cursor.areWords('respect', 'nulls')) {
    cursor.next()
    cursor.next()
  }
  if (cursor.acceptWord('over')) {
    if (cursor.isSymbol('(')) parseWindow(cursor, parts)
    else cursor.ident()
  }
  return within
}

/** `(PARTITION BY … ORDER BY … ROWS BETWEEN … AND …)` */
export function parseWindow(cursor: Cursor, parts: Node[]): void {
  cursor.expectSymbol('(')
  if (!cursor.isWord('partition', 'order', 'rows', 'range', 'groups') && !cursor.isSymbol(')')) cursor.ident()
  if (cursor.acceptWord('partition')) {
    cursor.expectWord('by')
    do parts.push(parseExpression(cursor))
    while (cursor.acceptSymbol(','))
  }
  if (cursor.acceptWord('order')) parts.push(...sortAfterOrder(cursor))
  if (cursor.acceptWord('rows', 'range', 'groups')) {
    const between = cursor.acceptWord('between')
    parseBound(cursor, parts)
    if (between) {
      cursor.expectWord('and')
      parseBound(cursor, parts)
    }
  }
  cursor.expectSymbol(')')
}

function parseBound(cursor: Cursor, parts: Node[]): void {
  if (cursor.acceptWord('unbounded')) cursor.next()
  else if (cursor.acceptWord('current')) cursor.expectWord('row')
  else {
    parts.push(parseExpression(cursor))
    if (!cursor.acceptWord('preceding', 'following')) throw cursor.unexpected("'PRECEDING'", "'FOLLOWING'")
  }
}
