import type { ShapeColumn } from './column'
import { addendumKeys, identityColumn, jsonStruct, tlsKeys } from './identity'

const text = (name: string, column: string, visible = true): ShapeColumn => ({
  name,
  type: 'varchar',
  expression: column,
  visible,
})
const json = (name: string, column: string, visible = true): ShapeColumn => ({
  ...text(name, column, visible),
  kind: 'json',
})

const flag = (name: string, column: string, visible = true): ShapeColumn => ({
  name,
  type: 'varchar',
  expression: `CAST(${column} AS VARCHAR)`,
  visible,
  kind: 'readonly',
})

const timeText = (name: string, timeFormat: string, visible: boolean, note?: string): ShapeColumn => ({
  name,
  type: 'varchar',
  expression: `strftime(event_time, '${timeFormat}')`,
  visible,
  timeFormat,
  ...(note ? { note } : {}),
})

const partition = (name: string) => `Partition column "${name}" is read from the event's own time.`
const place = (name: string, column: string, from: string): ShapeColumn => ({
  ...text(name, column, false),
  note: `Partition column "${name}" is read from ${from}.`,
})

/** `eventTime` as CloudTrail writes it. */
export const isoSeconds = '%Y-%m-%dT%H:%M:%SZ'

const resourceShape = '[{"ARN":"VARCHAR","accountId":"VARCHAR","type":"VARCHAR"}]'

export const resourcesColumn = (name: string): ShapeColumn => ({
  name,
  type: 'array(row(arn varchar, accountid varchar, type varchar))',
  expression: `CAST(from_json(resources, '${resourceShape}') AS STRUCT(arn VARCHAR, accountid VARCHAR, "type" VARCHAR)[])`,
  visible: true,
})

/** The official `cloudtrail_logs` table: its columns in their order, then what it lacks and what partitions are called. */
export const athenaColumns: readonly ShapeColumn[] = [
  text('eventversion', 'event_version'),
  identityColumn('useridentity'),
  timeText('eventtime', isoSeconds, true),
  text('eventsource', 'event_source'),
  text('eventname', 'event_name'),
  text('awsregion', 'aws_region'),
  text('sourceipaddress', 'source_ip_address'),
  text('useragent', 'user_agent'),
  text('errorcode', 'error_code'),
  text('errormessage', 'error_message'),
  json('requestparameters', 'request_parameters'),
  json('responseelements', 'response_elements'),
  json('additionaleventdata', 'additional_event_data'),
  text('requestid', 'request_id'),
  text('eventid', 'event_id'),
  flag('readonly', 'read_only'),
  resourcesColumn('resources'),
  text('eventtype', 'event_type'),
  text('apiversion', 'api_version'),
  text('recipientaccountid', 'recipient_account_id'),
  json('serviceeventdetails', 'service_event_details'),
  text('sharedeventid', 'shared_event_id'),
  text('vpcendpointid', 'vpc_endpoint_id'),
  text('vpcendpointaccountid', 'vpc_endpoint_account_id'),
  text('eventcategory', 'event_category'),
  jsonStruct('addendum', 'addendum', addendumKeys),
  text('sessioncredentialfromconsole', 'session_credential_from_console'),
  json('edgedevicedetails', 'edge_device_details'),
  jsonStruct('tlsdetails', 'tls_details', tlsKeys),
  timeText('timestamp', '%Y/%m/%d', true, partition('timestamp')),

  flag('managementevent', 'management_event', false),
  text('sourceidentity', 'session_source_identity', false),
  json('insightdetails', 'insight_details', false),
  json('eventcontext', 'event_context', false),
  json('inscopeof', "json_extract(user_identity, '$.inScopeOf')", false),

  place('region', 'aws_region', 'awsregion'),
  place('region_partition', 'aws_region', 'awsregion'),
  place('account', 'recipient_account_id', 'recipientaccountid'),
  place('account_id', 'recipient_account_id', 'recipientaccountid'),
  place('accountid', 'recipient_account_id', 'recipientaccountid'),
  place('account_partition', 'recipient_account_id', 'recipientaccountid'),
  place('aws_account_id', 'recipient_account_id', 'recipientaccountid'),
  timeText('year', '%Y', false, partition('year')),
  { ...timeText('month', '%m', false, partition('month')), timeFormat: undefined, kind: 'month' },
  { ...timeText('day', '%d', false, partition('day')), timeFormat: undefined, kind: 'day' },
  timeText('dt', '%Y-%m-%d', false, partition('dt')),
  timeText('date', '%Y/%m/%d', false, partition('date')),
  timeText('day_partition', '%Y/%m/%d', false, partition('day_partition')),
  timeText('date_partition', '%Y/%m/%d', false, partition('date_partition')),
  timeText('partition_date', '%Y/%m/%d', false, partition('partition_date')),
  timeText('event_date', '%Y-%m-%d', false, partition('event_date')),
  timeText('p_event_date', '%Y-%m-%d', false, partition('p_event_date')),
  {
    name: 'p_event_time',
    type: 'timestamp',
    expression: 'event_time',
    visible: false,
    kind: 'time',
    note: partition('p_event_time'),
  },
]
