import { type CallRule, callOf, emitAll } from './call-rule'
import { isString } from './context'
import { fromJavaReplacement } from './formats'
import { urlParts } from './function-table'
import { inferType } from './infer'
import { joined, made, quoted } from './pieces'
import { timePrefix, trailColumn } from './predicates'

/** A null argument makes the whole null, unlike DuckDB's concat; arrays are joined by the same operator. */
const concat: CallRule = (call, scope, context) =>
  call.args.length < 2
    ? null
    : [...made('(', call.from), ...joined(emitAll(call.args, scope, context), ' || '), ...made(')', call.to)]

const substring: CallRule = (call, scope, context) => {
  const [value, start, length] = call.args
  const found = value && trailColumn(value, scope, context)
  const number = (expr: typeof start) =>
    expr?.kind === 'number' ? Number(context.text.slice(expr.from, expr.to)) : null
  const width = number(length)
  if (found && number(start) === 1 && width !== null) {
    const prefix = timePrefix(found, width)
    if (prefix) return made(prefix, call.from)
  }
  return callOf('bt_substr', emitAll(call.args, scope, context), call)
}

const regexpReplace: CallRule = (call, scope, context) => {
  const [value, pattern, replacement] = call.args
  if (!value || !pattern || call.args.length > 3) return null
  const args = emitAll([value, pattern], scope, context)
  if (isString(replacement)) args.push(made(quoted(fromJavaReplacement(replacement.value)), replacement.from))
  else if (replacement) {
    args.push([
      ...made('bt_java_replacement(', replacement.from),
      ...context.emit(replacement, scope),
      ...made(')', replacement.to),
    ])
  }
  return callOf('bt_regexp_replace', args, call)
}

/** Any null argument makes the answer null; DuckDB skips nulls. */
const extreme: CallRule = (call, scope, context) => {
  const args = emitAll(call.args, scope, context)
  const nulls = joined(
    args.map((piece) => [...made('(', call.from), ...piece, ...made(') IS NULL', call.from)]),
    ' OR ',
  )
  return [
    ...made('CASE WHEN ', call.from),
    ...nulls,
    ...made(' THEN NULL ELSE ', call.from),
    ...callOf(call.name, args, call),
    ...made(' END', call.to),
  ]
}

const conditional: CallRule = (call, scope, context) => {
  const [condition, yes, no] = emitAll(call.args, scope, context)
  if (!condition || !yes) return null
  return [
    ...made('CASE WHEN ', call.from),
    ...condition,
    ...made(' THEN ', call.from),
    ...yes,
    ...(no ? [...made(' ELSE ', call.from), ...no] : []),
    ...made(' END', call.to),
  ]
}

/** `contains(array, x)`, and of addresses `contains('10.0.0.0/8', address)`. */
const contains: CallRule = (call, scope, context) => {
  const [first] = call.args
  const type = inferType(first, scope, context.shape)?.name
  const network = (isString(first) && /^[0-9a-fA-F.:]+\/\d+$/.test(first.value)) || type === 'ipprefix'
  return callOf(network ? 'bt_contains_network' : 'list_contains', emitAll(call.args, scope, context), call)
}

const reverse: CallRule = (call, scope, context) => {
  const type = inferType(call.args[0], scope, context.shape)?.name
  return callOf(type === 'array' ? 'list_reverse' : 'reverse', emitAll(call.args, scope, context), call)
}

const typeOf: CallRule = (call, scope, context) => [
  ...made('lower(', call.from),
  ...callOf('typeof', emitAll(call.args, scope, context), call),
  ...made(')', call.to),
]

const urlPart =
  (group: number): CallRule =>
  (call, scope, context) => {
    const part = callOf('bt_url', [...emitAll(call.args, scope, context), made(String(group), call.to)], call)
    return group === 3 ? [...made('CAST(', call.from), ...part, ...made(' AS BIGINT)', call.to)] : part
  }

export const texts: Record<string, CallRule> = {
  ...Object.fromEntries(Object.entries(urlParts).map(([name, group]) => [name, urlPart(group)])),
  url_extract_parameter: (call, scope, context) =>
    callOf('bt_url_parameter', emitAll(call.args, scope, context), call),
  concat,
  substr: substring,
  substring,
  regexp_replace: regexpReplace,
  greatest: extreme,
  least: extreme,
  if: conditional,
  contains,
  reverse,
  typeof: typeOf,
}
