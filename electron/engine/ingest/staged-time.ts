import { isoFromMicros } from '../case/instant'
import { microsOf, microsOfNumber } from './event-time'

/** Start of the window of an Aggregated record. */
export function windowStartOf(json: string): bigint | null {
  const { windowStart } = (JSON.parse(json) ?? {}) as { windowStart?: unknown }
  return typeof windowStart === 'string' ? microsOf(windowStart) : null
}

/** A JSON value as a time, and whether the time alone gives the value back. */
export function timeOf(json: string): { micros: bigint | null; exact: boolean } {
  if (json.startsWith('"')) {
    const written = JSON.parse(json) as string
    const micros = microsOf(written)
    return { micros, exact: micros !== null && isoFromMicros(micros) === written }
  }
  return { micros: /^[-\d]/.test(json) ? microsOfNumber(Number(json)) : null, exact: false }
}
