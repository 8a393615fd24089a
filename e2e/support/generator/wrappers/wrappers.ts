import {
  cloudWatchExport,
  eventBridge,
  eventsList,
  filterLogEvents,
  lookupEventLines,
  lookupEvents,
  lookupEventsV1,
  subscriptionFilter,
} from './aws-tools'
import { elasticDump, elasticSearch, messageLines, splunkExport } from './collectors'
import {
  bareArray,
  bareObject,
  concatenatedDocuments,
  documentLines,
  jsonLines,
  recordsCompact,
  recordsPretty,
} from './plain'
import { historyCsv, historyJson, lakeCsv, lakeCsvWithJson } from './tables'

/**
 * How much of the records a form keeps. `bytes`: each record stands in the file letter for letter. `string`: as a JSON
 * string, equal once unescaped. `value`: equal as JSON. `columns`: some columns only.
 */
export type Fidelity = 'bytes' | 'string' | 'value' | 'columns'

/** A form in which people hold CloudTrail records. */
export interface WrapperForm {
  readonly name: string
  /** A name a file of this form would have; recognition must not need it. */
  readonly file: string
  readonly fidelity: Fidelity
  /** True where the file holds the first record only. */
  readonly single?: true
  /** Wraps records, each given as JSON text, into the content of one file. */
  readonly wrap: (records: readonly string[]) => Buffer
}

/** Every form of cloudtrail.md 1.1 to 1.3 and 1.8 to 1.10 that is one file; containers are in containers.ts. */
export const wrapperForms: readonly WrapperForm[] = [
  { name: 'Records, compact', file: 'records.json', fidelity: 'bytes', wrap: recordsCompact },
  { name: 'Records, pretty', file: 'records-pretty.json', fidelity: 'value', wrap: recordsPretty },
  { name: 'bare array', file: 'array.json', fidelity: 'bytes', wrap: bareArray },
  { name: 'bare object', file: 'object.json', fidelity: 'bytes', single: true, wrap: bareObject },
  { name: 'JSON lines', file: 'records.jsonl', fidelity: 'bytes', wrap: jsonLines },
  { name: 'concatenated documents', file: 'all.json', fidelity: 'bytes', wrap: concatenatedDocuments },
  { name: 'documents, one a line', file: 'all-lines.json', fidelity: 'bytes', wrap: documentLines },
  { name: 'lookup-events', file: 'lookup-events.json', fidelity: 'string', wrap: lookupEvents },
  {
    name: 'lookup-events, version 1',
    file: 'lookup-events-v1.json',
    fidelity: 'string',
    wrap: lookupEventsV1,
  },
  { name: 'lookup-events, lines', file: 'lookup-events.jsonl', fidelity: 'string', wrap: lookupEventLines },
  { name: 'Events list', file: 'events.json', fidelity: 'bytes', wrap: eventsList },
  { name: 'EventBridge', file: 'eventbridge.jsonl', fidelity: 'bytes', wrap: eventBridge },
  { name: 'filter-log-events', file: 'filter-log-events.json', fidelity: 'string', wrap: filterLogEvents },
  { name: 'CloudWatch Logs export', file: '000000.gz', fidelity: 'bytes', wrap: cloudWatchExport },
  { name: 'subscription filter', file: 'subscription.gz', fidelity: 'string', wrap: subscriptionFilter },
  { name: 'message lines', file: 'messages.jsonl', fidelity: 'string', wrap: messageLines },
  { name: 'Splunk export', file: 'splunk.json', fidelity: 'string', wrap: splunkExport },
  { name: 'Elasticsearch dump', file: 'elastic.jsonl', fidelity: 'bytes', wrap: elasticDump },
  { name: 'Elasticsearch search', file: 'elastic.json', fidelity: 'bytes', wrap: elasticSearch },
  { name: 'Lake query result', file: 'result_1.csv', fidelity: 'columns', wrap: lakeCsv },
  {
    name: 'Lake query result with eventJson',
    file: 'result_2.csv',
    fidelity: 'string',
    wrap: lakeCsvWithJson,
  },
  { name: 'event history, CSV', file: 'event_history.csv', fidelity: 'columns', wrap: historyCsv },
  { name: 'event history, JSON', file: 'event_history.json', fidelity: 'bytes', wrap: historyJson },
]
