import type { z } from 'zod'
import type { Outcome, Target } from '../../contract/deletions'
import type { StoryEvent as StoryEventSchema } from '../../contract/deletions-api'
import type { CaseReader, Row } from '../case/connection'
import { recordName } from '../record-name'
import { type Sql, sql, sqlTrusted } from '../sql-text'
import { isoOf } from './list-build'
import { principalNames } from './principal'

export type StoryEvent = z.infer<typeof StoryEventSchema>

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Targets a line of a story needs; a batch of thousands is cut here. */
const maxTargets = 20

/** Columns of the index a line of a story is made of. */
export const actionSelect = sqlTrusted(
  `seq, us, event_id, event_source, event_name, account, region, outcome, source_ip, kind, targets, to_json(keys)::VARCHAR AS keys, ${principalNames.join(', ')}`,
)

/** A row of `actions` or of the list. */
export function storyEventOf(row: Row): StoryEvent {
  return {
    eventId: String(row.event_id),
    seq: Number(row.seq),
    eventTime: isoOf(row.us),
    eventSource: text(row.event_source) ?? '',
    eventName: text(row.event_name) ?? '',
    account: text(row.account),
    region: text(row.region),
    outcome: (text(row.outcome) ?? 'succeeded') as Outcome,
    principal: text(row.p_arn) ?? text(row.p_invoked_by) ?? text(row.p_user) ?? text(row.p_id),
    sourceIp: text(row.source_ip),
    kind: text(row.kind),
    targets: (JSON.parse(text(row.targets) ?? '[]') as Target[]).slice(0, maxTargets),
  }
}

export type EventsNear = { events: StoryEvent[]; more: number }

type Near = { where: Sql; from: number; to: number; at: number; exceptSeq: number; count: number }

/**
 * Events around a moment that fulfil a condition: the nearest `count` on each side, oldest first, and how many more
 * there are between `from` and `to` (microseconds).
 */
export async function eventsNear(
  db: CaseReader,
  actions: Sql,
  { where, from, to, at, exceptSeq, count }: Near,
): Promise<{ before: StoryEvent[]; after: StoryEvent[]; more: number }> {
  const rows = await db.rows(sql`-- name: deletions.around
WITH found AS (
  SELECT seq, epoch_us(event_time) AS us, ${recordName()} AS event_id, event_source, event_name, recipient_account_id AS account,
    aws_region AS region, outcome, source_ip_address AS source_ip, identity_arn AS p_arn,
    identity_invoked_by AS p_invoked_by, identity_user_name AS p_user, identity_principal_id AS p_id
  FROM events
  WHERE event_time BETWEEN make_timestamp(${from}::BIGINT) AND make_timestamp(${to}::BIGINT) AND (${where}) AND seq <> ${exceptSeq}
), nearest AS (
  SELECT *, count(*) OVER () AS all_rows, us < ${at} OR (us = ${at} AND seq < ${exceptSeq}) AS earlier FROM found
  QUALIFY row_number() OVER (PARTITION BY earlier ORDER BY abs(us - ${at}), abs(seq - ${exceptSeq})) <= ${count}
)
SELECT n.*, a.kind, a.targets
FROM nearest AS n LEFT JOIN ${actions} AS a ON a.seq = n.seq
ORDER BY n.us, n.seq`)
  const before = rows.filter((row) => row.earlier === true).map(storyEventOf)
  const after = rows.filter((row) => row.earlier !== true).map(storyEventOf)
  return { before, after, more: Number(rows[0]?.all_rows ?? 0) - rows.length }
}
