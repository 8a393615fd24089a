/**
 * The column table: the one place where a CloudTrail field, the name the window and the command line use for it, and
 * the Parquet column meet. Order is the order of the columns in `events`.
 */

export type ColumnType = 'int' | 'time' | 'text' | 'bool' | 'json' | 'list'

export type ColumnSpec = {
  /** SQL name in `events`. */
  readonly column: string
  readonly type: ColumnType
  /** Heading a person reads. */
  readonly label: string
  /** Where the value stands in the record; absent for what Backtrail derives or adds. */
  readonly path?: readonly string[]
  readonly group: 'event' | 'identity' | 'session' | 'network' | 'payload' | 'derived' | 'provenance'
  /** Offered as a facet: `default` is shown at once, `more` on demand. */
  readonly facet?: 'default' | 'more'
}

const event = (
  column: string,
  key: string,
  label: string,
  type: ColumnType = 'text',
  facet?: 'default' | 'more',
) =>
  ({
    column,
    type,
    label,
    path: [key],
    group: 'event',
    ...(facet ? { facet } : {}),
  }) as const satisfies ColumnSpec

const identity = (column: string, path: readonly string[], label: string, facet?: 'default' | 'more') =>
  ({
    column,
    type: 'text',
    label,
    path: ['userIdentity', ...path],
    group: path[0] === 'sessionContext' ? 'session' : 'identity',
    ...(facet ? { facet } : {}),
  }) as const satisfies ColumnSpec

const payload = (column: string, key: string, label: string) =>
  ({ column, type: 'json', label, path: [key], group: 'payload' }) as const satisfies ColumnSpec

const derived = (column: string, label: string, type: ColumnType = 'text', facet?: 'default' | 'more') =>
  ({ column, type, label, group: 'derived', ...(facet ? { facet } : {}) }) as const satisfies ColumnSpec

const provenance = (column: string, label: string, type: ColumnType) =>
  ({ column, type, label, group: 'provenance' }) as const satisfies ColumnSpec

/** Field name (as Views, the window and the command line spell it) to its column. */
export const eventColumns = {
  /** Position in the case; ascending through a segment. */
  seq: provenance('seq', 'Seq', 'int'),
  eventTime: event('event_time', 'eventTime', 'Time (UTC)', 'time'),
  eventName: event('event_name', 'eventName', 'Event name', 'text', 'default'),
  eventSource: event('event_source', 'eventSource', 'Service', 'text', 'default'),
  eventCategory: event('event_category', 'eventCategory', 'Category', 'text', 'default'),
  eventType: event('event_type', 'eventType', 'Event type', 'text', 'more'),
  eventId: event('event_id', 'eventID', 'Event ID'),
  eventVersion: event('event_version', 'eventVersion', 'Event version', 'text', 'more'),
  awsRegion: event('aws_region', 'awsRegion', 'Region', 'text', 'default'),
  recipientAccountId: event('recipient_account_id', 'recipientAccountId', 'Account', 'text', 'default'),
  readOnly: event('read_only', 'readOnly', 'Read only', 'bool', 'default'),
  managementEvent: event('management_event', 'managementEvent', 'Management event', 'bool', 'more'),
  errorCode: event('error_code', 'errorCode', 'Error code', 'text', 'default'),
  errorMessage: event('error_message', 'errorMessage', 'Error message'),
  sourceIPAddress: {
    ...event('source_ip_address', 'sourceIPAddress', 'Source IP', 'text', 'default'),
    group: 'network',
  },
  userAgent: { ...event('user_agent', 'userAgent', 'User agent', 'text', 'more'), group: 'network' },
  vpcEndpointId: {
    ...event('vpc_endpoint_id', 'vpcEndpointId', 'VPC endpoint', 'text', 'more'),
    group: 'network',
  },
  vpcEndpointAccountId: {
    ...event('vpc_endpoint_account_id', 'vpcEndpointAccountId', 'VPC endpoint account', 'text', 'more'),
    group: 'network',
  },
  requestId: event('request_id', 'requestID', 'Request ID'),
  sharedEventId: event('shared_event_id', 'sharedEventID', 'Shared event ID'),
  apiVersion: event('api_version', 'apiVersion', 'API version', 'text', 'more'),
  sessionCredentialFromConsole: event(
    'session_credential_from_console',
    'sessionCredentialFromConsole',
    'From console',
    'text',
    'more',
  ),

  'userIdentity.type': identity('identity_type', ['type'], 'Identity type', 'more'),
  'userIdentity.principalId': identity('identity_principal_id', ['principalId'], 'Principal ID', 'more'),
  'userIdentity.arn': identity('identity_arn', ['arn'], 'Identity ARN', 'more'),
  'userIdentity.accountId': identity('identity_account_id', ['accountId'], 'Identity account', 'more'),
  'userIdentity.accessKeyId': identity('identity_access_key_id', ['accessKeyId'], 'Access key', 'more'),
  'userIdentity.userName': identity('identity_user_name', ['userName'], 'User name', 'more'),
  'userIdentity.invokedBy': identity('identity_invoked_by', ['invokedBy'], 'Invoked by', 'more'),
  'userIdentity.identityProvider': identity(
    'identity_provider',
    ['identityProvider'],
    'Identity provider',
    'more',
  ),
  'userIdentity.credentialId': identity('identity_credential_id', ['credentialId'], 'Credential ID'),
  'userIdentity.onBehalfOf.userId': identity(
    'identity_on_behalf_of_user_id',
    ['onBehalfOf', 'userId'],
    'On behalf of user',
    'more',
  ),
  'userIdentity.onBehalfOf.identityStoreArn': identity(
    'identity_on_behalf_of_identity_store_arn',
    ['onBehalfOf', 'identityStoreArn'],
    'Identity store',
  ),
  'userIdentity.inScopeOf.sourceArn': identity(
    'identity_in_scope_of_source_arn',
    ['inScopeOf', 'sourceArn'],
    'In scope of',
  ),
  'userIdentity.inScopeOf.sourceAccount': identity(
    'identity_in_scope_of_source_account',
    ['inScopeOf', 'sourceAccount'],
    'In scope of account',
  ),
  'userIdentity.invokedByDelegate.accountId': identity(
    'identity_invoked_by_delegate_account_id',
    ['invokedByDelegate', 'accountId'],
    'Delegate account',
  ),
  'userIdentity.sessionContext.sessionIssuer.type': identity(
    'session_issuer_type',
    ['sessionContext', 'sessionIssuer', 'type'],
    'Session issuer type',
    'more',
  ),
  'userIdentity.sessionContext.sessionIssuer.principalId': identity(
    'session_issuer_principal_id',
    ['sessionContext', 'sessionIssuer', 'principalId'],
    'Session issuer ID',
  ),
  'userIdentity.sessionContext.sessionIssuer.arn': identity(
    'session_issuer_arn',
    ['sessionContext', 'sessionIssuer', 'arn'],
    'Session issuer ARN',
    'more',
  ),
  'userIdentity.sessionContext.sessionIssuer.accountId': identity(
    'session_issuer_account_id',
    ['sessionContext', 'sessionIssuer', 'accountId'],
    'Session issuer account',
  ),
  'userIdentity.sessionContext.sessionIssuer.userName': identity(
    'session_issuer_user_name',
    ['sessionContext', 'sessionIssuer', 'userName'],
    'Role',
    'more',
  ),
  'userIdentity.sessionContext.attributes.creationDate': identity(
    'session_creation_date',
    ['sessionContext', 'attributes', 'creationDate'],
    'Session created',
  ),
  'userIdentity.sessionContext.attributes.mfaAuthenticated': identity(
    'session_mfa_authenticated',
    ['sessionContext', 'attributes', 'mfaAuthenticated'],
    'MFA',
    'more',
  ),
  'userIdentity.sessionContext.webIdFederationData.federatedProvider': identity(
    'session_federated_provider',
    ['sessionContext', 'webIdFederationData', 'federatedProvider'],
    'Federated provider',
    'more',
  ),
  'userIdentity.sessionContext.sourceIdentity': identity(
    'session_source_identity',
    ['sessionContext', 'sourceIdentity'],
    'Source identity',
    'more',
  ),
  'userIdentity.sessionContext.ec2RoleDelivery': identity(
    'session_ec2_role_delivery',
    ['sessionContext', 'ec2RoleDelivery'],
    'EC2 role delivery',
  ),
  'userIdentity.sessionContext.assumedRoot': identity(
    'session_assumed_root',
    ['sessionContext', 'assumedRoot'],
    'Assumed root',
  ),
  'userIdentity.sessionContext.signInSessionArn': identity(
    'session_sign_in_session_arn',
    ['sessionContext', 'signInSessionArn'],
    'Sign-in session',
  ),

  /** Who acted, as short as it stays unambiguous: ARN, else user name, service, principal id, identity type. */
  principal: derived('principal', 'Principal', 'text', 'default'),
  /** The person or system behind the session: source identity, role session name, user name, `root`, service. */
  user: derived('user_name', 'User', 'text', 'default'),
  /** succeeded | denied | failed | dry-run */
  outcome: derived('outcome', 'Outcome', 'text', 'default'),
  /** Console, AWS CLI, Boto3, Terraform, … an AWS service */
  userAgentFamily: derived('user_agent_family', 'Agent', 'text', 'default'),
  /** ARNs from `resources[]`, in their order, without repeats. */
  resourceArns: derived('resource_arns', 'Resource', 'list', 'default'),
  /** False when the record says its category itself; true before eventVersion 1.07, where it is worked out. */
  categoryDerived: derived('category_derived', 'Category derived', 'bool'),
  /** How often this event was delivered again (same eventID, same recipient account, same content). Known at query time. */
  conflict: derived('conflict', 'Same ID, other content', 'bool', 'more'),

  userIdentity: payload('user_identity', 'userIdentity', 'userIdentity'),
  requestParameters: payload('request_parameters', 'requestParameters', 'requestParameters'),
  responseElements: payload('response_elements', 'responseElements', 'responseElements'),
  additionalEventData: payload('additional_event_data', 'additionalEventData', 'additionalEventData'),
  serviceEventDetails: payload('service_event_details', 'serviceEventDetails', 'serviceEventDetails'),
  resources: payload('resources', 'resources', 'resources'),
  tlsDetails: payload('tls_details', 'tlsDetails', 'tlsDetails'),
  insightDetails: payload('insight_details', 'insightDetails', 'insightDetails'),
  addendum: payload('addendum', 'addendum', 'addendum'),
  edgeDeviceDetails: payload('edge_device_details', 'edgeDeviceDetails', 'edgeDeviceDetails'),
  eventContext: payload('event_context', 'eventContext', 'eventContext'),
  /** Every top-level key that has no column of its own, and values whose type the column cannot hold. */
  rest: { column: 'rest', type: 'json', label: 'Other keys', group: 'payload' },

  /** `sources.source_id` of the file this copy came from. */
  sourceId: provenance('source_id', 'Source file', 'int'),
  /** Byte offset of the record in the inflated file. */
  byteOffset: provenance('byte_offset', 'Offset', 'int'),
  /** Bytes of the record in the inflated file. */
  byteLength: provenance('byte_length', 'Length', 'int'),
  /** Comma-joined names of top-level keys whose value is an explicit `null`: absent and null are not the same. */
  nullKeys: provenance('null_keys', 'Null keys', 'text'),
} as const satisfies Record<string, ColumnSpec>

export type FieldName = keyof typeof eventColumns

export const fieldNames = Object.keys(eventColumns) as [FieldName, ...FieldName[]]

export const defaultFacets = fieldNames.filter((name) => specOf(name).facet === 'default')

/** The column of a field, with its optional members visible to the type checker. */
export function specOf(field: FieldName): ColumnSpec {
  return eventColumns[field]
}

export const categories = ['Management', 'Data', 'Insight', 'NetworkActivity', 'Aggregated'] as const
export const outcomes = ['succeeded', 'denied', 'failed', 'dry-run'] as const
