import { EngineError } from '../../../contract/errors'
import type { ShapeMember } from '../shape/column'
import { overRaw } from '../shape/views'
import type {
  BinaryExpr,
  Expr,
  Ident,
  InExpr,
  LambdaExpr,
  NameExpr,
  StarExpr,
  TypedLiteral,
} from '../syntax/ast'
import { scalarText } from './call-json'
import { mapMember } from './call-maps'
import { emitCall } from './calls'
import { emitCast } from './casts'
import { type Context, copy } from './context'
import { inferType } from './infer'
import { duckInterval } from './intervals'
import { joined, made, type Piece, quoted, quotedName } from './pieces'
import { between, comparison, inList, like } from './predicates'
import { starWithout } from './relations'
import { qualifierLength, resolveTrail, type Scope } from './scope'

const comparisons = new Set(['=', '<>', '!=', '<', '<=', '>', '>='])

/** Translates an expression; what it has no opinion on is copied. */
export function emitExpression(expr: Expr, scope: Scope, context: Context): Piece[] {
  const asIs = () => copy(context, expr.from, expr.to, expr.parts, scope)
  switch (expr.kind) {
    case 'name':
      return emitName(expr, scope, context)
    case 'string':
      return context.backslashEscapes ? made(quoted(expr.value), expr.from) : asIs()
    case 'typed':
      return made(typedLiteral(expr), expr.from)
    case 'interval':
      return made(duckInterval(expr), expr.from)
    case 'parameter':
      return made(`$${context.parameters.indexOf(expr.from) + 1}`, expr.from)
    case 'constant':
      return emitConstant(expr, context) ?? asIs()
    case 'binary':
      if (comparisons.has(expr.op))
        return (
          comparison(expr, scope, context) ??
          scalarEquality(expr, scope, context) ??
          addresses(expr, scope, context) ??
          asIs()
        )
      if (expr.op !== '/') return asIs()
      return [
        ...context.emit(expr.left, scope),
        ...copy(context, expr.left.to, expr.opSpan.from, [], scope),
        ...made('//', expr.opSpan.from),
        ...copy(context, expr.opSpan.to, expr.to, [expr.right], scope),
      ]
    case 'between':
      return between(expr, scope, context) ?? addresses(expr, scope, context) ?? asIs()
    case 'in':
      return inList(expr, scope, context) ?? scalarAmong(expr, scope, context) ?? asIs()
    case 'like':
      return like(expr, scope, context) ?? asIs()
    case 'call':
      return emitCall(expr, scope, context)
    case 'cast':
      return emitCast(expr, scope, context)
    case 'extract':
      return emitExtract(expr.field, expr.value, expr.from, scope, context)
    case 'lambda':
      return emitLambda(expr, scope, context)
    case 'index':
      return mapMember(expr.base, expr.index, scope, context) ?? asIs()
    case 'atzone':
      return [
        ...made('bt_at_timezone(', expr.from),
        ...context.emit(expr.value, scope),
        ...made(', ', expr.from),
        ...context.emit(expr.zone, scope),
        ...made(')', expr.to),
      ]
    case 'star':
      return emitStar(expr, scope, context)
    case 'array':
      return [
        ...made('[', expr.from),
        ...joined(
          expr.items.map((item) => context.emit(item, scope)),
          ', ',
        ),
        ...made(']', expr.to),
      ]
    default:
      return asIs()
  }
}

function scalarEquality(expr: BinaryExpr, scope: Scope, context: Context): Piece[] | null {
  if (expr.op !== '=') return null
  const left = scalarText(expr.left, [expr.right], scope, context)
  return left && [...left, ...copy(context, expr.left.to, expr.to, [expr.right], scope)]
}

function scalarAmong(expr: InExpr, scope: Scope, context: Context): Piece[] | null {
  if (!expr.items || expr.not) return null
  const value = scalarText(expr.value, expr.items, scope, context)
  return value && [...value, ...copy(context, expr.value.to, expr.to, expr.items, scope)]
}

/** Addresses are text here and numbers when they are compared. */
function addresses(expr: Expr, scope: Scope, context: Context): Piece[] | null {
  const operands = expr.parts as readonly Expr[]
  const isAddress = (part: Expr) => inferType(part, scope, context.shape)?.name === 'ipaddress'
  if (!operands.some(isAddress)) return null
  if (expr.kind === 'binary' && ['=', '<>', '!='].includes(expr.op)) return null
  const wrapped = {
    ...context,
    emit: (node: Parameters<Context['emit']>[0], at: Scope): Piece[] => {
      const pieces = context.emit(node, at)
      return operands.includes(node as Expr)
        ? [...made('bt_ip_number(', node.from), ...pieces, ...made(')', node.to)]
        : pieces
    },
  }
  return copy(wrapped, expr.from, expr.to, expr.parts, scope)
}

function emitName(expr: NameExpr, scope: Scope, context: Context): Piece[] {
  const found = resolveTrail(expr.path, scope, context.shape)
  if (!found) return unqualify(expr, scope, context)
  const { column, qualifier, rest } = found
  if (column.note) context.notes.add(column.note)
  const place = rest.at(-1) ?? expr
  if (rest.length === 0) return made(`${qualifier}${quotedName(column.name)}`, expr.from)
  const member = memberAt(column.members, rest)
  if (member?.expression) return made(overRaw(member.expression, qualifier), place.from)
  if (!member && column.members) throw unknownMember(column.members, rest)
  const path = rest.map(({ name }) => `.${quotedName(name)}`).join('')
  return made(`${qualifier}${quotedName(column.name)}${path}`, place.from)
}

function memberAt(
  members: readonly ShapeMember[] | undefined,
  path: readonly Ident[],
): ShapeMember | undefined {
  const [head, ...rest] = path
  const found = members?.find(({ name }) => name === head?.name)
  return rest.length === 0 ? found : memberAt(found?.members, rest)
}

function unknownMember(members: readonly ShapeMember[], path: readonly Ident[]): EngineError {
  const [head, ...rest] = path
  const inner = members.find(({ name }) => name === head?.name)
  if (inner?.members && rest.length > 0) return unknownMember(inner.members, rest)
  const wrong = (inner ? rest[0] : head) ?? path[0]
  return new EngineError(
    'sql/syntax',
    `Column '${wrong?.name}' cannot be resolved: the row has no such member.`,
    {
      hint: inner
        ? `${inner.name} is ${inner.type}.`
        : `It has ${members.map(({ name }) => name).join(', ')}.`,
      ...(wrong ? { at: { from: wrong.from, to: wrong.to } } : {}),
    },
  )
}

/** Words that name things in Athena and mean something of their own in DuckDB. */
const duckWords = new Set(
  (
    'user current_user session_user desc asc analyse analyze both collate column constraint default do end for foreign ' +
    'initially lambda lateral leading limit offset only pivot placing primary qualify references returning show some ' +
    'summarize symmetric to trailing unique unpivot variadic window'
  ).split(' '),
)

/** `db.table.column` of a table that has lost its catalogue on the way. */
function unqualify(expr: NameExpr, scope: Scope, context: Context): Piece[] {
  const names = expr.path.map(({ name }) => name)
  for (let at: Scope | null = scope; at; at = at.parent) {
    const skip = Math.max(0, ...at.sources.map((source) => qualifierLength(names, source)))
    if (skip < 2) continue
    const kept = expr.path[skip - 1]
    return kept ? copy(context, kept.from, expr.to, [], scope) : []
  }
  const [only] = expr.path
  if (only && expr.path.length === 1 && !only.quoted && duckWords.has(only.name)) {
    return made(quotedName(only.name), expr.from)
  }
  return copy(context, expr.from, expr.to, [], scope)
}

function emitStar(expr: StarExpr, scope: Scope, context: Context): Piece[] {
  const names = expr.qualifier.map(({ name }) => name)
  const meant = scope.sources.filter(
    (source) => names.length === 0 || qualifierLength([...names, '*'], source) === names.length,
  )
  const trail = meant.some((source) => source.trail) && !scope.outputs.has('*')
  const typed =
    names.length > 1
      ? made(`${quotedName(names.at(-1) ?? '')}.*`, expr.from)
      : copy(context, expr.from, expr.to, [], scope)
  return trail ? [...typed, ...made(starWithout(context), expr.to)] : typed
}

function emitConstant(expr: Expr, context: Context): Piece[] | null {
  const word = context.text.slice(expr.from, expr.to).toLowerCase()
  if (word.startsWith('current_timestamp') || word.startsWith('localtimestamp'))
    return made('bt_now()', expr.from)
  if (word === 'current_date') return made('bt_today()', expr.from)
  if (word.startsWith('current_time') || word.startsWith('localtime'))
    return made('CAST(bt_now() AS TIME)', expr.from)
  return null
}

function typedLiteral({ type, value }: TypedLiteral): string {
  switch (type) {
    case 'x':
      return `unhex(${quoted(value.replace(/\s/g, ''))})`
    case 'u':
      return quoted(
        value.replace(/\\\+?([0-9a-fA-F]{6}|[0-9a-fA-F]{4})/g, (_, hex: string) =>
          String.fromCodePoint(Number.parseInt(hex, 16)),
        ),
      )
    case 'timestamp':
      return /[A-Za-z]{3}|\d ?[-+]\d\d:?\d\d$/.test(value)
        ? `bt_instant(${quoted(value)})`
        : `TIMESTAMP ${quoted(value)}`
    case 'decimal':
      return `CAST(${quoted(value)} AS DECIMAL(38, ${value.split('.')[1]?.length ?? 0}))`
    case 'ipaddress':
      return `bt_ip(${quoted(value)})`
    case 'ipprefix':
    case 'char':
    case 'varchar':
      return quoted(value)
    default:
      return `CAST(${quoted(value)} AS ${type === 'real' ? 'FLOAT' : type.toUpperCase()})`
  }
}

const extractFields: Readonly<Record<string, string>> = {
  day_of_week: 'isodow',
  dow: 'isodow',
  day_of_month: 'day',
  day_of_year: 'doy',
  week_of_year: 'week',
  year_of_week: 'isoyear',
  yow: 'isoyear',
}

function emitExtract(field: string, value: Expr, from: number, scope: Scope, context: Context): Piece[] {
  return [
    ...made(`EXTRACT(${extractFields[field] ?? field} FROM `, from),
    ...context.emit(value, scope),
    ...made(')', value.to),
  ]
}

/** A lambda in a call that has no rule of its own. */
function emitLambda(expr: LambdaExpr, scope: Scope, context: Context): Piece[] {
  const params = new Map(expr.params.map(({ name }) => [name, null]))
  const inner: Scope = { ...scope, parent: scope, sources: [], params, outputs: new Set() }
  return [
    ...made(`lambda ${expr.params.map(({ name }) => quotedName(name)).join(', ')}: (`, expr.from),
    ...context.emit(expr.body, inner),
    ...made(')', expr.to),
  ]
}
