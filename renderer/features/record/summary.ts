import type { Cell, EventRecord } from '../../../electron/contract/events'
import { shortened } from '../../lib/format'
import { type JsonNode, nodeAt, scalarText } from '../../lib/json-tree'

type Fields = EventRecord['fields']

const text = (value: unknown): string | null =>
  value === null || value === undefined || value === '' ? null : String(value)

/** `DeleteDBInstance` as a person says it: `delete DB instance`. */
export function actionWords(eventName: string): string {
  return eventName
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_]+/)
    .map((word) => (/^[A-Z\d]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(' ')
}

function actor(fields: Fields): string {
  const type = text(fields['userIdentity.type'])
  const user = text(fields.user) ?? text(fields.principal)
  const role = text(fields['userIdentity.sessionContext.sessionIssuer.userName'])
  const invokedBy = text(fields['userIdentity.invokedBy'])
  if (type === 'Root') return 'The root user'
  if (type === 'AWSService') return `The AWS service ${invokedBy ?? user ?? ''}`.trim()
  if (type === 'AWSAccount')
    return `Someone in account ${text(fields['userIdentity.accountId']) ?? user ?? 'unknown'}`
  if (type === 'AssumedRole' && role && user && role !== user) return `${user}, in the role ${role},`
  return user ?? 'Somebody the record does not name'
}

function object(record: JsonNode | null, fields: Fields, longest: number): string | null {
  const arns = fields.resourceArns
  if (Array.isArray(arns) && arns.length > 0)
    return arns.length === 1 ? (arns[0] ?? null) : `${arns[0]} and ${arns.length - 1} more`
  for (const key of [...keysNamedBy(text(fields.eventName), record), ...telling]) {
    const node = nodeAt(record, ['requestParameters', key])
    const value = node && scalarText(node)
    if (value) return shortened(value, longest)
  }
  return null
}

/**
 * Request parameters that are named after what the call is about: `networkInterfaceId` of `DeleteNetworkInterface`. They
 * say more than those that any call may have.
 */
function keysNamedBy(eventName: string | null, record: JsonNode | null): string[] {
  const noun = eventName?.replace(/^[A-Z][a-z]+/, '').replace(/\d*$/, '') ?? ''
  const parameters = nodeAt(record, ['requestParameters'])
  if (noun === '' || parameters?.type !== 'object') return []
  const wanted = new Set(['id', 'identifier', 'name', 'arn'].map((end) => `${noun.toLowerCase()}${end}`))
  return parameters.members.map(({ key }) => key).filter((key) => wanted.has(key.toLowerCase()))
}

/** Request parameters that name the thing a call was about, where the record lists no resources. */
const telling = [
  'bucketName',
  'dBInstanceIdentifier',
  'dBClusterIdentifier',
  'functionName',
  'tableName',
  'keyId',
  'secretId',
  'userName',
  'roleName',
  'roleArn',
  'policyArn',
  'groupName',
  'instanceId',
  'groupId',
  'stackName',
  'clusterName',
  'name',
]

function signIn(fields: Fields, record: JsonNode | null): string | null {
  if (fields.eventName !== 'ConsoleLogin') return null
  const result = nodeAt(record, ['responseElements', 'ConsoleLogin'])
  const mfa = nodeAt(record, ['additionalEventData', 'MFAUsed'])
  const used = mfa && scalarText(mfa)
  const withMfa = used === 'Yes' ? ' with MFA' : used === 'No' ? ' without MFA' : ''
  const failed = result ? scalarText(result) !== 'Success' : fields.outcome !== 'succeeded'
  return failed
    ? `tried to sign in to the console${withMfa} and failed`
    : `signed in to the console${withMfa}`
}

/** An Insight names what it is about in its details; its own columns are empty. */
function insight(fields: Fields, record: JsonNode | null): string {
  const detail = (key: string) => {
    const node = nodeAt(record, ['insightDetails', key])
    return node ? text(scalarText(node)) : null
  }
  const name = detail('eventName') ?? text(fields.eventName) ?? 'an unnamed call'
  const service = (detail('eventSource') ?? text(fields.eventSource))?.replace(/\.amazonaws\.com$/, '')
  const state = { Start: 'the start of', End: 'the end of' }[detail('state') ?? '']
  return `CloudTrail Insights noted ${state ? `${state} ` : ''}unusual activity: ${name}${service ? ` of ${service}` : ''}.`
}

/** Agents that tell nothing the sentence does not tell already. */
const unsaid = new Set(['Other', 'AWS service'])

const outcomes: Record<string, string> = {
  denied: 'and was refused',
  failed: 'and it failed',
  'dry-run': 'as a dry run, which changes nothing',
}

/** The fields with their long names cut in the middle. */
function brief(fields: Fields, longest: number): Fields {
  const cut = (cell: Cell): Cell =>
    typeof cell === 'string'
      ? shortened(cell, longest)
      : Array.isArray(cell)
        ? cell.map((text) => shortened(text, longest))
        : cell
  return Object.fromEntries(Object.entries(fields).map(([field, cell]) => [field, cut(cell)])) as Fields
}

/** One sentence: who did what to what, from where, and how it ended. Names beyond `longest` letters are cut. */
export function summarise(
  whole: Fields,
  record: JsonNode | null,
  longest = Number.POSITIVE_INFINITY,
): string {
  const fields = brief(whole, longest)
  const name = text(fields.eventName) ?? 'an unnamed call'
  const service = text(fields.eventSource)?.replace(/\.amazonaws\.com$/, '')
  const signedIn = signIn(fields, record)
  if (fields.eventCategory === 'Insight') return insight(fields, record)
  const what = object(record, fields, longest)
  const parts = [actor(fields)]
  parts.push(signedIn ?? `called ${name}${service ? ` of ${service}` : ''}`)
  if (!signedIn && what) parts.push(`on ${what}`)
  const from = text(fields.sourceIPAddress)
  const invokedBy = text(fields['userIdentity.invokedBy'])
  if (from)
    parts.push(from === invokedBy || /amazonaws\.com$/.test(from) ? `through ${from}` : `from ${from}`)
  const agent = text(fields.userAgentFamily)
  if (agent && !signedIn && !unsaid.has(agent)) parts.push(`with ${agent}`)
  const ending = signedIn ? null : outcomes[text(fields.outcome) ?? '']
  const code = text(fields.errorCode)
  const sentence = `${parts.join(' ')}${ending ? ` ${ending}` : ''}`
  return `${sentence}${code && ending ? ` (${code})` : ''}.`
}
