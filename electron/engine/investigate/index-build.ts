import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Target } from '../../contract/deletions'
import { type Row, toCell } from '../case/connection'
import { sqlLiteral } from '../sql-text'
import type { Catalogue } from './catalogue'
import { type Classifier, createClassifier, isListed } from './classify'
import { actionColumns, foundColumns, issuedColumns, issuedSource } from './index-layout'
import { outcomeOf } from './outcome'
import { identityJson } from './principal'
import type { Json, TrailRecord } from './record'
import { recoveryOf } from './recovery'
import { createResolver, type Resolver } from './targets'

/** What makes rows of the index out of events; holds what it has learnt of names. */
export type Indexer = { classifier: Classifier; resolve: Resolver }

export const createIndexer = (catalogue: Catalogue): Indexer => ({
  classifier: createClassifier(catalogue),
  resolve: createResolver(catalogue),
})

const payload = {
  request_parameters: 'requestParameters',
  response_elements: 'responseElements',
  resources: 'resources',
  service_event_details: 'serviceEventDetails',
  additional_event_data: 'additionalEventData',
} as const

/** What the rules look at. Everything else a row of the index has is joined to it in SQL. */
const selected = [
  'seq',
  'epoch_us(event_time) AS us',
  'event_source, event_name, event_type, read_only, error_code, error_message, null_keys',
  'recipient_account_id AS account, aws_region AS region, identity_user_name AS p_user',
  'identity_account_id AS p_account',
  ...Object.keys(payload),
]

/**
 * Writes the two index files of one segment. Names are looked at first, so that only the few events that can be
 * actions are taken out of the segment. Files appear whole: under another name first, then renamed.
 */
export async function indexSegment(
  connection: DuckDBConnection,
  indexer: Indexer,
  segment: string,
  files: { actions: string; issued: string },
): Promise<void> {
  const events = `read_parquet(${sqlLiteral(segment).text})`
  const draft = `.${process.pid}.${Math.random().toString(36).slice(2, 8)}`
  await writeActions(connection, indexer, events, files.actions, draft)
  await writeIssued(connection, events, files.issued, draft)
}

async function writeIssued(connection: DuckDBConnection, events: string, file: string, draft: string) {
  const columns = issuedColumns.map(([name, from]) => `${from} AS ${name}`).join(',\n  ')
  await copyTo(connection, `SELECT ${columns} FROM ${issuedSource(events)}`, file, draft)
}

async function copyTo(connection: DuckDBConnection, select: string, file: string, draft: string) {
  await connection.run(
    `COPY (${select}) TO ${sqlLiteral(`${file}${draft}`).text} (FORMAT parquet, COMPRESSION zstd)`,
  )
  await rename(`${file}${draft}`, file)
}

async function writeActions(
  connection: DuckDBConnection,
  indexer: Indexer,
  events: string,
  file: string,
  draft: string,
) {
  const rowsFile = `${file}${draft}.ndjson`
  try {
    const names = await namesOfInterest(connection, indexer, events)
    await writeRows(connection, indexer, events, names, rowsFile)
    const columns = foundColumns.map(([name, type]) => `${name}: '${type}'`).join(', ')
    const found = `read_json(${sqlLiteral(rowsFile).text}, format = 'newline_delimited', columns = {${columns}}, maximum_object_size = 67108864)`
    const select = actionColumns.map(([name, , from]) => (from ? `${from} AS ${name}` : `f.${name}`))
    await copyTo(
      connection,
      `SELECT ${select.join(', ')} FROM ${events} AS e JOIN ${found} AS f ON f.seq = e.seq ORDER BY e.seq`,
      file,
      draft,
    )
  } finally {
    await rm(rowsFile, { force: true })
  }
}

async function namesOfInterest(connection: DuckDBConnection, { classifier }: Indexer, events: string) {
  const result = await connection.runAndReadAll(
    `SELECT DISTINCT event_source, event_name FROM ${events} WHERE event_name IS NOT NULL`,
  )
  return result
    .getRows()
    .filter(([source, name]) => classifier.nameClass(String(source), String(name)) !== 'none')
    .map(([, name]) => String(name))
}

async function writeRows(
  connection: DuckDBConnection,
  indexer: Indexer,
  events: string,
  names: string[],
  file: string,
): Promise<void> {
  const output = createWriteStream(file, { mode: 0o600 })
  try {
    if (names.length > 0) {
      const list = [...new Set(names)].map((name) => sqlLiteral(name).text).join(', ')
      const result = await connection.stream(
        `SELECT ${selected.join(', ')} FROM ${events} WHERE event_name IN (${list}) ORDER BY seq`,
      )
      const columns = result.columnNames()
      for (;;) {
        const chunk = await result.fetchChunk()
        if (!chunk || chunk.rowCount === 0) break
        const values = columns.map((_, index) => chunk.getColumnValues(index))
        const lines: string[] = []
        for (let at = 0; at < chunk.rowCount; at += 1) {
          const row: Row = {}
          columns.forEach((name, index) => {
            row[name] = toCell(values[index]?.[at] ?? null)
          })
          const line = indexRow(indexer, row)
          if (line) lines.push(JSON.stringify(line))
        }
        if (lines.length > 0 && !output.write(`${lines.join('\n')}\n`)) await once(output, 'drain')
      }
    }
  } finally {
    output.end()
    await once(output, 'close')
  }
}

/** The row of the index for an event; null where the event is no action after all. */
export function indexRow({ classifier, resolve }: Indexer, row: Row): Record<string, Json> | null {
  const record = recordOf(row)
  const classification = classifier.classify(record)
  if (!classification) return null
  const outcome = outcomeOf(record)
  const { targets, related, unknown } = resolve(record, classification)
  const recovery = recoveryOf(record, classification, outcome.outcome)
  const listed = isListed(classification.kind)
  const { action } = classification
  return {
    seq: row.seq as Json,
    kind: classification.kind,
    outcome: outcome.outcome,
    outcome_reason: outcome.reason,
    targets: JSON.stringify(targets),
    related: related.length > 0 ? JSON.stringify(related) : null,
    targets_unknown: unknown,
    target_types: [...new Set(targets.map(({ type }) => type))],
    keys: targets.map(targetKey),
    related_keys: related.map(targetKey),
    search: searchText([...targets, ...related]),
    recoverable: recovery.recoverable ? JSON.stringify(recovery.recoverable) : null,
    undo: recovery.undo,
    note: listed ? (action?.note ?? null) : null,
    implies: listed ? (action?.implies ?? null) : null,
    restored_by: [...recovery.restoredBy],
  }
}

/** What two records about one resource have in common. */
export const targetKey = ({ type, id, arn }: Target): string => (arn ?? `${type} ${id}`).toLowerCase()

function searchText(targets: readonly Target[]): string {
  const words = targets.flatMap(({ id, arn, name }) => [id, arn, name])
  return [...new Set(words.filter((word) => word !== null))].join('\n').toLowerCase()
}

function recordOf(row: Row): TrailRecord {
  const us = row.us
  const record: TrailRecord = {
    eventTime: typeof us === 'number' ? new Date(us / 1000).toISOString() : null,
    eventSource: row.event_source as string | null,
    eventName: row.event_name as string | null,
    eventType: row.event_type as string | null,
    awsRegion: row.region as string | null,
    recipientAccountId: row.account as string | null,
    readOnly: row.read_only as boolean | null,
    errorCode: row.error_code as string | null,
    errorMessage: row.error_message as string | null,
    userIdentity: identityJson(row),
  }
  const nulls = typeof row.null_keys === 'string' ? row.null_keys : ''
  for (const [column, member] of Object.entries(payload)) {
    const text = row[column]
    if (typeof text === 'string') record[member] = parseJson(text)
    else if (nulls.includes(member)) record[member] = null
  }
  return record
}

/** Text that is no JSON stays text: a value of a type the column could not hold. */
function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
