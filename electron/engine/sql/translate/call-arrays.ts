import type { CallExpr, Expr, LambdaExpr } from '../syntax/ast'
import { mapMember } from './call-maps'
import { type CallRule, callOf, emitAll } from './call-rule'
import type { Context } from './context'
import { made, type Piece } from './pieces'
import type { Origin, Scope } from './scope'

export const isLambda = (expr: Expr | undefined): expr is LambdaExpr => expr?.kind === 'lambda'

/** The body of a lambda, its parameters standing for other text where DuckDB wants that. */
export function body(lambda: LambdaExpr, over: (Origin | null)[], scope: Scope, context: Context): Piece[] {
  const params = new Map(lambda.params.map((param, index) => [param.name, over[index] ?? null]))
  return context.emit(lambda.body, { ...scope, parent: scope, sources: [], params, outputs: new Set() })
}

/** `lambda x: …` of a lambda with as many parameters as DuckDB gives it. */
function asLambda(lambda: LambdaExpr, array: Expr | undefined, scope: Scope, context: Context): Piece[] {
  const over = lambda.params.map((): Origin | null => (array ? { expr: array, scope, element: true } : null))
  const names = lambda.params.map(({ name }) => `"${name}"`).join(', ')
  return [
    ...made(`lambda ${names}: (`, lambda.from),
    ...body(lambda, over, scope, context),
    ...made(')', lambda.to),
  ]
}

const over =
  (wrap: (array: Piece[], lambda: Piece[], call: CallExpr) => Piece[]): CallRule =>
  (call, scope, context) => {
    const [array, lambda] = call.args
    if (!array || !isLambda(lambda)) return null
    return wrap(context.emit(array, scope), asLambda(lambda, array, scope, context), call)
  }

/** Three-valued, as Athena's: true if any is, else null if any is null, else false; of an empty array the neutral value. */
const quantified = (aggregate: string, empty: string) =>
  over((array, lambda, call) => [
    ...made('CASE WHEN len(', call.from),
    ...array,
    ...made(`) = 0 THEN ${empty} ELSE `, call.from),
    ...callOf(aggregate, [callOf('list_transform', [array, lambda], call)], call),
    ...made(' END', call.to),
  ])

const none: CallRule = (call, scope, context) => {
  const any = arrays.any_match?.(call, scope, context)
  return any ? [...made('NOT (', call.from), ...any, ...made(')', call.to)] : null
}

/** Runs over pairs of state and element, because DuckDB wants both of one type. */
const reduce: CallRule = (call, scope, context) => {
  const [array, initial, step, finish] = call.args
  if (!array || !initial || !isLambda(step) || !isLambda(finish)) return null
  const [state, element] = step.params
  if (!state || !element) return null
  const start = context.emit(initial, scope)
  const of = (expr: Expr): Origin => ({ expr, scope, element: false })
  const stepBody = body(step, [of(initial), { expr: array, scope, element: true }], scope, context)
  const acc = `bt_s${call.from}`
  const each = `bt_e${call.from}`
  const bind = (name: string, value: string, inner: Piece[]) => [
    ...made(`list_transform([${value}], lambda "${name}": (`, call.from),
    ...inner,
    ...made('))[1]', call.from),
  ]
  const folded = [
    ...made('list_reduce(list_concat([struct_pack(s := ', call.from),
    ...start,
    ...made(', x := NULL)], list_transform(', call.from),
    ...context.emit(array, scope),
    ...made(
      `, lambda ${each}: struct_pack(s := NULL, x := ${each}))), lambda ${acc}, ${each}: struct_pack(s := `,
      call.from,
    ),
    ...bind(state.name, `${acc}.s`, bind(element.name, `${each}.x`, stepBody)),
    ...made(', x := NULL)).s', call.from),
  ]
  const last = finish.params[0]
  return [
    ...made('list_transform([', call.from),
    ...folded,
    ...made(`], lambda "${last?.name ?? 's'}": (`, finish.from),
    ...body(finish, [of(initial)], scope, context),
    ...made('))[1]', call.to),
  ]
}

const zipWith: CallRule = (call, scope, context) => {
  const [left, right, lambda] = call.args
  if (!left || !right || !isLambda(lambda)) return null
  const [a, b] = lambda.params
  const pair = `bt_z${call.from}`
  const inner = body(
    lambda,
    [
      { expr: left, scope, element: true },
      { expr: right, scope, element: true },
    ],
    scope,
    context,
  )
  return [
    ...callOf(
      'list_transform',
      [
        callOf('list_zip', emitAll([left, right], scope, context), call),
        [
          ...made(
            `lambda ${pair}: list_transform([${pair}[1]], lambda "${a?.name}": list_transform([${pair}[2]], lambda "${b?.name}": (`,
            call.from,
          ),
          ...inner,
          ...made('))[1])[1]', call.to),
        ],
      ],
      call,
    ),
  ]
}

const elementAt: CallRule = (call, scope, context) => {
  const [container, key] = call.args
  if (!container || !key) return null
  const member = mapMember(container, key, scope, context)
  if (member) return member
  return [
    ...made('(', call.from),
    ...context.emit(container, scope),
    ...made(')[', key.from),
    ...context.emit(key, scope),
    ...made(']', call.to),
  ]
}

export const arrays: Record<string, CallRule> = {
  filter: over((array, lambda, call) => callOf('list_filter', [array, lambda], call)),
  transform: over((array, lambda, call) => callOf('list_transform', [array, lambda], call)),
  any_match: quantified('list_bool_or', 'false'),
  all_match: quantified('list_bool_and', 'true'),
  none_match: none,
  reduce,
  zip_with: zipWith,
  element_at: elementAt,
}
