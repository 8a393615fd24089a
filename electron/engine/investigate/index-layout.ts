import { recordName } from '../record-name'
import { principalColumns } from './principal'

/**
 * The index of a case: two Parquet files beside each `events` segment, in `index/`. Everything in it can be made again
 * from the events; it is named for the segment and for the catalogue it was made with.
 *
 * `actions`: one row for each event that destroys, restores, or makes or changes something (classify.ts).
 * `issued`: one row for each event that hands out credentials or signs somebody in.
 */
export const indexFolder = 'index'
/** Raised when the columns change or are filled differently. */
export const indexFormat = 3

type Column = readonly [name: string, type: string, from?: string]

const text = (...names: string[]): Column[] => names.map((name) => [name, 'VARCHAR'])
const from = (columns: Record<string, string>): Column[] =>
  Object.entries(columns).map(([name, expression]) => [name, 'VARCHAR', expression])

/** What people call whoever acted, as `nameOf` (principal.ts) has it: user, session of a role, root, service. */
const actor = `coalesce(
  if(identity_type = 'Root', 'root', NULL),
  if(identity_type IS DISTINCT FROM 'IAMUser', coalesce(
    nullif(regexp_extract(identity_arn, ':(?:assumed-role/[^/]+|federated-user)/(.+)$', 1), ''),
    nullif(regexp_extract(identity_principal_id, '^[A-Z0-9]+:(.+)$', 1), '')), NULL),
  if(identity_user_name <> 'HIDDEN_DUE_TO_SECURITY_REASONS', identity_user_name, NULL),
  if(identity_type = 'AWSService' OR identity_type IS NULL, coalesce(identity_invoked_by, identity_principal_id), NULL),
  string_split(identity_arn, '/')[-1], identity_invoked_by, identity_principal_id, identity_account_id)`

/** Columns of `actions`. Those with an expression come from the event itself, the others from the rules. */
export const actionColumns: readonly Column[] = [
  ['seq', 'BIGINT', 'e.seq'],
  /** Microseconds since 1970. */
  ['us', 'BIGINT', 'epoch_us(event_time)'],
  ...from({
    event_id: recordName('e.seq').text,
    event_source: 'event_source',
    event_name: 'event_name',
    event_type: 'event_type',
    account: 'recipient_account_id',
    region: 'aws_region',
    request_id: 'request_id',
    shared_event_id: 'shared_event_id',
    source_ip: 'source_ip_address',
    user_agent: 'user_agent',
    actor,
  }),
  ...principalColumns.map(([name, column]): Column => [name, 'VARCHAR', column]),
  /** Impact or kind of life (contract). */
  ...text('kind', 'outcome', 'outcome_reason'),
  /** JSON: Target[] each. */
  ...text('targets', 'related', 'targets_unknown'),
  /** Types of the targets; lower-case ARNs, or type and id, to join on; everything a search may hit, a line each. */
  ['target_types', 'VARCHAR[]'],
  ['keys', 'VARCHAR[]'],
  ['related_keys', 'VARCHAR[]'],
  ...text('search'),
  /** JSON: Recoverable. Which events undo it; what the catalogue says about it. */
  ...text('recoverable', 'undo', 'note', 'implies'),
  ['restored_by', 'VARCHAR[]'],
]

/** What the rules find out about an event, with its position. */
export const foundColumns: readonly Column[] = actionColumns.filter(
  ([name, , made]) => name === 'seq' || !made,
)

/** Calls that hand out credentials or sign in. Console sign-ins carry no key; they are tied by who and when. */
export const issuingEvents: readonly string[] = [
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'AssumeRoot',
  'GetSessionToken',
  'GetFederationToken',
  'GetDelegatedAccessToken',
  'CreateSession',
  'GetRoleCredentials',
  'GetCredentialsForIdentity',
  'ConsoleLogin',
  'SwitchRole',
  'UserAuthentication',
  'GetSigninToken',
]

/**
 * Values taken out of the JSON of issuing events: all of one column at once, since each call parses the text anew.
 * `issuedSource` makes the lists, `taken` names a place in one.
 */
const takenPaths = {
  response_elements: [
    'credentials.accessKeyId',
    'roleCredentials.accessKeyId',
    'credentials.AccessKeyId',
    'assumedRoleUser.assumedRoleId',
    'assumedRoleUser.arn',
    'federatedUser.federatedUserId',
    'federatedUser.arn',
    'issuer',
    'subject',
    'subjectFromWebIdentityToken',
    'ConsoleLogin',
  ],
  request_parameters: ['roleArn', 'roleSessionName', 'sourceIdentity', 'principalArn'],
  additional_event_data: ['MFAUsed', 'SwitchFrom'],
} as const satisfies Record<string, readonly string[]>

type TakenColumn = keyof typeof takenPaths

const taken = <C extends TakenColumn>(column: C, path: (typeof takenPaths)[C][number]): string =>
  `taken_${column}[${(takenPaths[column] as readonly string[]).indexOf(path) + 1}]`

/** The relation `issuedColumns` are taken from. */
export function issuedSource(events: string): string {
  const lists = Object.entries(takenPaths).map(([column, paths]) => {
    const list = paths.map((path) => `'$.${path}'`).join(', ')
    return `json_extract_string(${column}, [${list}]) AS taken_${column}`
  })
  const names = issuingEvents.map((name) => `'${name}'`).join(', ')
  return `(SELECT *, ${lists.join(', ')} FROM ${events} WHERE event_name IN (${names}))`
}

/** Columns of `issued` and the SQL over `issuedSource` that fills them. */
export const issuedColumns: readonly (readonly [name: string, from: string])[] = [
  ['seq', 'seq'],
  ['us', 'epoch_us(event_time)'],
  ['event_id', recordName().text],
  ['event_name', 'event_name'],
  ['account', 'recipient_account_id'],
  ['region', 'aws_region'],
  ['shared_event_id', 'shared_event_id'],
  ['source_ip', 'source_ip_address'],
  ['user_agent', 'user_agent'],
  ['mfa_used', `coalesce(${taken('additional_event_data', 'MFAUsed')} = 'Yes', false)`],
  [
    'issued_key',
    `coalesce(${taken('response_elements', 'credentials.accessKeyId')}, ${taken('response_elements', 'roleCredentials.accessKeyId')}, ${taken('response_elements', 'credentials.AccessKeyId')})`,
  ],
  [
    'issued_id',
    `coalesce(${taken('response_elements', 'assumedRoleUser.assumedRoleId')}, ${taken('response_elements', 'federatedUser.federatedUserId')}, if(event_name = 'SwitchRole', identity_principal_id, NULL))`,
  ],
  [
    'issued_arn',
    `coalesce(${taken('response_elements', 'assumedRoleUser.arn')}, ${taken('response_elements', 'federatedUser.arn')},
      if(event_name = 'SwitchRole', identity_arn, NULL),
      regexp_replace(${taken('request_parameters', 'roleArn')}, '^arn:([^:]+):iam::([0-9]+):role/(?:.*/)?([^/]+)$', 'arn:\\1:sts::\\2:assumed-role/\\3/') || ${taken('request_parameters', 'roleSessionName')})`,
  ],
  ['asked_identity', taken('request_parameters', 'sourceIdentity')],
  [
    'saml_provider',
    `coalesce(${taken('request_parameters', 'principalArn')}, ${taken('response_elements', 'issuer')})`,
  ],
  [
    'subject',
    `coalesce(${taken('response_elements', 'subject')}, ${taken('response_elements', 'subjectFromWebIdentityToken')})`,
  ],
  ['switched_from', taken('additional_event_data', 'SwitchFrom')],
  [
    'failed',
    `error_code IS NOT NULL OR coalesce(${taken('response_elements', 'ConsoleLogin')} = 'Failure', false)`,
  ],
  ...principalColumns,
]
