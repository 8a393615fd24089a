import { readFileSync } from 'node:fs'
import { builtPath } from '../paths'
import { agentFamilyOf, categoryOf, isFailedSignIn, outcomeOfError } from './derived'
import { scannerColumns } from './layout'
import { cellsOf, membersOf, type StagedRow } from './record-cells'
import { hashKeyOf, Scanner } from './scanner'

/** A scanner as the workers have it. */
export function newScanner(): Scanner {
  const module = new WebAssembly.Module(readFileSync(builtPath('ingest', 'scanner.wasm')))
  return new Scanner(module, hashKeyOf('0123456789abcdef'.repeat(2)))
}

/** Rows of the segment out of the bytes that the scanner has staged; a list is its JSON. */
export function rowsOf(scanner: Scanner, firstSeq = 0): StagedRow[] {
  const rows: StagedRow[] = []
  scanner.describe()
  for (const staged of scanner.rowGroups(firstSeq)) {
    const group = Array.from({ length: staged.rows }, (): StagedRow => new Map())
    scannerColumns.forEach(({ name, type }, index) => {
      const { values, validity } = staged.plain(index)
      const bytes = Buffer.from(values)
      let at = 0
      let nth = 0
      const text = () => {
        const size = bytes.readUInt32LE(at)
        at += 4 + size
        return bytes.toString('utf8', at - size, at)
      }
      if (type === 'list') {
        const { repetition, definition } = staged.levels()
        const lists: (string[] | null)[] = []
        definition.forEach((level, entry) => {
          if (repetition[entry] === 0) lists.push(level === 0 ? null : [])
          if (level === 3) lists.at(-1)?.push(text())
        })
        lists.forEach((list, position) => {
          if (list) group[position]?.set(name, JSON.stringify(list))
        })
        return
      }
      group.forEach((row, position) => {
        if (((validity[position >> 3] ?? 0) & (1 << (position & 7))) === 0) return
        if (type === 'text') row.set(name, text())
        else if (type === 'bool') {
          row.set(name, ((bytes[nth >> 3] ?? 0) & (1 << (nth & 7))) !== 0)
          nth += 1
        } else {
          row.set(name, bytes.readBigInt64LE(at))
          at += 8
        }
      })
    })
    rows.push(...group)
  }
  return rows
}

/** What a segment should say of a record, by the plain road: one rule after the other, without any memory of rows. */
export function plainRow(record: Uint8Array): StagedRow {
  const row = cellsOf(record)
  const text = (column: string): string | null => (row.get(column) as string | undefined) ?? null
  const put = (column: string, value: string | boolean | null) => {
    if (value !== null) row.set(column, value)
  }
  const rest = new Map(
    membersOf(Buffer.from(text('rest') ?? '{}')).map(({ key, raw }) => [key, Buffer.from(raw)]),
  )
  const alias = (key: string): string | null => {
    const raw = rest.get(key)?.toString('utf8') ?? 'null'
    if (text('event_type') !== 'AwsAggregatedEvent' || /^(null|[{[])/.test(raw)) return null
    return raw.startsWith('"') ? String(JSON.parse(raw)).replace(/\p{Surrogate}/gu, '\ufffd') : raw
  }
  put('event_id', text('event_id') ?? alias('eventId'))
  put('recipient_account_id', text('recipient_account_id') ?? alias('accountId'))
  row.set('category_derived', text('event_category') === null)
  row.set('conflict', false)
  const category =
    text('event_category') ??
    categoryOf({
      eventType: text('event_type'),
      eventSource: text('event_source'),
      eventName: text('event_name'),
      managementEvent: (row.get('management_event') as boolean | undefined) ?? null,
      hasInsightDetails: row.has('insight_details'),
    })
  put('event_category', category)
  const identity = (name: string) => text(`identity_${name}`)
  put(
    'principal',
    identity('arn') ??
      identity('user_name') ??
      identity('invoked_by') ??
      identity('principal_id') ??
      identity('type'),
  )
  put('user_name', plainUser(text))
  const agent = text('user_agent')
  put('user_agent_family', agent ? agentFamilyOf(agent) : null)
  put('outcome', plainOutcome(text, category))
  const resources = text('resources')
  if (resources !== null) row.set('resource_arns', JSON.stringify(plainArns(resources)))
  return row
}

function plainUser(text: (column: string) => string | null): string | null {
  const behind = (value: string | null, mark: string) =>
    value?.includes(mark) ? value.slice(value.lastIndexOf(mark) + 1) || null : null
  const arn = text('identity_arn')
  const type = text('identity_type')
  const userName = text('identity_user_name')
  const ofType =
    type === 'AssumedRole' && arn?.includes(':assumed-role/')
      ? behind(arn, '/')
      : type === 'Root'
        ? 'root'
        : type === 'IdentityCenterUser'
          ? (userName ?? text('identity_on_behalf_of_user_id'))
          : null
  return (
    text('session_source_identity') ??
    ofType ??
    userName ??
    behind(text('identity_principal_id'), ':') ??
    behind(arn, '/') ??
    text('identity_invoked_by') ??
    text('identity_principal_id')
  )
}

function plainOutcome(text: (column: string) => string | null, category: string): string | null {
  if (category === 'Insight' || category === 'Aggregated') return null
  const code = text('error_code')
  if (code !== null) return outcomeOfError(code)
  const isSignIn = text('event_source') === 'signin.amazonaws.com'
  if (isSignIn && isFailedSignIn(text('response_elements') ?? '')) return 'denied'
  return text('error_message') === null ? 'succeeded' : 'failed'
}

/** First what stands under `ARN`, then what stands under `arn`; the first member of a name counts. */
function plainArns(resources: string): string[] {
  if (!resources.startsWith('[')) return []
  const elements = elementsOf(Buffer.from(resources))
  const found = ['ARN', 'arn'].flatMap((key) =>
    elements.flatMap((element) => {
      const raw = membersOf(element).find(({ rawKey }) => Buffer.from(rawKey).toString() === `"${key}"`)?.raw
      const json = raw && Buffer.from(raw).toString('utf8')
      if (json === undefined || json === 'null') return []
      return [json.startsWith('"') ? String(JSON.parse(json)).replace(/\p{Surrogate}/gu, '\ufffd') : json]
    }),
  )
  return [...new Set(found)]
}

/** The elements of a compact array, by giving each a key. */
function elementsOf(array: Buffer): Uint8Array[] {
  const elements: Uint8Array[] = []
  let from = 1
  while (from < array.length - 1) {
    const [member] = membersOf(
      Buffer.concat([Buffer.from('{"x":'), array.subarray(from, -1), Buffer.from('}')]),
    )
    if (!member) return elements
    elements.push(member.raw)
    from += member.raw.length + 1
  }
  return elements
}
