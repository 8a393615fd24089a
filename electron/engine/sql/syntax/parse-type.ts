import type { TypeName } from './ast'
import type { Cursor } from './cursor'

/** Reads a type as it stands after AS in a CAST: `varchar(10)`, `array(row(a bigint))`, `timestamp(3) with time zone`. */
export function parseType(cursor: Cursor): TypeName {
  return cursor.nested(() => {
    const first = cursor.ident()
    let name = first.name
    const args: TypeName['args'][number][] = []
    if (name === 'double' && cursor.acceptWord('precision')) name = 'double'
    if (name === 'interval')
      while (cursor.acceptWord('year', 'month', 'day', 'second', 'to')) name = 'interval'
    if (cursor.acceptSymbol('(')) {
      do args.push(parseArgument(cursor, name))
      while (cursor.acceptSymbol(','))
      cursor.expectSymbol(')')
    }
    if (name === 'timestamp' || name === 'time') {
      if (cursor.areWords('with', 'time', 'zone')) {
        for (let word = 0; word < 3; word += 1) cursor.next()
        name += ' with time zone'
      } else if (cursor.areWords('without', 'time', 'zone'))
        for (let word = 0; word < 3; word += 1) cursor.next()
    }
    let type: TypeName = { from: first.from, to: cursor.last, name, args }
    while (cursor.acceptWord('array') || (cursor.isSymbol('[') && cursor.peek(1).value === ']')) {
      if (cursor.acceptSymbol('[')) cursor.expectSymbol(']')
      type = { from: first.from, to: cursor.last, name: 'array', args: [type] }
    }
    return type
  })
}

function parseArgument(cursor: Cursor, outer: string): TypeName['args'][number] {
  if (cursor.token.kind === 'number') return Number(cursor.next().value)
  const position = cursor.position
  if (outer === 'row' || outer === 'struct') {
    const field = cursor.ident()
    if (cursor.token.kind === 'word' || cursor.token.kind === 'quoted')
      return { field: field.name, type: parseType(cursor) }
    cursor.rewind(position)
  }
  return parseType(cursor)
}
