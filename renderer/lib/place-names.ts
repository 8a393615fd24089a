import regions from './regions.json'

/** Names that the person gave accounts, by account id. */
export type AccountNames = Readonly<Record<string, string>>

const accountId = /^\d{12}$/
const accountField = /(^|\.)(account|accountId|recipientAccountId)$/
const regionField = /(^|\.)(region|awsRegion)$/

/** True for the fields whose values may have a name beside them. */
export const isPlaceField = (field: string): boolean => accountField.test(field) || regionField.test(field)

export const isAccountField = (field: string): boolean => accountField.test(field)

/** The field whose names go with a column of a statement, by its name in any of the dialects; null for other columns. */
export function placeFieldOfColumn(name: string): string | null {
  const plain = name.toLowerCase().replaceAll('_', '')
  if (/account(id)?$/.test(plain)) return 'recipientAccountId'
  return /^(aws)?region$/.test(plain) ? 'awsRegion' : null
}

/** What people call this account or Region; null where nobody said. Stands beside the value, never in its place. */
export function placeName(field: string, value: string | null, accounts: AccountNames): string | null {
  if (value === null) return null
  if (accountField.test(field)) return own(accounts, value)
  return regionField.test(field) ? own(regions, value) : null
}

/** `111122223333 (production)` for places with room for one text only. */
export function withPlaceName(field: string, value: string | null, text: string, accounts: AccountNames) {
  const name = placeName(field, value, accounts)
  return name === null ? text : `${text} (${name})`
}

const own = (names: Readonly<Record<string, string>>, key: string): string | null =>
  Object.hasOwn(names, key) ? (names[key] ?? null) : null

const longest = 80

/**
 * Reads `111122223333 = production`, a CSV of id and name (in quotes or not, with a heading or not) or a pasted list
 * with tabs, one account a line. Where an id comes twice the later name holds. `wrong` has the numbers of the lines,
 * from 1, that say no account.
 */
export function readAccountNames(text: string): { names: Record<string, string>; wrong: number[] } {
  const names: Record<string, string> = {}
  const wrong: number[] = []
  let isFirst = true
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line.trim() === '') continue
    const cut = /^([^=,;\t]*)[=,;\t](.*)$/.exec(line)
    const id = unquoted(cut?.[1] ?? '').replaceAll('-', '')
    const name = unquoted(cut?.[2] ?? '').slice(0, longest)
    const isHeading = isFirst && cut !== null && !/\d/.test(id)
    isFirst = false
    if (accountId.test(id) && name !== '') names[id] = name
    else if (!isHeading) wrong.push(index + 1)
  }
  return { names, wrong }
}

/** The names as the lines that `readAccountNames` reads, by id. */
export const writeAccountNames = (names: AccountNames): string =>
  Object.entries(names)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([id, name]) => `${id} = ${name}`)
    .join('\n')

function unquoted(text: string): string {
  const trimmed = text.trim()
  const quoted = /^"((?:[^"]|"")*)"/.exec(trimmed)?.[1]
  return (quoted === undefined ? trimmed : quoted.replaceAll('""', '"')).trim()
}
