import type { CallExpr } from '../syntax/ast'
import { aggregates } from './call-aggregates'
import { arrays } from './call-arrays'
import { jsonCalls } from './call-json'
import { mapCalls } from './call-maps'
import { moments } from './call-moments'
import { type CallRule, renamed } from './call-rule'
import { texts } from './call-texts'
import type { Context } from './context'
import { renames } from './function-table'
import type { Piece } from './pieces'
import type { Scope } from './scope'

const rules = new Map<string, CallRule>(
  [texts, moments, jsonCalls, arrays, mapCalls, aggregates].flatMap((group) => Object.entries(group)),
)

/** Names that have a rule of their own, for the table of supported functions. */
export const ruledNames = (): string[] => [...rules.keys()]

export function emitCall(call: CallExpr, scope: Scope, context: Context): Piece[] {
  return (
    rules.get(call.name)?.(call, scope, context) ?? renamed(call, renames[call.name] ?? null, scope, context)
  )
}
