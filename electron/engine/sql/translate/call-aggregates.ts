import type { CallExpr, Expr } from '../syntax/ast'
import { type CallRule, callOf, emitAll, ignoresNulls, suffix } from './call-rule'
import type { Context } from './context'
import { joined, made, type Piece } from './pieces'
import type { Scope } from './scope'

/** `name(DISTINCT a, b ORDER BY c)` with FILTER and OVER. */
function aggregate(
  name: string,
  args: readonly Piece[][],
  call: CallExpr,
  scope: Scope,
  context: Context,
): Piece[] {
  const sort = call.sort.length > 0 ? call.sort : (call.within ?? [])
  return [
    ...made(`${name}(${call.distinct ? 'DISTINCT ' : ''}`, call.nameSpan.from),
    ...joined(args, ', '),
    ...(sort.length > 0
      ? [
          ...made(' ORDER BY ', call.from),
          ...joined(
            sort.map((item) => context.emit(item, scope)),
            ', ',
          ),
        ]
      : []),
    ...made(')', call.to),
    ...suffix(call, scope, context),
  ]
}

const plain =
  (name: string, take: number): CallRule =>
  (call, scope, context) =>
    aggregate(name, emitAll(call.args.slice(0, take), scope, context), call, scope, context)

const percentile: CallRule = (call, scope, context) => {
  if (call.args.length !== 2) return null
  return aggregate('quantile_disc', emitAll(call.args, scope, context), call, scope, context)
}

const listagg: CallRule = (call, scope, context) => {
  const [value, separator] = call.args
  if (!value) return null
  const args = [context.emit(value, scope), separator ? context.emit(separator, scope) : made("''", call.to)]
  return aggregate('string_agg', args, call, scope, context)
}

/** With two arguments Athena answers the value even when it is null; with three, the best n. */
const by =
  (two: string, three: string): CallRule =>
  (call, scope, context) =>
    aggregate(call.args.length > 2 ? three : two, emitAll(call.args, scope, context), call, scope, context)

/** Pairs are gathered first and made a map afterwards, because DuckDB's maps refuse a key that comes twice. */
const pairs =
  (finish: string, distinct: boolean): CallRule =>
  (call, scope, context) => {
    const [key, value] = call.args
    if (!key || !value) return null
    const entry = [
      ...made('struct_pack(k := ', call.from),
      ...context.emit(key, scope),
      ...made(', v := ', call.from),
      ...context.emit(value, scope),
      ...made(')', call.to),
    ]
    const gathered = callOf(
      distinct ? 'list' : 'list',
      [[...made(distinct ? 'DISTINCT ' : '', call.from), ...entry]],
      call,
    )
    return [
      ...made(`${finish}(`, call.from),
      ...gathered,
      ...suffix(call, scope, context),
      ...made(')', call.to),
    ]
  }

/** Inside the parentheses is where DuckDB wants IGNORE NULLS. */
const navigating: CallRule = (call, scope, context) => {
  if (!ignoresNulls(call, context)) return null
  const args = emitAll(call.args, scope, context)
  const last = args.at(-1)
  if (!last) return null
  args[args.length - 1] = [...last, ...made(' IGNORE NULLS', call.to)]
  return callOf(call.name, args, call, suffix(call, scope, context))
}

const setOf: CallRule = (call, scope, context) => {
  const [value] = call.args
  if (!value) return null
  const inner = [...made('DISTINCT ', call.from), ...context.emit(value, scope)]
  return callOf('list', [inner], call, suffix(call, scope, context))
}

const union =
  (wrap: string): CallRule =>
  (call, scope, context) => {
    const [value] = call.args as [Expr | undefined]
    if (!value) return null
    const entries =
      wrap === 'bt_map_of'
        ? [
            ...made('list_transform(map_entries(', call.from),
            ...context.emit(value, scope),
            ...made('), lambda bt_u: struct_pack(k := bt_u.key, v := bt_u.value))', call.to),
          ]
        : context.emit(value, scope)
    return [
      ...made(`${wrap}(flatten(`, call.from),
      ...callOf('list', [entries], call, suffix(call, scope, context)),
      ...made('))', call.to),
    ]
  }

export const aggregates: Record<string, CallRule> = {
  approx_distinct: plain('approx_count_distinct', 1),
  approx_percentile: percentile,
  listagg,
  max_by: by('arg_max_null', 'arg_max'),
  min_by: by('arg_min_null', 'arg_min'),
  map_agg: pairs('bt_map_of', true),
  multimap_agg: pairs('bt_multimap_of', false),
  map_union: union('bt_map_of'),
  set_agg: setOf,
  set_union: union('list_distinct'),
  lag: navigating,
  lead: navigating,
  first_value: navigating,
  last_value: navigating,
  nth_value: navigating,
}
