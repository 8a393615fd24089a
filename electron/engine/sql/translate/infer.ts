import type { Shape } from '../shape/views'
import type { Expr, TypeName } from '../syntax/ast'
import { Cursor } from '../syntax/cursor'
import { tokenize } from '../syntax/lexer'
import { parseType } from '../syntax/parse-type'
import { type Origin, qualifierLength, resolveTrail, type Scope } from './scope'

const known = new Map<string, TypeName>()

/** A type from its text, `array(row(a varchar))`; read once. */
export function typeNamed(text: string): TypeName {
  const found = known.get(text) ?? parseType(new Cursor(text, tokenize(text)))
  known.set(text, found)
  return found
}

/** What functions answer, where that decides how something is translated. `0` and `1`: as that argument. */
const results: Readonly<Record<string, string | number>> = {
  json_extract: 'json',
  json_parse: 'json',
  json_array_get: 'json',
  json_query: 'json',
  json_object: 'json',
  json_extract_scalar: 'varchar',
  json_format: 'varchar',
  lower: 'varchar',
  upper: 'varchar',
  concat: 'varchar',
  substr: 'varchar',
  substring: 'varchar',
  replace: 'varchar',
  regexp_extract: 'varchar',
  regexp_replace: 'varchar',
  date_format: 'varchar',
  to_iso8601: 'varchar',
  split_part: 'varchar',
  trim: 'varchar',
  format_datetime: 'varchar',
  split: 'array(varchar)',
  regexp_extract_all: 'array(varchar)',
  regexp_split: 'array(varchar)',
  map: 'map',
  map_agg: 'map',
  map_from_entries: 'map',
  multimap_agg: 'map',
  histogram: 'map',
  map_filter: 0,
  map_concat: 0,
  transform_values: 'map',
  transform_keys: 'map',
  map_union: 0,
  split_to_map: 'map(varchar, varchar)',
  map_entries: 'array',
  map_keys: 'array',
  map_values: 'array',
  array_agg: 'array',
  filter: 0,
  slice: 0,
  array_distinct: 0,
  array_sort: 0,
  array_union: 0,
  array_intersect: 0,
  array_except: 0,
  array_remove: 0,
  shuffle: 0,
  transform: 'array',
  sequence: 'array',
  flatten: 'array',
  zip: 'array',
  repeat: 'array',
  set_agg: 'array',
  date: 'date',
  current_date: 'date',
  last_day_of_month: 'date',
  from_iso8601_date: 'date',
  now: 'timestamp',
  date_parse: 'timestamp',
  parse_datetime: 'timestamp',
  from_iso8601_timestamp: 'timestamp',
  from_unixtime: 'timestamp',
  at_timezone: 'timestamp',
  with_timezone: 'timestamp',
  date_add: 2,
  date_trunc: 1,
  coalesce: 0,
  max: 0,
  min: 0,
  max_by: 0,
  min_by: 0,
  arbitrary: 0,
  any_value: 0,
  try: 0,
  nullif: 0,
  if: 1,
  reverse: 0,
  md5: 'varbinary',
  sha1: 'varbinary',
  sha256: 'varbinary',
  to_utf8: 'varbinary',
  from_hex: 'varbinary',
}

/** The type of an expression as far as it can be told without asking the database; undefined otherwise. */
export function inferType(
  expr: Expr | undefined,
  scope: Scope,
  shape: Shape,
  depth = 0,
): TypeName | undefined {
  if (!expr || depth > 20) return undefined
  const inner = (next: Expr | undefined) => inferType(next, scope, shape, depth + 1)
  switch (expr.kind) {
    case 'cast':
      return expr.type
    case 'typed':
      return typeNamed(expr.type === 'x' ? 'varbinary' : expr.type === 'u' ? 'varchar' : expr.type)
    case 'string':
      return typeNamed('varchar')
    case 'array':
      return {
        from: 0,
        to: 0,
        name: 'array',
        args: expr.items[0] ? [inner(expr.items[0]) ?? typeNamed('unknown')] : [],
      }
    case 'row':
      return typeNamed('row')
    case 'constant':
      if (expr.word === 'current_date') return typeNamed('date')
      return /^(current|local)_?timestamp$/.test(expr.word) ? typeNamed('timestamp') : undefined
    case 'interval':
      return typeNamed('interval')
    case 'atzone':
      return typeNamed('timestamp')
    case 'call': {
      const result = results[expr.name]
      if (expr.name === 'array_agg')
        return { from: 0, to: 0, name: 'array', args: [inner(expr.args[0]) ?? typeNamed('unknown')] }
      if (expr.name === 'element_at') return elementOf(inner(expr.args[0]))
      return typeof result === 'number'
        ? inner(expr.args[result])
        : result === undefined
          ? undefined
          : typeNamed(result)
    }
    case 'index':
      return elementOf(inner(expr.base))
    case 'plain':
      return expr.parts.length === 1 ? inner(expr.parts[0] as Expr) : undefined
    case 'name':
      return nameType(expr, scope, shape, depth)
    case 'binary':
      return expr.op === '||' ? inner(expr.left) : dateArithmetic(inner(expr.left), inner(expr.right))
    default:
      return undefined
  }
}

function dateArithmetic(left: TypeName | undefined, right: TypeName | undefined): TypeName | undefined {
  if (right?.name === 'interval' && left) return left.name === 'date' ? left : typeNamed('timestamp')
  return undefined
}

/** The type of what an array or a map holds. */
export function elementOf(type: TypeName | undefined): TypeName | undefined {
  const argument = type?.name === 'map' ? type.args[1] : type?.name === 'array' ? type.args[0] : undefined
  return typeof argument === 'object' && 'name' in argument ? argument : undefined
}

function nameType(
  expr: Extract<Expr, { kind: 'name' }>,
  scope: Scope,
  shape: Shape,
  depth: number,
): TypeName | undefined {
  const names = expr.path.map(({ name }) => name)
  const trail = resolveTrail(expr.path, scope, shape)
  if (trail)
    return memberType(
      typeNamed(trail.column.type),
      trail.rest.map(({ name }) => name),
    )
  for (let at: Scope | null = scope; at; at = at.parent) {
    const origin = originIn(at, names)
    if (!origin) continue
    const type = inferType(origin.from.expr, origin.from.scope, shape, depth + 1)
    return memberType(origin.from.element ? elementOf(type) : type, names.slice(origin.used))
  }
  return undefined
}

function originIn(scope: Scope, names: readonly string[]): { from: Origin; used: number } | undefined {
  const param = scope.params?.get(names[0] ?? '')
  if (param) return { from: param, used: 1 }
  for (const source of scope.sources) {
    const skip = qualifierLength(names, source)
    const from = source.origin.get(names[skip] ?? '')
    if (from) return { from, used: skip + 1 }
  }
  return undefined
}

function memberType(type: TypeName | undefined, steps: readonly string[]): TypeName | undefined {
  let at = type
  for (const step of steps) {
    const field = at?.args.find(
      (argument) => typeof argument === 'object' && 'field' in argument && argument.field === step,
    )
    at = typeof field === 'object' && 'field' in field ? field.type : undefined
  }
  return at
}
