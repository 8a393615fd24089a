import { rawPrefix } from '../shape/views'
import type { Expr } from '../syntax/ast'
import { body, isLambda } from './call-arrays'
import { type CallRule, callOf, emitAll } from './call-rule'
import { type Context, isString } from './context'
import { elementOf, inferType } from './infer'
import { made, type Piece, quoted } from './pieces'
import { trailColumn } from './predicates'
import type { Origin, Scope } from './scope'

/** A member of one of Lake's maps, read from the JSON behind it without making the map. */
export function mapMember(container: Expr, key: Expr, scope: Scope, context: Context): Piece[] | null {
  const found = trailColumn(container, scope, context)
  if (found?.column.kind !== 'map' || !isString(key)) return null
  const column = /from_json\((\w+)/.exec(found.column.expression)?.[1]
  if (!column) return null
  const path = `$."${key.value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  return made(`json_extract_string(${found.qualifier}${rawPrefix}${column}, ${quoted(path)})`, container.from)
}

const cardinality: CallRule = (call, scope, context) => {
  const map = inferType(call.args[0], scope, context.shape)?.name === 'map'
  return callOf(map ? 'cardinality' : 'len', emitAll(call.args, scope, context), call)
}

/** Over the entries of a map, with the two parameters of Athena's lambda bound to key and value. */
const overEntries =
  (name: string, before: (entry: string) => string, after: (entry: string) => string): CallRule =>
  (call, scope, context) => {
    const [map, lambda] = call.args
    if (!map || !isLambda(lambda)) return null
    const [key, value] = lambda.params
    const entry = `bt_m${call.from}`
    const held = elementOf(inferType(map, scope, context.shape))
    const valueOrigin: Origin | null = held ? { expr: map, scope, element: true } : null
    return [
      ...made(`map_from_entries(${name}(map_entries(`, call.from),
      ...context.emit(map, scope),
      ...made(
        `), lambda ${entry}: ${before(entry)}list_transform([${entry}.key], lambda "${key?.name}": `,
        lambda.from,
      ),
      ...made(`list_transform([${entry}.value], lambda "${value?.name}": (`, lambda.from),
      ...body(lambda, [null, valueOrigin], scope, context),
      ...made(`))[1])[1]${after(entry)}))`, call.to),
    ]
  }

export const mapCalls: Record<string, CallRule> = {
  cardinality,
  map_filter: overEntries(
    'list_filter',
    () => '',
    () => '',
  ),
  transform_values: overEntries(
    'list_transform',
    (entry) => `struct_pack(k := ${entry}.key, v := `,
    () => ')',
  ),
  transform_keys: overEntries(
    'list_transform',
    () => 'struct_pack(k := ',
    (entry) => `, v := ${entry}.value)`,
  ),
}
