import type { DuckDBConnection } from '@duckdb/node-api'
import type { ParsedParams } from '../../contract/engine-api'
import { fieldNames } from '../../contract/event'
import type { Cell } from '../../contract/events'
import type { ExportProgress, ExportResult } from '../../contract/export'
import type { Case } from '../case/case'
import { bindingsOf } from '../case/connection'
import { toEngineError } from '../case/duckdb-errors'
import { appVersion } from '../paths'
import { fieldCell, fieldRef } from '../query/field-sql'
import { throwIfCancelled } from '../query/index/slices'
import { type Sql, sql } from '../sql-text'
import { csvLine } from './csv'
import { DeliveredRecords, onOneLine, type Place } from './delivered-records'
import { chooseRows, eventBatches, whereChosen } from './event-batches'
import { writeParquet } from './parquet'
import { HashedFile, hashFile, prepareTarget, type Target, type Written } from './target'

type Params = ParsedParams<'export.events'>
type Report = (progress: ExportProgress) => void
/** What a writer works with. */
export type Job = {
  opened: Case
  params: Params
  fields: readonly string[]
  connection: DuckDBConnection
  chosen: Sql
  total: number
  target: Target
  signal: AbortSignal
  report: Report
}

/**
 * Writes the events of a View, in its order, to a file and a sidecar beside it. Both appear when they are whole; when it
 * fails or is cancelled neither does. Errors: export/target, disk/full, cancelled.
 */
export async function exportEvents(
  opened: Case,
  params: Params,
  signal: AbortSignal,
  report: Report,
): Promise<ExportResult> {
  const started = performance.now()
  throwIfCancelled(signal)
  await opened.refresh()
  const target = await prepareTarget(params.path, params.overwrite, opened.path)
  const connection = await opened.connect()
  const interrupt = () => connection.interrupt()
  signal.addEventListener('abort', interrupt)
  try {
    const chosen = await chooseRows(connection, params.only)
    const total = await countEvents(connection, params, chosen)
    const fields = params.columns ?? fieldNames
    const job: Job = { opened, params, fields, connection, chosen, total, target, signal, report }
    report({ done: 0, total, bytes: 0 })
    const { written, events, rebuilt } = await writers[params.format](job)
    throwIfCancelled(signal)
    const { path, sidecar } = await target.commit((own) => about(job, own, events, rebuilt), written)
    report({ done: events, total, bytes: written.bytes })
    return { path, sidecar, events, ...written, rebuilt, elapsedMs: performance.now() - started }
  } catch (error) {
    await target.discard()
    throwIfCancelled(signal)
    throw toEngineError(error)
  } finally {
    signal.removeEventListener('abort', interrupt)
    connection.closeSync()
  }
}

type Outcome = { written: Written; events: number; rebuilt: number }

const writers: Record<Params['format'], (job: Job) => Promise<Outcome>> = {
  csv: writeCsv,
  ndjson: writeNdjson,
  async parquet(job) {
    await writeParquet(job)
    return { written: await hashFile(job.target.draft), events: job.total, rebuilt: 0 }
  },
}

async function countEvents(connection: DuckDBConnection, { view }: Params, chosen: Sql): Promise<number> {
  const statement = sql`-- name: export.count
SELECT count(*) FROM events${whereChosen(view, chosen)}`
  const { values, types } = bindingsOf(statement.params)
  const result = await connection.runAndReadAll(statement.text, values, types)
  return Number(result.getRows()[0]?.[0] ?? 0)
}

async function writeCsv(job: Job): Promise<Outcome> {
  const cells = job.fields.map((field) => fieldCell(fieldRef(field)))
  let heading: string | null = csvLine(job.fields, false)
  return writeBatches(job, cells, async (data, count, file) => {
    if (heading !== null) await file.write(heading)
    heading = null
    let text = ''
    for (let row = 0; row < count; row += 1) {
      text += csvLine(
        data.map((column) => column[row] ?? null),
        job.params.safe,
      )
    }
    await file.write(text)
  })
}

async function writeNdjson(job: Job): Promise<Outcome> {
  const records = new DeliveredRecords(job.opened, job.signal)
  const cells = (['seq', 'sourceId', 'byteOffset', 'byteLength'] as const).map((field) =>
    fieldCell({ kind: 'column', field }),
  )
  const lineEnd = Buffer.from('\n')
  const outcome = await writeBatches(
    job,
    cells,
    async ([seqs = [], sources = [], offsets = [], lengths = []], _, file) => {
      const places = seqs.map(
        (seq, at): Place => ({
          seq: Number(seq),
          sourceId: Number(sources[at]),
          byteOffset: Number(offsets[at]),
          byteLength: Number(lengths[at]),
        }),
      )
      for (const record of await records.read(places)) {
        await file.write(onOneLine(record))
        await file.write(lineEnd)
      }
    },
  )
  return { ...outcome, rebuilt: records.rebuilt }
}

type WriteBatch = (data: Cell[][], count: number, file: HashedFile) => Promise<void>

async function writeBatches(job: Job, cells: readonly Sql[], write: WriteBatch): Promise<Outcome> {
  const { opened, connection, params, chosen, signal, total, report, target } = job
  const file = await HashedFile.create(target.draft)
  try {
    let events = 0
    for await (const data of eventBatches(opened, connection, params.view, chosen, cells, signal)) {
      const count = data[0]?.length ?? 0
      await write(data, count, file)
      events += count
      report({ done: events, total, bytes: file.bytes })
    }
    if (events === 0)
      await write(
        cells.map(() => []),
        0,
        file,
      )
    return { written: await file.finish(), events, rebuilt: 0 }
  } catch (error) {
    await file.abandon()
    throw error
  }
}

/** What the sidecar says: enough to make the same file again, and to tell whether this is still it. */
function about({ opened, params, fields, total }: Job, written: Written, events: number, rebuilt: number) {
  const { format, view, only, safe } = params
  return {
    program: `Backtrail ${appVersion()}`,
    exportedAt: new Date().toISOString(),
    case: { name: opened.name, path: opened.path, revision: opened.manifest.revision },
    caseEvents: opened.manifest.records.stored,
    format,
    ...written,
    events,
    complete: events === total,
    view,
    selection: only ? only.length : null,
    columns: format === 'ndjson' ? null : fields,
    ...(format === 'csv' ? { formulasNeutralised: safe } : {}),
    ...(format === 'ndjson' ? { asDelivered: events - rebuilt, rebuilt } : {}),
  }
}
