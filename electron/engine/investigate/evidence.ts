import type { Investigation } from '../../contract/deletions-api'
import type { CaseReader } from '../case/connection'
import { recordName } from '../record-name'
import { sql } from '../sql-text'

/** A report names this many records; the window leads to all. */
const maxRecords = 400

/** Where the records at these positions stand: file, its hash, bytes. */
export async function evidenceOf(
  db: CaseReader,
  seqs: readonly number[],
): Promise<Investigation['evidence']> {
  const rows = await db.rows(sql`-- name: deletions.evidence
WITH wanted AS (SELECT unnest(from_json(${JSON.stringify(seqs.slice(0, maxRecords))}, '["BIGINT"]')) AS seq)
SELECT ${recordName('e.seq')} AS event_id, s.path, s.sha256, e.byte_offset, e.byte_length
FROM events AS e JOIN wanted AS w ON w.seq = e.seq LEFT JOIN sources AS s ON s.source_id = e.source_id
ORDER BY e.event_time, e.seq`)
  return rows.map((row) => ({
    eventId: String(row.event_id),
    path: String(row.path ?? ''),
    sha256: (row.sha256 ?? null) as string | null,
    byteOffset: Number(row.byte_offset),
    byteLength: Number(row.byte_length),
  }))
}
