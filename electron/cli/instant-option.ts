import { usageError } from './args'

const date = /^\d{4}-\d\d-\d\d$/
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z?$/

/** A moment in UTC from an option: a date, or a date and time. Throws `usage` for anything else. */
export function instantOption(command: string, option: string, text: string): string {
  const known = date.test(text) ? `${text}T00:00:00Z` : instant.test(text) ? withSeconds(text) : null
  if (known === null || Number.isNaN(Date.parse(known))) {
    throw usageError(
      command,
      `--${option} takes a time such as 2026-03-04 or 2026-03-04T10:07:31Z, not "${text}".`,
    )
  }
  return known
}

function withSeconds(text: string): string {
  const plain = text.replace(/Z$/, '')
  return `${/T\d\d:\d\d$/.test(plain) ? `${plain}:00` : plain}Z`
}
