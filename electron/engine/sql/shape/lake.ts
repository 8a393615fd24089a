import { athenaColumns, resourcesColumn } from './athena'
import type { ShapeColumn } from './column'
import { addendumKeys, identityColumn, jsonStruct, tlsKeys } from './identity'

const text = (name: string, column: string): ShapeColumn => ({
  name,
  type: 'varchar',
  expression: column,
  visible: true,
})
const flag = (name: string, column: string): ShapeColumn => ({
  name,
  type: 'boolean',
  expression: column,
  visible: true,
})
/** Nested values keep their JSON text, as the members of Lake's maps do. */
const map = (name: string, column: string): ShapeColumn => ({
  name,
  type: 'map(varchar, varchar)',
  expression: `from_json(${column}, '"MAP(VARCHAR,VARCHAR)"')`,
  visible: true,
  kind: 'map',
})

const own: ShapeColumn[] = [
  text('eventVersion', 'event_version'),
  identityColumn('userIdentity'),
  { name: 'eventTime', type: 'timestamp', expression: 'event_time', visible: true, kind: 'time' },
  text('eventSource', 'event_source'),
  text('eventName', 'event_name'),
  text('awsRegion', 'aws_region'),
  text('sourceIPAddress', 'source_ip_address'),
  text('userAgent', 'user_agent'),
  text('errorCode', 'error_code'),
  text('errorMessage', 'error_message'),
  map('requestParameters', 'request_parameters'),
  map('responseElements', 'response_elements'),
  map('additionalEventData', 'additional_event_data'),
  text('requestID', 'request_id'),
  text('eventID', 'event_id'),
  flag('readOnly', 'read_only'),
  resourcesColumn('resources'),
  text('eventType', 'event_type'),
  text('apiVersion', 'api_version'),
  flag('managementEvent', 'management_event'),
  text('recipientAccountId', 'recipient_account_id'),
  text('sharedEventID', 'shared_event_id'),
  text('annotation', 'NULL::VARCHAR'),
  text('vpcEndpointId', 'vpc_endpoint_id'),
  text('vpcEndpointAccountId', 'vpc_endpoint_account_id'),
  map('serviceEventDetails', 'service_event_details'),
  jsonStruct('addendum', 'addendum', addendumKeys),
  map('edgeDeviceDetails', 'edge_device_details'),
  map('insightDetails', 'insight_details'),
  text('eventCategory', 'event_category'),
  jsonStruct('tlsDetails', 'tls_details', tlsKeys),
  text('sessionCredentialFromConsole', 'session_credential_from_console'),
]

/** Insight columns as Lake flattens them (cloudtrail.md 1.3). */
const insight = (name: string, path: string): ShapeColumn => ({
  ...text(name, `json_extract_string(insight_details, '$.${path}')`),
  visible: false,
})

const lower = new Set(own.map(({ name }) => name.toLowerCase()))

/** The shape of an event data store in CloudTrail Lake, and Athena's partition names beside it. */
export const lakeColumns: readonly ShapeColumn[] = [
  ...own,
  insight('insightSource', 'eventSource'),
  insight('insightState', 'state'),
  insight('insightEventSource', 'eventSource'),
  insight('insightEventName', 'eventName'),
  insight('insightErrorCode', 'errorCode'),
  insight('insightContext', 'insightContext'),
  ...athenaColumns.filter(({ name, visible }) => !visible && !lower.has(name)),
]
