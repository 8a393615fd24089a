import type { Deletion } from '../../contract/deletions'
import type { CaseReader, Row } from '../case/connection'
import { sql } from '../sql-text'
import type { Chain } from './chain'
import type { CaseIndex, Span } from './index-store'
import { isoOf } from './list-build'

const hour = 3_600_000_000
const day = 24 * hour
/** An archive that ends sooner after the deletion may miss what came of it. */
const tailHours = 24

/** Services whose single items are data events, which a trail records only when told to. */
const withDataEvents: Record<string, string> = {
  's3.amazonaws.com': 'objects',
  'dynamodb.amazonaws.com': 'items',
  'sqs.amazonaws.com': 'messages',
}

/** What the archive cannot show about this deletion, a sentence each. */
export async function caveatsOf(
  db: CaseReader,
  index: CaseIndex,
  row: Row,
  deletion: Deletion,
  chain: Chain,
): Promise<string[]> {
  const us = Number(row.us)
  const said = [
    deletion.targetsUnknown,
    deletion.outcome === 'succeeded' ? deletion.outcomeReason : null,
    text(row.note),
    deletion.outcome === 'succeeded' ? text(row.implies) : null,
    deletion.outcome === 'succeeded' && !deletion.recoverable ? text(row.undo) : null,
    chain.end === 'not-in-archive' && deletion.human
      ? `${deletion.human.name} is inferred: ${chain.reason}`
      : null,
  ]
  return [
    ...said.filter((sentence) => sentence !== null),
    ...spanCaveats(index.span, us),
    ...(await gapCaveats(db, us, deletion)),
    ...(await dataEventCaveats(db, us, deletion)),
    ...(await lifecycleCaveat(db, index, row, deletion)),
    ...(await globalCaveat(db, us)),
  ]
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

function spanCaveats(span: Span | null, us: number): string[] {
  if (!span) return []
  const sentences: string[] = []
  if (span.to - us < tailHours * hour) {
    sentences.push(
      `The archive ends at ${isoOf(span.to)}: what happened later, such as a restore, is not in it.`,
    )
  }
  if (us - span.from < tailHours * hour) {
    sentences.push(`The archive begins at ${isoOf(span.from)}: what led up to this before then is not in it.`)
  }
  return sentences
}

/** Hours without a single event where the hours around them have some. */
async function gapCaveats(db: CaseReader, us: number, { account, region }: Deletion): Promise<string[]> {
  const rows = await db.rows(sql`-- name: deletions.coverage
SELECT epoch_us(time_bucket(INTERVAL 1 hour, event_time)) AS h, count(*) AS n FROM events
WHERE event_time BETWEEN make_timestamp(${us - 6 * hour}::BIGINT) AND make_timestamp(${us + 6 * hour}::BIGINT)
  AND recipient_account_id IS NOT DISTINCT FROM ${account} AND aws_region IS NOT DISTINCT FROM ${region}
GROUP BY h`)
  const hours = new Map(rows.map((row) => [Number(row.h), Number(row.n)]))
  const first = Math.min(...hours.keys())
  const last = Math.max(...hours.keys())
  const typical = [...hours.values()].sort((a, b) => a - b)[Math.floor(hours.size / 2)] ?? 0
  // A quiet account has empty hours of its own; a silence says something only where others speak.
  if (typical < 20) return []
  const empty: number[] = []
  for (let at = first; at <= last; at += hour) if (!hours.has(at)) empty.push(at)
  return empty.map(
    (at) =>
      `No event of account ${account} in ${region} between ${isoOf(at)} and ${isoOf(at + hour)}: a gap in the archive, or logging was off.`,
  )
}

async function dataEventCaveats(db: CaseReader, us: number, deletion: Deletion): Promise<string[]> {
  const items = withDataEvents[deletion.eventSource]
  if (!items) return []
  const [row] = await db.rows(sql`-- name: deletions.data-events
SELECT count(*) AS n FROM (
  SELECT 1 FROM events WHERE event_category = 'Data' AND event_source = ${deletion.eventSource}
    AND recipient_account_id IS NOT DISTINCT FROM ${deletion.account}
    AND event_time BETWEEN make_timestamp(${us - 7 * day}::BIGINT) AND make_timestamp(${us + 7 * day}::BIGINT) LIMIT 1)`)
  if (Number(row?.n) > 0) return []
  const service = deletion.eventSource.replace('.amazonaws.com', '')
  return [
    `There are no data events of ${service} in account ${deletion.account} within a week: whether single ${items} were read or deleted before cannot be seen here.`,
  ]
}

/** S3 carries out expirations itself, and mostly without events. */
async function lifecycleCaveat(
  db: CaseReader,
  index: CaseIndex,
  row: Row,
  deletion: Deletion,
): Promise<string[]> {
  if (row.kind !== 'expiry-configured' || deletion.eventSource !== 's3.amazonaws.com') return []
  const [found] = await db.rows(
    sql`SELECT count(*) AS n FROM ${index.actions} WHERE event_source = 's3lifecycle.amazonaws.com'`,
  )
  return Number(found?.n) > 0
    ? []
    : [
        'What the rule expired is not in this archive: S3 records expirations as data events of s3lifecycle only where a trail selects them, else only in server access logs.',
      ]
}

/** IAM, console sign-ins and the global STS endpoint are recorded in us-east-1. */
async function globalCaveat(db: CaseReader, us: number): Promise<string[]> {
  const [row] = await db.rows(sql`SELECT count(*) AS n FROM (
  SELECT 1 FROM events WHERE aws_region = 'us-east-1'
    AND event_time BETWEEN make_timestamp(${us - 30 * day}::BIGINT) AND make_timestamp(${us + 30 * day}::BIGINT) LIMIT 1)`)
  return Number(row?.n) > 0
    ? []
    : [
        'There are no events of us-east-1 around this time: console sign-ins, IAM and roles taken through the global endpoint are recorded there.',
      ]
}
