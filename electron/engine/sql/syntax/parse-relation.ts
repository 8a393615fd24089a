import type { Expr, Ident, Node, Relation } from './ast'
import type { Cursor } from './cursor'
import { parseExpression, parseList, spanFrom } from './parse-expression'
import { parseAlias, parseColumns, parseQuery, startsQuery } from './parse-query'

/** One entry of FROM with all that is joined to it. */
export function parseRelation(cursor: Cursor): Relation {
  return cursor.nested(() => {
    let left = parseAliased(cursor)
    for (;;) {
      const how = joinWords(cursor)
      if (how === null) return left
      const right = parseAliased(cursor)
      const parts: Node[] = [left, right]
      if (cursor.acceptWord('on')) parts.push(parseExpression(cursor))
      else if (cursor.acceptWord('using')) parseColumns(cursor)
      else if (!how.startsWith('cross') && !how.startsWith('natural'))
        throw cursor.unexpected("'ON'", "'USING'")
      left = { kind: 'join', left, right, how, parts, ...spanFrom(cursor, left.from) }
    }
  })
}

function joinWords(cursor: Cursor): string | null {
  const words: string[] = []
  const start = cursor.position
  while (cursor.isWord('cross', 'inner', 'left', 'right', 'full', 'outer', 'natural'))
    words.push(cursor.next().value)
  if (cursor.acceptWord('join')) return [...words, 'join'].join(' ')
  if (words.length > 0) throw cursor.unexpected("'JOIN'")
  cursor.rewind(start)
  return null
}

function parseAliased(cursor: Cursor): Relation {
  const { from } = cursor.token
  if (cursor.isWord('unnest') && cursor.peek(1).value === '(') return parseUnnest(cursor, from)
  cursor.acceptWord('lateral')
  if (cursor.isSymbol('(')) return parseParenthesised(cursor, from)
  return parseTable(cursor, from)
}

function parseUnnest(cursor: Cursor, from: number): Relation {
  cursor.next()
  cursor.expectSymbol('(')
  const args = parseList(cursor)
  cursor.expectSymbol(')')
  const ordinality = cursor.areWords('with', 'ordinality')
  if (ordinality) {
    cursor.next()
    cursor.next()
  }
  const { alias, columns } = parseTableAlias(cursor)
  return { kind: 'unnest', args, ordinality, alias, columns, parts: args, ...spanFrom(cursor, from) }
}

function parseParenthesised(cursor: Cursor, from: number): Relation {
  if (startsQuery(cursor, 1)) {
    const start = cursor.position
    try {
      cursor.expectSymbol('(')
      const query = parseQuery(cursor)
      cursor.expectSymbol(')')
      const { alias, columns } = parseTableAlias(cursor)
      return { kind: 'derived', query, alias, columns, parts: [query], ...spanFrom(cursor, from) }
    } catch (error) {
      // `((SELECT …) a JOIN b ON …)` begins like a query and is a relation.
      if (cursor.text[cursor.peek(0).from] === undefined) throw error
      const failed = cursor.position
      cursor.rewind(start)
      if (cursor.peek(1).value !== '(') {
        cursor.rewind(failed)
        throw error
      }
    }
  }
  cursor.expectSymbol('(')
  const inner = parseRelation(cursor)
  cursor.expectSymbol(')')
  const { alias } = parseTableAlias(cursor)
  return { kind: 'relation', inner, alias, parts: [inner], ...spanFrom(cursor, from) }
}

function parseTable(cursor: Cursor, from: number): Relation {
  const path: Ident[] = [tableName(cursor)]
  while (cursor.acceptSymbol('.')) path.push(tableName(cursor))
  if (cursor.isSymbol('(')) return parseTableFunction(cursor, from)
  const name = { from, to: cursor.last }
  const { alias, columns } = parseTableAlias(cursor)
  let sampleEnd: number | null = null
  if (cursor.acceptWord('tablesample')) {
    if (!cursor.acceptWord('bernoulli', 'system')) throw cursor.unexpected("'BERNOULLI'", "'SYSTEM'")
    cursor.expectSymbol('(')
    sampleEnd = parseExpression(cursor).to
    cursor.expectSymbol(')')
  }
  return { kind: 'table', path, alias, columns, name, sampleEnd, parts: [], ...spanFrom(cursor, from) }
}

/** In the place of a table a placeholder is as good a name as any: it means the trail. */
function tableName(cursor: Cursor): Ident {
  const { token } = cursor
  if (token.kind !== 'placeholder') return cursor.ident()
  cursor.next()
  return { name: token.value, quoted: true, from: token.from, to: token.to }
}

function parseTableFunction(cursor: Cursor, from: number): Relation {
  cursor.expectSymbol('(')
  const args: Expr[] = cursor.isSymbol(')') ? [] : parseList(cursor)
  cursor.expectSymbol(')')
  const { alias } = parseTableAlias(cursor)
  return { kind: 'relation', inner: null, alias, parts: args, ...spanFrom(cursor, from) }
}

function parseTableAlias(cursor: Cursor): { alias: Ident | null; columns: Ident[] } {
  const alias = parseAlias(cursor, false)
  return { alias, columns: alias && cursor.isSymbol('(') ? parseColumns(cursor) : [] }
}
