import { parseRecord } from './parsed'

/** A line a record, the record a string in `message`: what forwarders write. */
export function messageLines(records: readonly string[]): Buffer {
  const lines = records.map((message) => ({
    '@timestamp': parseRecord(message).eventTime,
    host: 'collector-1',
    message,
  }))
  return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}

/** A JSON export of Splunk's search results: the record a string in `_raw`. */
export function splunkExport(records: readonly string[]): Buffer {
  const lines = records.map((text, i) => ({
    preview: false,
    offset: i,
    ...(i === records.length - 1 ? { lastrow: true } : {}),
    result: {
      _time: parseRecord(text).eventTime,
      _raw: text,
      host: 'trail',
      index: 'aws',
      source: 's3://trail',
      sourcetype: 'aws:cloudtrail',
    },
  }))
  return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}

function elasticHit(text: string): string {
  const { eventID } = parseRecord(text)
  return `{"_index":"cloudtrail-2026.03","_id":${JSON.stringify(eventID)},"_score":null,"_source":${text}}`
}

/** Documents of an Elasticsearch index as dump tools write them: a line each, the record in `_source`. */
export function elasticDump(records: readonly string[]): Buffer {
  return Buffer.from(records.map((text) => `${elasticHit(text)}\n`).join(''))
}

/** The answer of an Elasticsearch search: hits within hits. */
export function elasticSearch(records: readonly string[]): Buffer {
  const total = `{"value":${records.length},"relation":"eq"}`
  return Buffer.from(
    `{"took":4,"timed_out":false,"hits":{"total":${total},"hits":[${records.map(elasticHit).join(',')}]}}`,
  )
}
