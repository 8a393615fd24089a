import { rawPrefix } from '../shape/views'
import type { Expr } from '../syntax/ast'
import { type CallRule, callOf, emitAll } from './call-rule'
import { type Context, isString } from './context'
import { duckJsonPath } from './formats'
import { inferType } from './infer'
import { made, type Piece, quoted } from './pieces'
import { trailColumn } from './predicates'
import type { Scope } from './scope'

/** Whether an expression is JSON for certain: the trail's own columns, and what JSON functions answer. */
function isJson(expr: Expr | undefined, scope: Scope, context: Context): boolean {
  if (!expr) return false
  if (trailColumn(expr, scope, context)?.column.kind === 'json') return true
  return inferType(expr, scope, context.shape)?.name === 'json'
}

/** In Lake the nested fields are maps; asked for JSON, the text they were made of answers. */
function jsonText(expr: Expr, scope: Scope, context: Context): Piece[] {
  const found = trailColumn(expr, scope, context)
  if (found?.column.kind !== 'map') return context.emit(expr, scope)
  return made(`${found.qualifier}${rawPrefix}${mapColumn(found.column.expression)}`, expr.from)
}

const mapColumn = (expression: string): string => /from_json\((\w+)/.exec(expression)?.[1] ?? expression

const withPath =
  (text: string, any: string): CallRule =>
  (call, scope, context) => {
    const [value, path] = call.args
    if (!value || !path) return null
    const from = isString(path)
      ? made(quoted(duckJsonPath(path.value)), path.from)
      : context.emit(path, scope)
    const known = isJson(value, scope, context) || trailColumn(value, scope, context)?.column.kind === 'map'
    const extracted = callOf(known ? text : any, [jsonText(value, scope, context), from], call)
    // A path with a star answers a list, which is an array in JSON.
    const many = isString(path) && /\*|\.\./.test(path.value)
    return many ? [...made('to_json(', call.from), ...extracted, ...made(')', call.to)] : extracted
  }

/**
 * `json_extract_scalar(x, path) = 'text'` and `… IN ('a', 'b')`: an object or array could only be equal to text that begins
 * like one, so for other text the test for scalars is left out.
 */
export function scalarText(
  expr: Expr,
  texts: readonly (Expr | undefined)[],
  scope: Scope,
  context: Context,
): Piece[] | null {
  if (expr.kind !== 'call' || expr.name !== 'json_extract_scalar') return null
  const [value, path] = expr.args
  if (!value || !isString(path) || /\*|\.\./.test(path.value)) return null
  if (!texts.every((text) => isString(text) && !/^[{[]/.test(text.value))) return null
  const known = isJson(value, scope, context) || trailColumn(value, scope, context)?.column.kind === 'map'
  const json = jsonText(value, scope, context)
  return [
    ...made(known ? '(' : '(bt_json(', expr.from),
    ...json,
    ...made(`${known ? '' : ')'} ->> ${quoted(duckJsonPath(path.value))})`, expr.to),
  ]
}

const parse: CallRule = (call, scope, context) =>
  isJson(call.args[0], scope, context)
    ? [
        ...made('CAST(', call.from),
        ...emitAll(call.args, scope, context).flat(),
        ...made(' AS JSON)', call.to),
      ]
    : callOf('bt_json_parse', emitAll(call.args, scope, context), call)

/** JSON_VALUE(x, 'lax $.a'), JSON_EXISTS(x, 'lax $.a') */
const standard =
  (name: string): CallRule =>
  (call, scope, context) => {
    const [value, path] = call.args
    if (!value || !isString(path)) return null
    return callOf(
      name,
      [jsonText(value, scope, context), made(quoted(duckJsonPath(path.value)), path.from)],
      call,
    )
  }

export const jsonCalls: Record<string, CallRule> = {
  json_extract: withPath('bt_json_extract_text', 'bt_json_extract'),
  json_extract_scalar: withPath('bt_json_scalar_text', 'bt_json_scalar'),
  json_size: withPath('bt_json_size', 'bt_json_size'),
  json_parse: parse,
  json_value: standard('bt_json_scalar'),
  json_query: standard('bt_json_extract'),
  json_exists: standard('bt_json_exists'),
}
