export type Zone = 'utc' | 'local'

export const second = 1_000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

const pad = (value: number, width = 2) => String(value).padStart(width, '0')

/** Milliseconds since 1970 as the ISO text the contract uses, without a fraction when there is none. */
export function toInstant(ms: number): string {
  const within = Math.min(Date.parse(latestInstant), Math.max(Date.parse(earliestInstant), ms))
  return new Date(within).toISOString().replace('.000Z', 'Z')
}

/** The ends of what an instant can say: years have four digits. */
export const earliestInstant = '0000-01-01T00:00:00Z'
export const latestInstant = '9999-12-31T23:59:59.999Z'

export type TimeUnit = 'minute' | 'hour' | 'day'

/** Where the minute, hour or day of a moment begins on the clock of the zone, or the one `later` after it. */
export function unitStart(ms: number, unit: TimeUnit, zone: Zone, later = 0): number {
  const size = { minute, hour, day }[unit]
  if (zone === 'utc') return Math.floor(ms / size) * size + later * size
  const at = new Date(ms)
  const parts = [at.getHours(), at.getMinutes()] as const
  const [hours, minutes] = unit === 'day' ? [0, 0] : unit === 'hour' ? [parts[0], 0] : parts
  const [days, more] = unit === 'day' ? [later, 0] : [0, later * size]
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + days, hours, minutes).getTime() + more
}

type Parts = { date: string; time: string; fraction: string }

function partsOf(date: Date, zone: Zone): Parts {
  const utc = zone === 'utc'
  const year = utc ? date.getUTCFullYear() : date.getFullYear()
  const month = (utc ? date.getUTCMonth() : date.getMonth()) + 1
  const dayOfMonth = utc ? date.getUTCDate() : date.getDate()
  const hours = utc ? date.getUTCHours() : date.getHours()
  const minutes = utc ? date.getUTCMinutes() : date.getMinutes()
  const seconds = utc ? date.getUTCSeconds() : date.getSeconds()
  const ms = date.getMilliseconds()
  return {
    date: `${pad(year, 4)}-${pad(month)}-${pad(dayOfMonth)}`,
    time: `${pad(hours)}:${pad(minutes)}:${pad(seconds)}`,
    fraction: ms === 0 ? '' : `.${pad(ms, 3)}`,
  }
}

/** A moment as `2026-03-04 10:07:31`, with the fraction it came with. Text that is no moment is given back as it is. */
export function formatInstant(iso: string, zone: Zone): string {
  const ms = Date.parse(iso)
  if (Number.isNaN(ms)) return iso
  const { date, time } = partsOf(new Date(ms), zone)
  const fraction = /\.\d+/.exec(iso)?.[0] ?? ''
  return `${date} ${time}${/^\.0+$/.test(fraction) ? '' : fraction}`
}

/** The same for milliseconds, as a time input shows it. */
export function formatMs(ms: number, zone: Zone): string {
  const { date, time, fraction } = partsOf(new Date(ms), zone)
  return `${date} ${time}${fraction}`
}

/** `UTC`, or the local offset that holds at a moment, as `UTC+02:00`: it is another one in summer. */
export function zoneLabel(zone: Zone, at: Date): string {
  if (zone === 'utc') return 'UTC'
  const offset = -at.getTimezoneOffset()
  const size = Math.abs(offset)
  return `UTC${offset < 0 ? '−' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}

/** The zone as a whole, where no moment is spoken of. */
export const zoneName = (zone: Zone): string => (zone === 'utc' ? 'UTC' : 'Local time')

/** A moment with the zone it is told in, as it can be quoted: `2026-03-04 10:07:31 UTC`. */
export const formatZoned = (iso: string, zone: Zone): string =>
  Number.isNaN(Date.parse(iso)) ? iso : `${formatInstant(iso, zone)} ${zoneLabel(zone, new Date(iso))}`

/** The offset of a stretch of time, or both where clocks were set within it. */
export function rangeZone({ from, to }: { from: string; to: string }, zone: Zone): string {
  const [first, last] = [zoneLabel(zone, new Date(from)), zoneLabel(zone, new Date(to))]
  return first === last ? first : `${first} – ${last}`
}

/** A stretch of time as it can be quoted; each end with its own offset where clocks were set within it. */
export function formatRange(range: { from: string; to: string }, zone: Zone): string {
  const [first, last] = [zoneLabel(zone, new Date(range.from)), zoneLabel(zone, new Date(range.to))]
  const from = formatInstant(range.from, zone)
  return `${first === last ? from : `${from} ${first}`} – ${formatInstant(range.to, zone)} ${last}`
}

const typed =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?\s*(Z|UTC|(?:UTC)?[+-]\d{2}:?\d{2})?$/i

/**
 * Reads a time as a person types it (`2026-03-04`, `2026-03-04 10:07`, with seconds, a fraction or an offset) and gives
 * the contract's instant, or null. Without an offset it is read in `zone`.
 */
export function parseTyped(text: string, zone: Zone): string | null {
  const match = typed.exec(text.trim().replace('−', '-'))
  if (!match) return null
  const [, year, month, dayOfMonth, hours = '00', minutes = '00', seconds = '00', fraction, named] = match
  const offset = named?.replace(/^UTC(?=.)/i, '')
  const wall = `${year}-${month}-${dayOfMonth}T${hours}:${minutes}:${seconds}`
  const asUtc = Date.parse(`${wall}Z`)
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(wall)) return null
  const suffix = offset && !/^(z|utc)$/i.test(offset) ? offset : offset || zone === 'utc' ? 'Z' : ''
  const ms = Date.parse(`${wall}${suffix}`)
  if (Number.isNaN(ms)) return null
  const whole = new Date(ms).toISOString().slice(0, 19)
  return `${whole}${fraction && Number(fraction) > 0 ? `.${fraction}` : ''}Z`
}

const units: [number, string][] = [
  [365 * day, 'year'],
  [30 * day, 'month'],
  [7 * day, 'week'],
  [day, 'day'],
  [hour, 'hour'],
  [minute, 'minute'],
  [second, 'second'],
]

/** A width of time in words: `5 minutes`, `1 day`, `2.5 hours`, `250 ms`. */
export function durationWords(ms: number): string {
  const unit = units.find(([size, name]) => ms >= size && (name !== 'week' || ms % size === 0))
  if (!unit) return `${Math.round(ms)} ms`
  const [size, name] = unit
  const exactly = units.find(([smaller]) => smaller <= size && ms % smaller === 0)
  const [chosen, word] = exactly && ms / exactly[0] < 100 ? exactly : [size, name]
  const count = Math.round((ms / chosen) * 10) / 10
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

/** A length of time, short, as in a progress line: `42 ms`, `3.4 s`, `2 min 05 s`, `1 h 12 min`. */
export function durationShort(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`
  if (ms < minute) return `${Math.round(ms / 1_000)} s`
  if (ms < hour) return `${Math.floor(ms / minute)} min ${pad(Math.floor((ms % minute) / second))} s`
  return `${Math.floor(ms / hour)} h ${pad(Math.floor((ms % hour) / minute))} min`
}

/** How long ago, for lists of recent things. */
export function agoWords(iso: string, now = Date.now()): string {
  const ms = now - Date.parse(iso)
  if (Number.isNaN(ms)) return ''
  if (ms < minute) return 'just now'
  const unit = units.find(([size]) => ms >= size)
  if (!unit) return 'just now'
  const count = Math.floor(ms / unit[0])
  return `${count} ${unit[1]}${count === 1 ? '' : 's'} ago`
}
