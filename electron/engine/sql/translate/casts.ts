import { EngineError } from '../../../contract/errors'
import type { CastExpr, TypeName } from '../syntax/ast'
import type { Context } from './context'
import { inferType } from './infer'
import { made, type Piece, quoted, quotedName } from './pieces'
import type { Scope } from './scope'

const scalarTypes: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  integer: 'INTEGER',
  int: 'INTEGER',
  bigint: 'BIGINT',
  real: 'FLOAT',
  float: 'FLOAT',
  double: 'DOUBLE',
  varchar: 'VARCHAR',
  string: 'VARCHAR',
  char: 'VARCHAR',
  varbinary: 'BLOB',
  json: 'JSON',
  date: 'DATE',
  time: 'TIME',
  'time with time zone': 'TIME',
  timestamp: 'TIMESTAMP',
  'timestamp with time zone': 'TIMESTAMP',
  interval: 'INTERVAL',
  uuid: 'UUID',
  ipaddress: 'VARCHAR',
  ipprefix: 'VARCHAR',
}

/** DuckDB's spelling of an Athena type. Throws sql/syntax at a type that neither knows. */
export function duckType(type: TypeName): string {
  const nested = type.args.map((argument) => {
    if (typeof argument === 'number') return String(argument)
    return 'field' in argument
      ? `${quotedName(argument.field)} ${duckType(argument.type)}`
      : duckType(argument)
  })
  if (type.name === 'array' && nested.length === 1) return `${nested[0]}[]`
  if (type.name === 'map' && nested.length === 2) return `MAP(${nested.join(', ')})`
  if (type.name === 'row' || type.name === 'struct') {
    const named = nested.map((text, index) => {
      const argument = type.args[index]
      return typeof argument === 'object' && 'field' in argument ? text : `field${index} ${text}`
    })
    return `STRUCT(${named.join(', ')})`
  }
  if (type.name === 'decimal') return `DECIMAL(${nested.length > 0 ? nested.join(', ') : '38, 0'})`
  const scalar = scalarTypes[type.name]
  if (scalar) return scalar
  throw new EngineError('sql/syntax', `Unknown type: ${type.name}.`, { at: { from: type.from, to: type.to } })
}

const holdsRow = (type: TypeName): boolean =>
  type.name === 'row' ||
  type.args.some((argument) =>
    typeof argument === 'number' ? false : holdsRow('field' in argument ? argument.type : argument),
  )

/** CAST and TRY_CAST with what Athena makes of JSON, times as text, and addresses. */
export function emitCast(expr: CastExpr, scope: Scope, context: Context): Piece[] {
  const value = context.emit(expr.value, scope)
  const from = inferType(expr.value, scope, context.shape)
  const { type, safe } = expr
  const wrap = (before: string, after: string) => [
    ...made(before, expr.from),
    ...value,
    ...made(after, expr.from),
  ]
  const attempt = (pieces: Piece[]) =>
    safe ? [...made('TRY(', expr.from), ...pieces, ...made(')', expr.to)] : pieces
  switch (type.name) {
    case 'json':
      return attempt(from?.name === 'json' ? value : wrap('to_json(', ')'))
    case 'varchar':
    case 'char':
    case 'string': {
      const length = typeof type.args[0] === 'number' ? type.args[0] : null
      return wrap(
        length === null ? 'bt_varchar(' : 'left(bt_varchar(',
        length === null ? ')' : `), ${length})`,
      )
    }
    case 'varbinary':
      return attempt(from?.name === 'varchar' ? wrap('encode(', ')') : wrap('CAST(', ' AS BLOB)'))
    case 'ipaddress':
      return wrap(safe ? 'bt_try_ip(' : 'bt_ip(', ')')
    case 'timestamp with time zone':
      return attempt(wrap('bt_instant(', ')'))
    case 'bigint':
    case 'integer':
    case 'int':
    case 'smallint':
    case 'tinyint':
      if (from?.name === 'varchar') return attempt(wrap(`CAST(bt_whole(`, `) AS ${duckType(type)})`))
      break
    default:
      if (from?.name === 'json' && holdsRow(type)) {
        return attempt([
          ...made('list_transform([', expr.from),
          ...value,
          ...made(`], lambda bt_j0: ${fromJson(type, 'bt_j0', 1)})[1]`, expr.from),
        ])
      }
  }
  return wrap(safe ? 'TRY_CAST(' : 'CAST(', ` AS ${duckType(type)})`)
}

/** Reads a JSON value as a type that holds rows: fields are found by name whatever their case, unknown ones left out. */
function fromJson(type: TypeName, value: string, depth: number): string {
  const inner = `bt_j${depth}`
  if (type.name === 'row') {
    const fields = type.args.map((argument, index) => {
      if (typeof argument === 'number') throw new Error('a row of numbers')
      const named = 'field' in argument
      const member = named
        ? `bt_json_member(${value}, ${quoted(argument.field)})`
        : `json_extract(${value}, '$[${index}]')`
      const read = fromJson(named ? argument.type : argument, member, depth)
      return `${quotedName(named ? argument.field : `field${index}`)} := ${read}`
    })
    return `CASE WHEN json_type(${value}) IN ('OBJECT', 'ARRAY') THEN struct_pack(${fields.join(', ')}) END`
  }
  const [first, second] = type.args
  if (type.name === 'array' && typeof first === 'object' && !('field' in first)) {
    return `list_transform(CAST(${value} AS JSON[]), lambda ${inner}: ${fromJson(first, inner, depth + 1)})`
  }
  if (type.name === 'map' && typeof second === 'object' && !('field' in second)) {
    const entries = `list_transform(json_keys(${value}), lambda ${inner}: struct_pack(k := ${inner}, v := ${fromJson(second, `json_extract(${value}, '$."' || ${inner} || '"')`, depth + 1)}))`
    return `map_from_entries(${entries})`
  }
  if (type.name === 'json') return value
  return `CAST(json_extract_string(${value}, '$') AS ${duckType(type)})`
}
