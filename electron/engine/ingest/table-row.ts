import { topLevelColumns } from './layout'

/** What a column of a table is for. */
type Role =
  /** The record itself, as JSON. */
  | { kind: 'record' }
  /** A member of the record: its key, and what the console calls it inside of another. */
  | { kind: 'member'; key: string; inside: string | null }

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Headings of the console's event history, and other names that exports use, without blanks and in lower case. */
const aliases: Record<string, [key: string, inside?: string]> = {
  username: ['userName', 'userIdentity'],
  awsaccesskey: ['accessKeyId', 'userIdentity'],
  awsaccesskeyid: ['accessKeyId', 'userIdentity'],
  accesskeyid: ['accessKeyId', 'userIdentity'],
  sourceipaddress: ['sourceIPAddress'],
  eventid: ['eventID'],
  requestid: ['requestID'],
  readonly: ['readOnly'],
  sharedeventid: ['sharedEventID'],
  recipientaccountid: ['recipientAccountId'],
  region: ['awsRegion'],
}

const recordNames = new Set(['eventjson', 'cloudtrailevent', 'raw', 'message', 'rawevent'])

const knownKeys = new Map([...topLevelColumns.keys()].map((key) => [plain(key), key]))

/** What the columns of a table are for, by their names; null when it is no table of CloudTrail events. */
export function rolesOfHeader(names: readonly string[]): Role[] | null {
  const roles = names.map((name): Role => {
    const short = plain(name)
    if (recordNames.has(short)) return { kind: 'record' }
    const alias = aliases[short]
    if (alias) return { kind: 'member', key: alias[0], inside: alias[1] ?? null }
    return { kind: 'member', key: knownKeys.get(short) ?? name, inside: null }
  })
  const known = roles.filter(
    (role) => role.kind === 'member' && (role.inside || topLevelColumns.has(role.key)),
  )
  const enough = roles.some(({ kind }) => kind === 'record') ? 1 : 3
  return known.length >= enough ? roles : null
}

/**
 * A row as the JSON text of a record. An empty field is an absent one: CSV cannot tell. Fields that hold JSON become
 * what it says; structs that Lake prints as `{a=b}` stay the text they are, but for `userIdentity`, whose members are
 * known and contain no commas.
 */
export function recordOfRow(roles: readonly Role[], fields: readonly string[]): string {
  const members: Record<string, unknown> = {}
  const raw: [string, string][] = []
  for (const [index, role] of roles.entries()) {
    const text = fields[index] ?? ''
    if (text === '' || text === 'null') continue
    if (role.kind === 'record') {
      if (/^\s*\{/.test(text)) return text.trim()
      continue
    }
    if (role.inside) {
      const outer = (members[role.inside] ?? {}) as Record<string, unknown>
      outer[role.key] = text
      members[role.inside] = outer
    } else if (isJsonColumn(role.key) && isJson(text)) raw.push([role.key, text.trim()])
    else members[role.key] = fieldValue(role.key, text)
  }
  const parts = Object.entries(members).map(
    ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
  )
  return `{${[...parts, ...raw.map(([key, text]) => `${JSON.stringify(key)}:${text}`)].join(',')}}`
}

const isJsonColumn = (key: string): boolean => topLevelColumns.get(key)?.type === 'json'

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function fieldValue(key: string, text: string): unknown {
  if (topLevelColumns.get(key)?.type === 'bool')
    return text === 'true' ? true : text === 'false' ? false : text
  return key === 'userIdentity' ? (readStruct(text) ?? text) : text
}

/** Reads `{type=IAMUser, sessionContext={attributes={…}}}`; null where that cannot be done for certain. */
export function readStruct(text: string): Record<string, unknown> | null {
  let at = 0
  const readObject = (): Record<string, unknown> | null => {
    const object: Record<string, unknown> = {}
    at += 1
    if (text[at] === '}') {
      at += 1
      return object
    }
    for (;;) {
      const name = /^[A-Za-z0-9_:.-]+(?==)/.exec(text.slice(at, at + 100))?.[0]
      if (name === undefined) return null
      at += name.length + 1
      if (text[at] === '{') {
        const inner = readObject()
        if (inner === null) return null
        object[name] = inner
      } else {
        const value = /^[^,{}[\]]*/.exec(text.slice(at))?.[0] ?? ''
        at += value.length
        if (value !== 'null') object[name] = value
      }
      if (text[at] === '}') {
        at += 1
        return object
      }
      if (!text.startsWith(', ', at)) return null
      at += 2
    }
  }
  const object = text.startsWith('{') ? readObject() : null
  return object !== null && at === text.length ? object : null
}
