import { principalColumns, principalNames } from './principal'

/**
 * The index of a case: two Parquet files beside each `events` segment, in `index/`. Everything in it can be made again
 * from the events; it is named for the segment and for the catalogue it was made with.
 *
 * `actions`: one row for each event that destroys, restores, or makes or changes something (classify.ts).
 * `issued`: one row for each event that hands out credentials or signs somebody in.
 */
export const indexFolder = 'index'
/** Raised when the columns change or are filled differently. */
export const indexFormat = 1

const text = (...names: string[]) => names.map((name) => [name, 'VARCHAR'] as const)

export const actionColumns: readonly (readonly [name: string, type: string])[] = [
  ['seq', 'BIGINT'],
  /** Microseconds since 1970. */
  ['us', 'BIGINT'],
  ...text('event_id', 'event_source', 'event_name', 'event_type', 'account', 'region'),
  ...text('request_id', 'shared_event_id', 'source_ip', 'user_agent'),
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
  ...text('actor'),
  ...principalNames.map((name) => [name, 'VARCHAR'] as const),
]

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

const path = (column: string, jsonPath: string) => `json_extract_string(${column}, '$.${jsonPath}')`

/** Columns of `issued` and the SQL over `events` that fills them. */
export const issuedColumns: readonly (readonly [name: string, from: string])[] = [
  ['seq', 'seq'],
  ['us', 'epoch_us(event_time)'],
  ['event_id', 'event_id'],
  ['event_name', 'event_name'],
  ['account', 'recipient_account_id'],
  ['region', 'aws_region'],
  ['shared_event_id', 'shared_event_id'],
  ['source_ip', 'source_ip_address'],
  ['user_agent', 'user_agent'],
  ['mfa_used', `coalesce(${path('additional_event_data', 'MFAUsed')} = 'Yes', false)`],
  [
    'issued_key',
    `coalesce(${path('response_elements', 'credentials.accessKeyId')}, ${path('response_elements', 'roleCredentials.accessKeyId')}, ${path('response_elements', 'credentials.AccessKeyId')})`,
  ],
  [
    'issued_id',
    `coalesce(${path('response_elements', 'assumedRoleUser.assumedRoleId')}, ${path('response_elements', 'federatedUser.federatedUserId')}, if(event_name = 'SwitchRole', identity_principal_id, NULL))`,
  ],
  [
    'issued_arn',
    `coalesce(${path('response_elements', 'assumedRoleUser.arn')}, ${path('response_elements', 'federatedUser.arn')},
      if(event_name = 'SwitchRole', identity_arn, NULL),
      regexp_replace(${path('request_parameters', 'roleArn')}, '^arn:([^:]+):iam::([0-9]+):role/(?:.*/)?([^/]+)$', 'arn:\\1:sts::\\2:assumed-role/\\3/') || ${path('request_parameters', 'roleSessionName')})`,
  ],
  ['asked_identity', path('request_parameters', 'sourceIdentity')],
  [
    'saml_provider',
    `coalesce(${path('request_parameters', 'principalArn')}, ${path('response_elements', 'issuer')})`,
  ],
  [
    'subject',
    `coalesce(${path('response_elements', 'subject')}, ${path('response_elements', 'subjectFromWebIdentityToken')})`,
  ],
  ['switched_from', path('additional_event_data', 'SwitchFrom')],
  [
    'failed',
    `error_code IS NOT NULL OR coalesce(${path('response_elements', 'ConsoleLogin')} = 'Failure', false)`,
  ],
  ...principalColumns,
]
