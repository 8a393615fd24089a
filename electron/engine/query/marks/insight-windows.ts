import type { InsightWindow } from '../../../contract/marks'
import type { CaseReader, Row } from '../../case/connection'
import { sql } from '../../sql-text'

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** What Insights recorded, in the order of time: Start and End records of one shared event ID are one window. */
export async function insightWindows(db: CaseReader): Promise<InsightWindow[]> {
  const rows = await db.rows(sql`-- name: events.insight-windows
SELECT
  seq, event_time, shared_event_id AS shared, recipient_account_id AS account, aws_region AS region,
  json_extract_string(insight_details, '/state') AS state,
  json_extract_string(insight_details, '/eventSource') AS source,
  json_extract_string(insight_details, '/eventName') AS name,
  json_extract_string(insight_details, '/insightType') AS type
FROM events
WHERE event_category = 'Insight' AND insight_details IS NOT NULL AND event_time IS NOT NULL
ORDER BY event_time, seq`)
  const windows: InsightWindow[] = []
  const open = new Map<string, InsightWindow>()
  for (const row of rows) {
    const key = JSON.stringify([row.shared ?? row.seq, row.account, row.region])
    const started = row.state === 'End' ? open.get(key) : undefined
    if (started) {
      started.to = String(row.event_time)
      open.delete(key)
      continue
    }
    const window = windowOf(row)
    windows.push(window)
    if (window.started) open.set(key, window)
  }
  return windows
}

function windowOf(row: Row): InsightWindow {
  const at = String(row.event_time)
  const started = row.state !== 'End'
  return {
    from: at,
    to: started ? null : at,
    started,
    eventSource: text(row.source),
    eventName: text(row.name),
    insightType: text(row.type),
    account: text(row.account),
    region: text(row.region),
    seq: Number(row.seq),
  }
}
