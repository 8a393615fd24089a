import type { Shape } from '../shape/views'
import type { Expr, Node } from '../syntax/ast'
import type { Piece } from './pieces'
import type { Scope } from './scope'

/** What every part of the translation shares. */
export type Context = {
  readonly text: string
  readonly shape: Shape
  readonly lake: boolean
  /** What was read differently from how it was written; each said once. */
  readonly notes: Set<string>
  /** Starts of UNNEST arguments that turned out to be maps (or not to be) when DuckDB looked at their type. */
  readonly flipped: ReadonlySet<number>
  readonly backslashEscapes: boolean
  /** Where the `?` marks stand: one that is written twice in the translation is still one. */
  readonly parameters: readonly number[]
  /** The statement mentions "$path", so the view with the files is needed. */
  readonly files: boolean
  /** Answers about a query that are asked for more than once. */
  readonly memo: WeakMap<object, unknown>
  emit(node: Node, scope: Scope): Piece[]
}

/** Works something out about a node once. */
export function once<T>(context: Context, key: object, work: () => T): T {
  if (context.memo.has(key)) return context.memo.get(key) as T
  const made = work()
  context.memo.set(key, made)
  return made
}

/** Copies a stretch of what was typed, with the nodes in it translated. */
export function copy(
  context: Context,
  from: number,
  to: number,
  parts: readonly Node[],
  scope: Scope,
): Piece[] {
  const pieces: Piece[] = []
  let at = from
  const verbatim = (until: number) => {
    if (until > at) pieces.push({ text: context.text.slice(at, until), from: at, exact: true })
  }
  for (const part of parts) {
    if (part.from < at || part.to > to) continue
    verbatim(part.from)
    pieces.push(...context.emit(part, scope))
    at = part.to
  }
  verbatim(to)
  return pieces
}

export const isString = (expr: Expr | undefined): expr is Extract<Expr, { kind: 'string' }> =>
  expr?.kind === 'string'
