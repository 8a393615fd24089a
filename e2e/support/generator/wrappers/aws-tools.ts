import { gzipSync } from 'node:zlib'
import { type ParsedRecord, parseRecord, shownResource, shownUser } from './parsed'

function lookupEntry(text: string, time: string | number): object {
  const record = parseRecord(text)
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly ?? false),
    ...(record.userIdentity?.accessKeyId ? { AccessKeyId: record.userIdentity.accessKeyId } : {}),
    EventTime: time,
    EventSource: record.eventSource,
    Username: shownUser(record),
    Resources: (record.resources ?? []).map(({ type, ARN }) => ({
      ResourceType: type,
      ResourceName: shownResource(ARN),
    })),
    CloudTrailEvent: text,
  }
}

/** Output of `aws cloudtrail lookup-events`, version 2: times with an offset. The record is a string inside. */
export function lookupEvents(records: readonly string[]): Buffer {
  const entries = records.map((text) => lookupEntry(text, parseRecord(text).eventTime.replace('Z', '+00:00')))
  return Buffer.from(`${JSON.stringify({ Events: entries, NextToken: 'AAAAexample' }, null, 4)}\n`)
}

/** The same from version 1 of the tool: times in seconds. */
export function lookupEventsV1(records: readonly string[]): Buffer {
  const entries = records.map((text) => lookupEntry(text, Date.parse(parseRecord(text).eventTime) / 1000))
  return Buffer.from(`${JSON.stringify({ Events: entries }, null, 4)}\n`)
}

/** Entries of `lookup-events`, one a line, as log collectors write them. */
export function lookupEventLines(records: readonly string[]): Buffer {
  const entries = records.map((text) => lookupEntry(text, parseRecord(text).eventTime))
  return Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
}

/** Records themselves under `Events`. */
export function eventsList(records: readonly string[]): Buffer {
  return Buffer.from(`{"Events":[${records.join(',')}]}`)
}

const detailTypes: Readonly<Record<string, string>> = {
  AwsApiCall: 'AWS API Call via CloudTrail',
  AwsConsoleSignIn: 'AWS Console Sign In via CloudTrail',
  AwsConsoleAction: 'AWS Console Action via CloudTrail',
  AwsServiceEvent: 'AWS Service Event via CloudTrail',
  AwsCloudTrailInsight: 'AWS Insight via CloudTrail',
  AwsVpceEvents: 'AWS Network Activity Event via CloudTrail',
}

function envelope(record: ParsedRecord, text: string): string {
  const insight = record.eventType === 'AwsCloudTrailInsight'
  const head = JSON.stringify({
    version: '0',
    id: record.eventID,
    'detail-type': detailTypes[record.eventType ?? ''] ?? 'AWS API Call via CloudTrail',
    source: insight ? 'aws.cloudtrail' : `aws.${record.eventSource?.split('.')[0]}`,
    account: record.recipientAccountId,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
  })
  return `${head.slice(0, -1)},"detail":${text}}`
}

/** Events as EventBridge hands them to targets, one a line; the record is `detail`. */
export function eventBridge(records: readonly string[]): Buffer {
  return Buffer.from(records.map((text) => `${envelope(parseRecord(text), text)}\n`).join(''))
}

/** Output of `aws logs filter-log-events`: each record is a string in `message`. */
export function filterLogEvents(records: readonly string[]): Buffer {
  const events = records.map((text, i) => {
    const timestamp = Date.parse(parseRecord(text).eventTime)
    return {
      logStreamName: `${parseRecord(text).recipientAccountId}_CloudTrail_${parseRecord(text).awsRegion}`,
      timestamp,
      message: text,
      ingestionTime: timestamp + 300_000,
      eventId: String(38_000_000_000_000 + i),
    }
  })
  return Buffer.from(`${JSON.stringify({ events, searchedLogStreams: [] }, null, 4)}\n`)
}

/** A file of a CloudWatch Logs export to S3: a time, a blank, the record; packed. */
export function cloudWatchExport(records: readonly string[]): Buffer {
  const lines = records.map((text) => `${parseRecord(text).eventTime.replace('Z', '.000Z')} ${text}\n`)
  return gzipSync(lines.join(''))
}

/** What a CloudWatch Logs subscription sends on: packed, the records as strings in `message`. */
export function subscriptionFilter(records: readonly string[]): Buffer {
  const document = {
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: 'aws-cloudtrail-logs',
    logStream: '111122223333_CloudTrail_us-east-1',
    subscriptionFilters: ['all'],
    logEvents: records.map((message, i) => ({
      id: String(37_000_000_000_000 + i),
      timestamp: Date.parse(parseRecord(message).eventTime),
      message,
    })),
  }
  return gzipSync(JSON.stringify(document))
}
