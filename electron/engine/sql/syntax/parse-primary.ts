import type { Expr, Ident, Node } from './ast'
import { type Cursor, placeholderError } from './cursor'
import { parseCall } from './parse-call'
import { parseExpression, parseList, parseName, parseSubquery, plain, spanFrom } from './parse-expression'
import { startsQuery } from './parse-query'
import { parseType } from './parse-type'

/** Words that cannot begin an expression, so that `SELECT FROM t` is answered at `FROM`. */
const reserved = new Set(
  (
    'alter and as between by case create cross delete describe distinct drop else end escape except execute from full ' +
    'group having in inner insert intersect into is join left like natural not on or order outer prepare right select ' +
    'then union using values when where with'
  ).split(' '),
)

const constants = new Set([
  'null',
  'true',
  'false',
  'current_date',
  'current_time',
  'current_timestamp',
  'localtime',
  'localtimestamp',
])

const typedLiterals = new Set([
  'date',
  'timestamp',
  'time',
  'decimal',
  'ipaddress',
  'ipprefix',
  'json',
  'uuid',
  'char',
  'varchar',
  'double',
  'real',
  'bigint',
  'integer',
  'smallint',
  'tinyint',
  'boolean',
])

export function parsePrimary(cursor: Cursor): Expr {
  const { token } = cursor
  const { from, to } = token
  switch (token.kind) {
    case 'string': {
      if (/^(<[A-Za-z][^<>]*>|\$\{[^}]*\}|\{\{[^}]*\}\})$/.test(token.value))
        throw placeholderError(token.value, from, to)
      cursor.next()
      return { kind: 'string', value: token.value, parts: [], from, to }
    }
    case 'number':
      cursor.next()
      return { kind: 'number', parts: [], from, to }
    case 'parameter':
      cursor.next()
      return { kind: 'parameter', parts: [], from, to }
    case 'symbol':
      return parseSymbol(cursor)
    case 'quoted':
      return cursor.peek(1).value === '->' ? parseLambda(cursor) : parseName(cursor)
    case 'word':
      return parseWord(cursor)
    default:
      throw cursor.unexpected('<expression>')
  }
}

function parseSymbol(cursor: Cursor): Expr {
  const { from } = cursor.token
  if (cursor.acceptSymbol('*')) return { kind: 'star', qualifier: [], parts: [], ...spanFrom(cursor, from) }
  if (!cursor.isSymbol('(')) throw cursor.unexpected('<expression>')
  if (isLambdaAhead(cursor)) return parseLambda(cursor)
  if (startsQuery(cursor, 1)) return parseSubquery(cursor, from)
  cursor.next()
  const items = parseList(cursor)
  cursor.expectSymbol(')')
  return items.length === 1
    ? plain(cursor, from, items)
    : { kind: 'row', items, keyword: false, parts: items, ...spanFrom(cursor, from) }
}

function isLambdaAhead(cursor: Cursor): boolean {
  for (let ahead = 1; ; ahead += 1) {
    const { kind, value } = cursor.peek(ahead)
    if (kind === 'symbol' && value === ')') {
      const arrow = cursor.peek(ahead + 1)
      return arrow.kind === 'symbol' && arrow.value === '->'
    }
    if (kind !== 'word' && kind !== 'quoted' && !(kind === 'symbol' && value === ',')) return false
  }
}

function parseLambda(cursor: Cursor): Expr {
  const { from } = cursor.token
  const params: Ident[] = []
  if (cursor.acceptSymbol('(')) {
    while (!cursor.isSymbol(')')) {
      params.push(cursor.ident())
      if (!cursor.acceptSymbol(',')) break
    }
    cursor.expectSymbol(')')
  } else params.push(cursor.ident())
  cursor.expectSymbol('->')
  const body = parseExpression(cursor)
  return { kind: 'lambda', params, body, parts: [body], ...spanFrom(cursor, from) }
}

function parseWord(cursor: Cursor): Expr {
  const { value: word, from } = cursor.token
  const following = cursor.peek(1)
  const opens = following.kind === 'symbol' && following.value === '('
  if (word === 'case') return parseCase(cursor)
  if (word === 'exists' && opens) {
    cursor.next()
    const inner = parseSubquery(cursor, cursor.token.from)
    return plain(cursor, from, [inner])
  }
  if ((word === 'cast' || word === 'try_cast') && opens) return parseCast(cursor, word === 'try_cast')
  if (word === 'extract' && opens) return parseExtract(cursor)
  if (word === 'interval' && !opens && following.kind !== 'end') {
    const interval = parseInterval(cursor)
    if (interval) return interval
  }
  if (word === 'array' && following.value === '[') {
    cursor.next()
    cursor.next()
    const items = cursor.isSymbol(']') ? [] : parseList(cursor)
    cursor.expectSymbol(']')
    return { kind: 'array', items, parts: items, ...spanFrom(cursor, from) }
  }
  if (word === 'row' && opens) {
    cursor.next()
    cursor.next()
    const items = parseList(cursor)
    cursor.expectSymbol(')')
    return { kind: 'row', items, keyword: true, parts: items, ...spanFrom(cursor, from) }
  }
  const typed = parseTypedLiteral(cursor)
  if (typed) return typed
  if (following.kind === 'symbol' && following.value === '->') return parseLambda(cursor)
  if (constants.has(word) && following.value !== '.') {
    cursor.next()
    if (cursor.isSymbol('(') && word.startsWith('current_time')) skipPrecision(cursor)
    return { kind: 'constant', word, parts: [], ...spanFrom(cursor, from) }
  }
  if (opens && !['in', 'and', 'or', 'not'].includes(word)) return parseCall(cursor)
  if (reserved.has(word)) throw cursor.unexpected('<expression>')
  return parseName(cursor)
}

function skipPrecision(cursor: Cursor): void {
  cursor.expectSymbol('(')
  cursor.next()
  cursor.expectSymbol(')')
}

function parseTypedLiteral(cursor: Cursor): Expr | null {
  const { value: word, from } = cursor.token
  const following = cursor.peek(1)
  const blob = (word === 'x' || word === 'u') && following.kind === 'string'
  if (following.kind !== 'string' || !(typedLiterals.has(word) || blob)) return null
  cursor.next()
  const { value } = cursor.next()
  if (/^<[A-Za-z][^<>]*>$/.test(value)) throw placeholderError(value, following.from, following.to)
  return { kind: 'typed', type: word, value, parts: [], ...spanFrom(cursor, from) }
}

function parseCase(cursor: Cursor): Expr {
  const { from } = cursor.expectWord('case')
  const parts: Node[] = []
  if (!cursor.isWord('when')) parts.push(parseExpression(cursor))
  do {
    cursor.expectWord('when')
    parts.push(parseExpression(cursor))
    cursor.expectWord('then')
    parts.push(parseExpression(cursor))
  } while (cursor.isWord('when'))
  if (cursor.acceptWord('else')) parts.push(parseExpression(cursor))
  cursor.expectWord('end')
  return plain(cursor, from, parts)
}

function parseCast(cursor: Cursor, safe: boolean): Expr {
  const { from } = cursor.next()
  cursor.expectSymbol('(')
  const value = parseExpression(cursor)
  cursor.expectWord('as')
  const type = parseType(cursor)
  cursor.expectSymbol(')')
  return { kind: 'cast', safe, value, type, parts: [value], ...spanFrom(cursor, from) }
}

function parseExtract(cursor: Cursor): Expr {
  const { from } = cursor.next()
  cursor.expectSymbol('(')
  const field = cursor.next().value
  cursor.expectWord('from')
  const value = parseExpression(cursor)
  cursor.expectSymbol(')')
  return { kind: 'extract', field, value, parts: [value], ...spanFrom(cursor, from) }
}

/** `INTERVAL '7' DAY`, `INTERVAL '7 days'`, `INTERVAL 7 DAY`, `INTERVAL -7 DAY`, `INTERVAL '1-2' YEAR TO MONTH`. */
function parseInterval(cursor: Cursor): Expr | null {
  const start = cursor.position
  const { from } = cursor.next()
  const sign = cursor.acceptSymbol('-') ? '-' : ''
  if (!sign) cursor.acceptSymbol('+')
  const { token } = cursor
  if (token.kind !== 'string' && token.kind !== 'number') {
    cursor.rewind(start)
    return null
  }
  cursor.next()
  let unit = ''
  let toUnit: string | null = null
  if (/^(year|quarter|month|week|day|hour|minute|second|millisecond)s?$/.test(cursor.token.value)) {
    unit = cursor.next().value.replace(/s$/, '')
    if (cursor.acceptWord('to')) toUnit = cursor.next().value.replace(/s$/, '')
  } else if (token.kind === 'number' || /^[-+\d.\s]+$/.test(token.value)) {
    throw cursor.unexpected("'YEAR'", "'MONTH'", "'DAY'", "'HOUR'", "'MINUTE'", "'SECOND'")
  }
  return { kind: 'interval', sign, amount: token.value, unit, toUnit, parts: [], ...spanFrom(cursor, from) }
}
