import type { TimeRange } from '../../../electron/contract/view'
import { toInstant } from '../../lib/time'

/** The part of a range that another one holds too; null where there is none. */
export function overlap(a: TimeRange, b: TimeRange | null): TimeRange | null {
  if (!b) return a
  const [from, to] = [
    Math.max(Date.parse(a.from), Date.parse(b.from)),
    Math.min(Date.parse(a.to), Date.parse(b.to)),
  ]
  return from < to ? { from: toInstant(from), to: toInstant(to) } : null
}
