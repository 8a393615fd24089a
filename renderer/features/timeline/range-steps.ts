import type { TimeRange } from '../../../electron/contract/view'
import { toInstant } from '../../lib/time'

/** The range as wide as this one that lies `steps` widths later (or earlier). */
export function shiftRange(range: TimeRange, steps: number): TimeRange {
  const from = Date.parse(range.from)
  const to = Date.parse(range.to)
  const move = (to - from) * steps
  return { from: toInstant(from + move), to: toInstant(to + move) }
}

/**
 * The range with one end at the moment that was typed. An end that would pass the other takes it along, so that the width
 * stays: whoever goes to another week types one end after the other.
 */
export function withEnd(range: TimeRange, end: 'from' | 'to', iso: string): TimeRange {
  const moved = { ...range, [end]: iso }
  if (Date.parse(moved.from) < Date.parse(moved.to)) return moved
  const width = Math.max(1_000, Date.parse(range.to) - Date.parse(range.from))
  const at = Date.parse(iso)
  return end === 'from' ? { from: iso, to: toInstant(at + width) } : { from: toInstant(at - width), to: iso }
}

/** Moves one end by a part of the whole, keeping the ends apart and inside. For the sliders. */
export function moveEnd(
  range: TimeRange,
  end: 'from' | 'to',
  byMs: number,
  within: TimeRange,
  leastMs = 1_000,
): TimeRange {
  const low = Date.parse(within.from)
  const high = Date.parse(within.to)
  const from = Date.parse(range.from)
  const to = Date.parse(range.to)
  if (end === 'from') return { ...range, from: toInstant(Math.max(low, Math.min(from + byMs, to - leastMs))) }
  return { ...range, to: toInstant(Math.min(high, Math.max(to + byMs, from + leastMs))) }
}

/** A span whose end is an event, as a half-open range that holds that event. */
export function spanRange(span: { from: string; to: string }): TimeRange {
  return { from: span.from, to: toInstant(Math.floor(Date.parse(span.to) / 1_000) * 1_000 + 1_000) }
}
