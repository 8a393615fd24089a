import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Segment } from '../case/manifest'
import { columnsOf } from '../case/schema'
import { sqlLiteral, sqlTrusted } from '../sql-text'
import type { SourceReport } from './messages'
import { writeSegment } from './segment'
import { factsOfName } from './source-name'

/** A row of `sources`, of a file of which so many records were copies. */
export function sourceRow(source: SourceReport, duplicates: number, isCopied: boolean) {
  const facts = factsOfName(source.path)
  return {
    source_id: source.sourceId,
    path: source.path,
    kind: source.kind,
    size: source.size,
    sha256: source.sha256,
    content_sha256: source.contentSha256,
    status: source.status,
    reason: source.reason,
    delivered_at: facts.deliveredAt,
    account: facts.account,
    region: facts.region,
    read: source.read,
    stored: source.read - source.rejected - duplicates,
    duplicates,
    rejected: source.rejected,
    inflated: source.inflated,
    stamp: source.stamp,
    encoding: source.encoding,
    copied:
      isCopied && source.status === 'loaded' && !source.container ? `originals/${source.sourceId}` : null,
  }
}

/** Writes rows of a kind that is made here, not by a worker; null when there are none. */
export async function writeRows(
  db: DuckDBConnection,
  casePath: string,
  kind: string,
  name: string,
  rows: readonly object[],
): Promise<Segment | null> {
  if (rows.length === 0) return null
  const path = join(casePath, 'staging', `${kind}.ndjson`)
  await writeFile(path, rows.map((row) => JSON.stringify(row)).join('\n'))
  const columns = columnsOf(kind).map((column) => `${column.name}: '${column.type}'`)
  const select = `SELECT * FROM read_json(${sqlLiteral(path).text}, format = 'newline_delimited', columns = {${columns.join(', ')}})`
  return writeSegment(db, casePath, kind, name, sqlTrusted(select))
}
