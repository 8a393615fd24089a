const shape = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|UTC|([+-])(\d\d):?(\d\d))?$/

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/**
 * Microseconds since 1970 of a time as the various exports write it: ISO 8601 with or without fraction and offset, with
 * a blank for the T. Without an offset it is UTC. Null for anything else, and for dates that do not exist.
 */
export function microsOf(text: string): bigint | null {
  const match = shape.exec(text.trim())
  if (!match) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null
  if (hour > 23 || minute > 59 || second > 59) return null
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second)
  const offset = match[8] ? (match[8] === '-' ? 1 : -1) * (Number(match[9]) * 60 + Number(match[10])) : 0
  const fraction = BigInt((match[7] ?? '').padEnd(6, '0').slice(0, 6))
  return (BigInt(date.getTime()) + BigInt(offset) * 60_000n) * 1000n + fraction
}

/**
 * A JSON number as a time: seconds since 1970 as `lookup-events` writes them, or milliseconds when it is too large for
 * that. Null where it is no moment between 2000 and 2100.
 */
export function microsOfNumber(value: number): bigint | null {
  const ms = value > 1e11 ? value : value * 1000
  return ms >= 946_684_800_000 && ms < 4_102_444_800_000 ? BigInt(Math.round(ms * 1000)) : null
}
