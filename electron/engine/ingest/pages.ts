import type { EngineHandlers } from '../../contract/engine-api'
import type { EngineState } from '../engine'
import { type Sql, sql, sqlEmpty, sqlJoin } from '../sql-text'

/** The importer's own explanation: every file seen, and every record that could not be stored. */
export function pageHandlers(engine: EngineState): Pick<EngineHandlers, 'sources.page' | 'rejected.page'> {
  return {
    'sources.page': (params, { signal }) =>
      engine.cases.get(params.case).read(signal, async (db) => {
        const where = whereOf([
          ...(params.status === null ? [] : [sql`status = ${params.status}`]),
          ...(params.search === ''
            ? []
            : [sql`contains(lower(path || ' ' || coalesce(reason, '')), lower(${params.search}))`]),
        ])
        const [count] = await db.rows(sql`SELECT count(*) AS n FROM sources ${where}`)
        const rows = await db.rows(sql`
          SELECT source_id, path, kind, size, sha256, status, reason, delivered_at, account, region,
            read, stored, duplicates, rejected
          FROM sources ${where}
          ORDER BY source_id LIMIT ${params.count} OFFSET ${params.from}`)
        const files = rows.map((row) => ({
          sourceId: Number(row.source_id),
          path: String(row.path),
          kind: String(row.kind),
          size: Number(row.size),
          sha256: row.sha256 as string | null,
          status: row.status as 'loaded' | 'skipped',
          reason: row.reason as string | null,
          deliveredAt: row.delivered_at as string | null,
          account: row.account as string | null,
          region: row.region as string | null,
          records: {
            read: Number(row.read),
            stored: Number(row.stored),
            duplicates: Number(row.duplicates),
            rejected: Number(row.rejected),
          },
        }))
        return { total: Number(count?.n), files }
      }),

    'rejected.page': (params, { signal }) =>
      engine.cases.get(params.case).read(signal, async (db) => {
        const where = whereOf(params.sourceId === null ? [] : [sql`r.source_id = ${params.sourceId}`])
        const [count] = await db.rows(sql`SELECT count(*) AS n FROM rejected r ${where}`)
        const rows = await db.rows(sql`
          SELECT r.source_id, s.path, r.byte_offset, r.byte_length, r.reason, r.head
          FROM rejected r LEFT JOIN sources s USING (source_id) ${where}
          ORDER BY r.source_id, r.byte_offset LIMIT ${params.count} OFFSET ${params.from}`)
        const records = rows.map((row) => ({
          sourceId: Number(row.source_id),
          path: String(row.path ?? ''),
          byteOffset: Number(row.byte_offset),
          byteLength: row.byte_length === null ? null : Number(row.byte_length),
          reason: String(row.reason),
          head: String(row.head ?? ''),
        }))
        return { total: Number(count?.n), records }
      }),
  }
}

const whereOf = (clauses: Sql[]): Sql =>
  clauses.length === 0 ? sqlEmpty : sql`WHERE ${sqlJoin(clauses, ' AND ')}`
