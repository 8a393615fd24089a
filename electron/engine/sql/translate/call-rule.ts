import type { CallExpr, Expr } from '../syntax/ast'
import { type Context, copy } from './context'
import { joined, made, type Piece } from './pieces'
import { rootScope, type Scope } from './scope'

/** Translates one call; null leaves it to the table of names. */
export type CallRule = (call: CallExpr, scope: Scope, context: Context) => Piece[] | null

/** The call as it stands under another name, FILTER and OVER included. */
export function renamed(call: CallExpr, name: string | null, scope: Scope, context: Context): Piece[] {
  const { nameSpan } = call
  const written =
    name === null ? copy(context, nameSpan.from, nameSpan.to, [], rootScope) : made(name, nameSpan.from)
  return [
    ...written,
    ...copy(context, nameSpan.to, call.suffix.from, call.parts, scope),
    ...suffix(call, scope, context),
  ]
}

/** FILTER (…) and OVER (…), without WITHIN GROUP, which a rule has to place. `IGNORE NULLS` goes inside in DuckDB. */
export function suffix(call: CallExpr, scope: Scope, context: Context): Piece[] {
  const { from, to } = call.suffix
  if (from >= to) return []
  const text = context.text.slice(from, to)
  const within = /^\s*within\s+group\s*\(/i.exec(text)
  const start = within && call.within ? closeOf(context.text, call.within.at(-1)?.to ?? from) : from
  const nulls = /^\s*(ignore|respect)\s+nulls/i.exec(context.text.slice(start, to))
  return copy(context, start + (nulls?.[0].length ?? 0), to, call.parts, scope)
}

const closeOf = (text: string, from: number): number => text.indexOf(')', from) + 1

export const ignoresNulls = (call: CallExpr, context: Context): boolean =>
  /^\s*ignore\s+nulls/i.test(context.text.slice(call.suffix.from, call.suffix.to))

/** `name(a, b)` of the translated arguments, with what stands behind the call. */
export function callOf(name: string, args: readonly Piece[][], call: CallExpr, tail: Piece[] = []): Piece[] {
  return [...made(`${name}(`, call.nameSpan.from), ...joined(args, ', '), ...made(')', call.to), ...tail]
}

export const emitAll = (args: readonly Expr[], scope: Scope, context: Context): Piece[][] =>
  args.map((argument) => context.emit(argument, scope))
