import { shapes } from '../shape/views'
import { parseStatement } from '../syntax/parse'
import type { Context } from './context'
import { made, type Rendered, render } from './pieces'
import { emitNode } from './queries'
import { rootScope } from './scope'

export type Translation = {
  /** One statement of DuckDB's, and the way back to the typed text. */
  readonly sql: Rendered
  readonly notes: readonly string[]
  readonly explain: boolean
  /** Where the `?` marks stand. */
  readonly parameters: readonly number[]
}

/**
 * Translates one query of Athena's or of CloudTrail Lake's. The text is rewritten in place rather than written anew, so
 * that every character of the result knows which typed one it stands for.
 * Throws sql/syntax in Athena's words, at the character.
 */
export function translate(
  text: string,
  dialect: 'athena' | 'lake',
  flipped: ReadonlySet<number> = new Set(),
): Translation {
  const statement = parseStatement(text)
  const notes = new Set<string>()
  if (statement.backslashEscapes)
    notes.add("\\' was read as a quote inside a string, as Hive does; Athena writes ''.")
  const context: Context = {
    text,
    shape: shapes[dialect],
    lake: dialect === 'lake',
    notes,
    flipped,
    backslashEscapes: statement.backslashEscapes,
    parameters: statement.parameters,
    files: /"\$(path|file_size)"/i.test(text),
    memo: new WeakMap(),
    emit: (node, scope) => emitNode(node, scope, context),
  }
  const pieces = context.emit(statement.query, rootScope)
  return {
    sql: render(statement.explain ? [...made('EXPLAIN ', 0), ...pieces] : pieces),
    notes: [...notes],
    explain: statement.explain,
    parameters: statement.parameters,
  }
}
