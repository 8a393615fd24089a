const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })

/** `1,234,567` */
export const formatCount = (count: number) => whole.format(count)

/** `1.2M`, for places too small for the whole number. */
export const formatShort = (count: number) => (count < 10_000 ? whole.format(count) : short.format(count))

/** `1 event`, `2 events`. */
export const plural = (count: number, one: string, many = `${one}s`) =>
  `${formatCount(count)} ${count === 1 ? one : many}`

const sizes = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

/** A size in decimal units: `512 bytes`, `4.2 MB`. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1_000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), sizes.length - 1)
  if (power === 0) return `${whole.format(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`
  const value = bytes / 1_000 ** power
  return `${value.toFixed(value < 10 ? 1 : 0)} ${sizes[power]}`
}

/** A share of a whole as a person reads it: never `0 %` of something that is there, never `100 %` of less than all. */
export function formatShare(part: number, all: number): string {
  if (all <= 0) return '–'
  const percent = (part / all) * 100
  if (part > 0 && percent < 0.1) return '<0.1%'
  if (part < all && percent > 99.9) return '>99.9%'
  if (part < all && Math.round(percent) === 100) return `${percent.toFixed(1)}%`
  return `${percent < 10 && percent > 0 ? percent.toFixed(1).replace('.0', '') : Math.round(percent)}%`
}

/** The last part of a path, of either kind of slash. */
export const baseName = (path: string) => path.replace(/[/\\]+$/, '').replace(/^.*[/\\]/, '') || path

/** The folder a path stands in. */
export const folderName = (path: string) => path.replace(/[/\\]+$/, '').replace(/[/\\]?[^/\\]*$/, '') || '/'

/** A long name with its middle left out: both ends tell names apart, of an ARN the last one most. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text
  const letters = Array.from(text)
  if (letters.length <= longest) return text
  const head = Math.ceil((longest - 1) / 2)
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (longest - 1 - head)).join('')}`
}
