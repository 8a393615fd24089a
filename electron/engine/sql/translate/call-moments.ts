import { isoSeconds } from '../shape/athena'
import type { Expr } from '../syntax/ast'
import { type CallRule, callOf, emitAll, suffix } from './call-rule'
import { type Context, isString } from './context'
import { fromJodaPattern, fromMysqlPattern } from './formats'
import { inferType } from './infer'
import { made, type Piece, quoted } from './pieces'
import { eventTime, trailColumn } from './predicates'
import type { Scope } from './scope'

/** The raw moment behind `eventtime`, when an expression is nothing but that. */
function rawMoment(expr: Expr | undefined, scope: Scope, context: Context): Piece[] | null {
  const found = expr && trailColumn(expr, scope, context)
  return found?.column.timeFormat === isoSeconds ? made(eventTime(found), expr?.from ?? 0) : null
}

const fromIso: CallRule = (call, scope, context) =>
  rawMoment(call.args[0], scope, context) ??
  callOf('bt_from_iso8601', emitAll(call.args, scope, context), call)

const unitOf = (expr: Expr | undefined): string | null => (isString(expr) ? expr.value.toLowerCase() : null)

const dateAdd: CallRule = (call, scope, context) => {
  const [unit, amount, moment] = call.args
  const name = unitOf(unit)
  if (!name || !amount || !moment || !intervals[name]) return null
  const [make, factor] = intervals[name]
  const sum: Piece[] = [
    ...made('(', call.from),
    ...context.emit(moment, scope),
    ...made(` + ${make}(${factor}CAST(`, amount.from),
    ...context.emit(amount, scope),
    ...made(' AS BIGINT)))', amount.to),
  ]
  const day = inferType(moment, scope, context.shape)?.name === 'date'
  return day ? [...made('CAST(', call.from), ...sum, ...made(' AS DATE)', call.to)] : sum
}

const intervals: Readonly<Record<string, readonly [string, string]>> = {
  millisecond: ['to_milliseconds', ''],
  second: ['to_seconds', ''],
  minute: ['to_minutes', ''],
  hour: ['to_hours', ''],
  day: ['to_days', ''],
  week: ['to_days', '7 * '],
  month: ['to_months', ''],
  quarter: ['to_months', '3 * '],
  year: ['to_years', ''],
}

/** Whole units between two moments, as Athena counts them; DuckDB's date_diff counts boundaries crossed. */
const dateDiff: CallRule = (call, scope, context) =>
  callOf('date_sub', emitAll(call.args, scope, context), call)

/** DuckDB makes a moment of a day; Athena keeps it a day. */
const dateTrunc: CallRule = (call, scope, context) => {
  const pieces = callOf('date_trunc', emitAll(call.args, scope, context), call)
  const day = inferType(call.args[1], scope, context.shape)?.name === 'date'
  return day ? [...made('CAST(', call.from), ...pieces, ...made(' AS DATE)', call.to)] : pieces
}

type Convert = (pattern: string, from: number, to: number) => string

const formatted =
  (convert: Convert): CallRule =>
  (call, scope, context) => {
    const [moment, pattern] = call.args
    if (!moment || !pattern) return null
    const value = context.emit(moment, scope)
    if (!isString(pattern)) {
      const read = [
        ...made('bt_mysql_pattern(', pattern.from),
        ...context.emit(pattern, scope),
        ...made(')', pattern.to),
      ]
      return callOf('bt_strftime', [value, read], call)
    }
    const format = convert(pattern.value, pattern.from, pattern.to)
    if (format === '%Y-%m-%d') {
      return [...made('CAST(CAST(', call.from), ...value, ...made(' AS DATE) AS VARCHAR)', call.to)]
    }
    return callOf('bt_strftime', [value, made(quoted(format), pattern.from)], call)
  }

const parsed =
  (convert: Convert): CallRule =>
  (call, scope, context) => {
    const [text, pattern] = call.args
    if (!text || !pattern) return null
    const read = isString(pattern) ? convert(pattern.value, pattern.from, pattern.to) : null
    const raw =
      read !== null && /^%Y-%m-%dT(%H:%M:%S|%T)Z$/.test(read) ? rawMoment(text, scope, context) : null
    if (raw) return raw
    const format =
      read === null
        ? [
            ...made('bt_mysql_pattern(', pattern.from),
            ...context.emit(pattern, scope),
            ...made(')', pattern.to),
          ]
        : made(quoted(read), pattern.from)
    const parsing = callOf('strptime', [context.emit(text, scope), format], call)
    // With an offset in the pattern, strptime answers a moment with a zone.
    return read?.includes('%z')
      ? [...made("timezone('UTC', ", call.from), ...parsing, ...made(')', call.to)]
      : parsing
  }

/** The first and last moment are found before they are turned into text. */
const earliestOrLatest: CallRule = (call, scope, context) => {
  const raw = call.args.length === 1 && !call.distinct ? rawMoment(call.args[0], scope, context) : null
  if (!raw) return null
  return [
    ...made('strftime(', call.from),
    ...callOf(call.name, [raw], call, suffix(call, scope, context)),
    ...made(`, '${isoSeconds}')`, call.to),
  ]
}

const part =
  (name: string): CallRule =>
  (call, scope, context) =>
    callOf(name, emitAll(call.args, scope, context), call)

export const moments: Record<string, CallRule> = {
  from_iso8601_timestamp: fromIso,
  from_iso8601_timestamp_nanos: fromIso,
  date_add: dateAdd,
  date_diff: dateDiff,
  date_trunc: dateTrunc,
  date_format: formatted(fromMysqlPattern),
  date_parse: parsed(fromMysqlPattern),
  format_datetime: formatted(fromJodaPattern),
  parse_datetime: parsed(fromJodaPattern),
  max: earliestOrLatest,
  min: earliestOrLatest,
  day_of_week: part('isodow'),
  dow: part('isodow'),
}
