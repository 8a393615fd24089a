import { rawPrefix } from '../shape/views'
import type { BetweenExpr, BinaryExpr, Expr, InExpr, LikeExpr } from '../syntax/ast'
import { type Context, isString } from './context'
import { inferType } from './infer'
import { made, type Piece, quoted } from './pieces'
import { resolveTrail, type Scope, type TrailColumn } from './scope'
import { prefixCondition, timeCondition } from './time-range'

const flipped: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

/** The trail's column behind an expression, when it is nothing but that. */
export function trailColumn(expr: Expr, scope: Scope, context: Context): TrailColumn | null {
  if (expr.kind !== 'name') return null
  const found = resolveTrail(expr.path, scope, context.shape)
  return found && found.rest.length === 0 ? found : null
}

export const eventTime = (column: TrailColumn): string => `${column.qualifier}${rawPrefix}event_time`

/** A comparison that can be answered from a raw column; null where it has to be made as it is written. */
export function comparison(expr: BinaryExpr, scope: Scope, context: Context): Piece[] | null {
  const left = trailColumn(expr.left, scope, context)
  const right = trailColumn(expr.right, scope, context)
  if (left && !right) return compare(left, expr.op, expr.right, expr, scope, context)
  if (right && !left) return compare(right, flipped[expr.op] ?? expr.op, expr.left, expr, scope, context)
  return null
}

function compare(
  found: TrailColumn,
  op: string,
  other: Expr,
  whole: Expr,
  scope: Scope,
  context: Context,
): Piece[] | null {
  const { column } = found
  const answer = (text: string) => noted(found, context, made(text, whole.from))
  if (column.timeFormat !== undefined) {
    if (isString(other)) return answer(timeCondition(eventTime(found), column.timeFormat, op, other.value))
    if (other.kind === 'number') {
      const literal = context.text.slice(other.from, other.to)
      return answer(timeCondition(eventTime(found), numberPattern(column.timeFormat), op, literal))
    }
    return compareTimeWith(found, op, other, whole, scope, context)
  }
  if (column.kind === 'readonly' && (op === '=' || op === '<>' || op === '!=')) {
    const value = isString(other) ? other.value : other.kind === 'constant' ? wordOf(other, context) : null
    if (value !== 'true' && value !== 'false') return null
    return answer(`${found.qualifier}${rawPrefix}${flagColumn(column.name)} ${op} ${value}`)
  }
  if (column.kind === 'month' || column.kind === 'day') {
    const literal = isString(other) ? other.value : context.text.slice(other.from, other.to)
    if (!/^\d{1,2}$/.test(literal)) return null
    return answer(`${column.kind}(${eventTime(found)}) ${op} ${Number(literal)}`)
  }
  return null
}

/** A day compared with a date or a moment, or with text made from one in the column's own pattern. */
function compareTimeWith(
  found: TrailColumn,
  op: string,
  other: Expr,
  whole: Expr,
  scope: Scope,
  context: Context,
): Piece[] | null {
  const { timeFormat = '' } = found.column
  const time = eventTime(found)
  const behind = (before: string, expr: Expr, after: string) =>
    noted(found, context, [
      ...made(before, whole.from),
      ...context.emit(expr, scope),
      ...made(after, whole.from),
    ])
  const type = inferType(other, scope, context.shape)
  if (type?.name === 'date' && isDay(timeFormat)) return behind(`CAST(${time} AS DATE) ${op} (`, other, ')')
  if (type?.name.startsWith('timestamp')) return behind(`${time} ${op} (`, other, ')')
  if (other.kind !== 'call') return null
  const [argument, pattern] = other.args
  if (other.name === 'to_iso8601' && argument && timeFormat.endsWith('Z')) {
    // A text without a fraction sorts behind the same second with one: Z comes after the point.
    const strict: Readonly<Record<string, string>> = { '>=': '>=', '>': '>=', '<': '<', '<=': '<' }
    const bound = strict[op]
    return bound ? behind(`${time} ${bound} date_trunc('second', CAST(`, argument, ' AS TIMESTAMP))') : null
  }
  if (other.name === 'date_format' && argument && isString(pattern) && ['>=', '<'].includes(op)) {
    if (pattern.value !== timeFormat || !isDay(timeFormat)) return null
    return behind(`${time} ${op} date_trunc('day', CAST(`, argument, ' AS TIMESTAMP))')
  }
  return null
}

const isDay = (format: string) => format === '%Y/%m/%d' || format === '%Y-%m-%d'
const numberPattern = (format: string) => (isDay(format) ? '%Y%m%d' : format)
const flagColumn = (name: string) => (name.toLowerCase() === 'readonly' ? 'read_only' : 'management_event')
const wordOf = (expr: Expr, context: Context) => context.text.slice(expr.from, expr.to).toLowerCase()

function noted(found: TrailColumn, context: Context, pieces: Piece[]): Piece[] {
  if (found.column.note) context.notes.add(found.column.note)
  return pieces
}

export function between(expr: BetweenExpr, scope: Scope, context: Context): Piece[] | null {
  const found = trailColumn(expr.value, scope, context)
  if (!found) return null
  const low = compare(found, '>=', expr.low, expr, scope, context)
  const high = low && compare(found, '<=', expr.high, expr, scope, context)
  if (!low || !high) return null
  return [
    ...made(expr.not ? 'NOT (' : '(', expr.from),
    ...low,
    ...made(' AND ', expr.low.from),
    ...high,
    ...made(')', expr.to),
  ]
}

export function inList(expr: InExpr, scope: Scope, context: Context): Piece[] | null {
  const found = expr.items && trailColumn(expr.value, scope, context)
  if (!found || !expr.items?.every((item) => isString(item) || item.kind === 'number')) return null
  if (
    found.column.timeFormat === undefined &&
    !['month', 'day', 'readonly'].includes(found.column.kind ?? '')
  )
    return null
  const each = expr.items.map((item) => compare(found, '=', item, expr, scope, context))
  if (each.some((piece) => piece === null)) return null
  const parts = each.flatMap((piece, index) => [...(index ? made(' OR ', expr.from) : []), ...(piece ?? [])])
  return [...made(expr.not ? 'NOT (' : '(', expr.from), ...parts, ...made(')', expr.to)]
}

/** `eventtime LIKE '2026-03%'`. */
export function like(expr: LikeExpr, scope: Scope, context: Context): Piece[] | null {
  const found = trailColumn(expr.value, scope, context)
  if (!found?.column.timeFormat || !isString(expr.pattern) || expr.escape) return null
  const prefix = /^([^%_]*)%$/.exec(expr.pattern.value)?.[1]
  if (prefix === undefined) return null
  const condition = prefixCondition(eventTime(found), found.column.timeFormat, prefix)
  return noted(found, context, made(`${expr.not ? 'NOT ' : ''}${condition}`, expr.from))
}

/** The start of a moment's text: `substr(eventtime, 1, 10)` is its day. */
export function timePrefix(found: TrailColumn, length: number): string | null {
  const { timeFormat } = found.column
  if (timeFormat === undefined) return null
  const widths: Readonly<Record<string, number>> = { Y: 4, m: 2, d: 2, H: 2, M: 2, S: 2 }
  let rest = length
  let taken = ''
  for (const part of timeFormat.match(/%[YmdHMS]|[^%]/g) ?? []) {
    const width = part.startsWith('%') ? (widths[part[1] ?? ''] ?? 0) : 1
    if (rest < width) break
    taken += part
    rest -= width
  }
  if (rest > 0 && taken !== timeFormat) return null
  if (taken === '%Y-%m-%d') return `CAST(CAST(${eventTime(found)} AS DATE) AS VARCHAR)`
  return `strftime(${eventTime(found)}, ${quoted(taken)})`
}
