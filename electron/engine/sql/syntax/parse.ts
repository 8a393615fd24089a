import { EngineError } from '../../../contract/errors'
import type { Query } from './ast'
import { Cursor } from './cursor'
import { tokenize } from './lexer'
import { parseQuery } from './parse-query'

export type ParsedStatement = {
  readonly query: Query
  /** Words before the query: `explain`. */
  readonly explain: boolean
  /** Positions of the `?` marks, in order. */
  readonly parameters: readonly number[]
  /** The text had to be read with `\'` as a quote. */
  readonly backslashEscapes: boolean
}

/** Reads one Athena query. Throws sql/syntax in Athena's wording, at the character. */
export function parseStatement(text: string): ParsedStatement {
  try {
    return parseWith(text, false)
  } catch (error) {
    if (!text.includes("\\'")) throw error
    try {
      return parseWith(text, true)
    } catch {
      throw error
    }
  }
}

function parseWith(text: string, backslashEscapes: boolean): ParsedStatement {
  const tokens = tokenize(text, { backslashEscapes })
  const cursor = new Cursor(text, tokens)
  const explain = cursor.acceptWord('explain')
  const query = parseQuery(cursor)
  while (cursor.acceptSymbol(';'));
  const { token } = cursor
  if (token.kind === 'word' && cursor.text.slice(0, token.from).trimEnd().endsWith(';')) {
    throw new EngineError('sql/not-allowed', 'Only one statement at a time is run.', {
      hint: 'Put the cursor into one of them, or select it.',
      at: { from: token.from, to: token.to },
    })
  }
  if (token.kind !== 'end') throw cursor.unexpected("','", "'FROM'", "'WHERE'", '<EOF>')
  return {
    query,
    explain,
    parameters: tokens.filter(({ kind }) => kind === 'parameter').map(({ from }) => from),
    backslashEscapes,
  }
}
