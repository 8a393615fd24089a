import { bindingsOf } from '../case/connection'
import { openDatabase } from '../case/database'
import { viewStatements } from '../case/views'
import { fieldCell, fieldRef } from '../query/field-sql'
import { orderBy } from '../query/sql-answers'
import { sql, sqlJoin, sqlLiteral, sqlTrusted } from '../sql-text'
import { chooseRows, whereChosen } from './event-batches'
import type { Job } from './export-events'

const reportEveryMs = 200

/**
 * Parquet is written by DuckDB itself, in an instance that lives for this one statement and is locked to the case and the
 * folder of the draft: nothing that a person typed runs in it (docs/adr/0011).
 */
export async function writeParquet(job: Job): Promise<void> {
  const { opened, params, fields, target, signal, total, report } = job
  const database = await openDatabase({ folders: [opened.path, target.folder] })
  const connection = await database.instance.connect()
  const interrupt = () => connection.interrupt()
  signal.addEventListener('abort', interrupt)
  const timer = setInterval(() => {
    const share = Math.max(0, connection.progress.percentage) / 100
    report({ done: Math.floor(share * total), total, bytes: 0 })
  }, reportEveryMs)
  try {
    for (const view of viewStatements(opened.path, opened.manifest)) await connection.run(view.text)
    const chosen = await chooseRows(connection, params.only)
    const cells = fields.map((field) => sql`${fieldCell(fieldRef(field))} AS ${columnName(field)}`)
    const copy = sql`-- name: export.parquet
COPY (SELECT ${sqlJoin(cells, ', ')} FROM events${whereChosen(params.view, chosen)}${orderBy(params.view)})
TO ${sqlLiteral(target.draft)} (FORMAT parquet, COMPRESSION zstd)`
    const { values, types } = bindingsOf(copy.params)
    await connection.run(copy.text, values, types)
  } finally {
    clearInterval(timer)
    signal.removeEventListener('abort', interrupt)
    connection.closeSync()
    database.close()
  }
}

/** The field as its own column name, quoted. */
const columnName = (field: string) => sqlTrusted(`"${field.replaceAll('"', '""')}"`)
