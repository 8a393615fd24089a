import { EngineError } from '../../../contract/errors'
import type { IntervalExpr } from '../syntax/ast'

const order = ['day', 'hour', 'minute', 'second']

/** Any spelling of an interval as one that DuckDB reads: `INTERVAL '-7 days'`. */
export function duckInterval(expr: IntervalExpr): string {
  const typed = String(expr.amount).trim()
  if (expr.unit === '') return `INTERVAL '${expr.sign}${typed.replaceAll("'", "''")}'`
  const negative = typed.startsWith('-') !== (expr.sign === '-')
  const amount = typed.replace(/^[-+]/, '').trim()
  const sign = negative ? '-' : ''
  const parts = expr.toUnit === null ? [`${sign}${amount} ${expr.unit}`] : compound(expr, amount, sign)
  if (!/^[\d.]+$/.test(amount) && expr.toUnit === null) throw invalid(expr)
  return `INTERVAL '${parts.join(' ')}'`
}

function compound(expr: IntervalExpr, amount: string, sign: string): string[] {
  const numbers = amount.split(/[-\s:]+/)
  const units = expr.unit === 'year' ? ['year', 'month'] : order.slice(order.indexOf(expr.unit))
  if (numbers.some((number) => !/^\d+(\.\d+)?$/.test(number)) || numbers.length > units.length)
    throw invalid(expr)
  return numbers.map((number, index) => `${sign}${number} ${units[index]}`)
}

const invalid = (expr: IntervalExpr) =>
  new EngineError('sql/syntax', `Invalid INTERVAL value: ${String(expr.amount)}.`, {
    at: { from: expr.from, to: expr.to },
  })
