import { eventColumns, type FieldName, fieldNames } from '../../contract/event'
import { type Sql, sqlTrusted } from '../sql-text'

/**
 * What a column of `events` is made of, where it is not the staged column of the same name. Aggregated records spell
 * three keys differently (cloudtrail.md 1.8); those stay in `rest` under their own names too.
 */
const made: Partial<Record<FieldName, string>> = {
  eventId: `coalesce(event_id, CASE WHEN event_type = 'AwsAggregatedEvent' THEN json_extract_string(rest, '$.eventId') END)`,
  recipientAccountId: `coalesce(recipient_account_id, CASE WHEN event_type = 'AwsAggregatedEvent' THEN json_extract_string(rest, '$.accountId') END)`,
  eventTime: 'make_timestamp(event_time)',
  eventCategory: `coalesce(event_category, derive_category(event_type, insight_details, management_event, event_source, event_name))`,
  categoryDerived: 'event_category IS NULL',
  principal:
    'derive_principal(identity_arn, identity_user_name, identity_invoked_by, identity_principal_id, identity_type)',
  user: `derive_user(session_source_identity, identity_type, identity_arn, identity_user_name, identity_principal_id, identity_invoked_by, identity_on_behalf_of_user_id)`,
  outcome: `derive_outcome(coalesce(event_category, derive_category(event_type, insight_details, management_event, event_source, event_name)), error_code, error_message, event_source, response_elements)`,
  userAgentFamily: 'derive_agent(user_agent)',
  resourceArns: 'derive_arns(resources)',
}

/**
 * Columns of `events` but `seq`, out of staged rows: the select list that the import ends with. `conflict` is the
 * expression for the column of that name.
 */
export function finishedColumns(conflict = 'false'): Sql {
  const parts = fieldNames
    .filter((field) => field !== 'seq')
    .map((field) => {
      const { column } = eventColumns[field]
      return `${field === 'conflict' ? conflict : (made[field] ?? column)} AS ${column}`
    })
  return sqlTrusted(parts.join(',\n  '))
}

/** What tells one event from another: `position`, `event_id`, `account`, `event_time`, out of staged rows. */
export function keyColumns(): string {
  return `position, ${made.eventId} AS event_id, ${made.recipientAccountId} AS account, ${made.eventTime} AS event_time`
}
