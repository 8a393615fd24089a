import type { Cause, Human } from '../../contract/deletions'
import type { ChainHop, Investigation } from '../../contract/deletions-api'
import { EngineError } from '../../contract/errors'
import type { Case } from '../case/case'
import type { CaseReader, Row } from '../case/connection'
import { recordWhere } from '../record-name'
import { type Sql, sql } from '../sql-text'
import { elsewhere, sessionAround } from './around'
import { type CausedAction, createCauseFinder } from './causes'
import { caveatsOf } from './caveats'
import { type Chain, walkChain } from './chain'
import { evidenceOf } from './evidence'
import { type CaseIndex, ensureIndex } from './index-store'
import { fetchIssued } from './issued'
import { causedActionOf, ensureList, humanThrough, isoOf } from './list-build'
import { deletionOf } from './list-query'
import { actorOf, principalOf } from './principal'
import { livesOf, type Touched } from './resource-life'
import { actionSelect, type StoryEvent, storyEventOf } from './story-events'
import { summaryOf } from './summary'

const cascadeLines = 200

type Progress = (report: { done: number; total: number }) => void

/** The story of one deletion, from its event ID. Errors: event/not-found, deletions/none. */
export async function investigate(
  opened: Case,
  eventId: string,
  signal: AbortSignal,
  onProgress: Progress = () => undefined,
): Promise<Investigation> {
  const index = await ensureIndex(opened, signal, onProgress)
  const list = await ensureList(opened, index, signal)
  return opened.read(signal, async (db) => {
    const row = await findDeletion(db, index, list, eventId)
    return tell(db, index, list, row)
  })
}

const listColumns = sql`* REPLACE (to_json(keys)::VARCHAR AS keys, to_json(related_keys)::VARCHAR AS related_keys, to_json(restored_by)::VARCHAR AS restored_by)`

/** The row of the list; for an item of a batch, which the list counts inside the batch, the row of the index. */
async function findDeletion(db: CaseReader, index: CaseIndex, list: Sql, eventId: string): Promise<Row> {
  const [listed] = await db.rows(sql`-- name: deletions.one
SELECT ${listColumns} FROM ${list} WHERE event_id = ${eventId} ORDER BY seq LIMIT 1`)
  if (listed) return listed
  const [action] = await db.rows(sql`-- name: deletions.one.item
SELECT ${listColumns}, 0 AS children FROM ${index.actions} WHERE event_id = ${eventId} ORDER BY seq LIMIT 1`)
  if (action && action.event_type === 'AwsServiceEvent' && action.event_name === 'DeleteObject') {
    return { ...action, ...(await batchOf(db, list, action)) }
  }
  const twin = action?.shared_event_id
    ? await db.rows(
        sql`SELECT ${listColumns} FROM ${list} WHERE shared_event_id = ${String(action.shared_event_id)} LIMIT 1`,
      )
    : []
  if (twin[0]) return twin[0]
  const [event] = await db.rows(sql`SELECT event_name FROM events WHERE ${recordWhere({ eventId })} LIMIT 1`)
  if (!event) {
    throw new EngineError('event/not-found', `There is no event with the ID ${eventId} in this case.`, {
      hint: 'Check the ID, and that this is the case it was imported into.',
    })
  }
  throw new EngineError(
    'deletions/none',
    `${event.event_name ?? 'Event'} ${eventId} deletes, removes and impairs nothing.`,
    {
      hint: 'See `backtrail deletions` for what does, or `backtrail record` for this record.',
    },
  )
}

async function batchOf(db: CaseReader, list: Sql, item: Row): Promise<Row> {
  const [parent] =
    await db.rows(sql`SELECT event_id, human_kind, human_name, human_arn, human_grade FROM ${list}
WHERE event_name = 'DeleteObjects' AND request_id = ${String(item.request_id)} LIMIT 1`)
  if (!parent) return {}
  const { event_id: eventId, ...human } = parent
  return {
    ...human,
    cause_kind: 'batch',
    cause_event_id: eventId ?? null,
    cause_why:
      'It is one key of this DeleteObjects; S3 records each key of a batch with the same request ID.',
  }
}

async function tell(db: CaseReader, index: CaseIndex, list: Sql, row: Row): Promise<Investigation> {
  const deletion = deletionOf(row)
  const { chain, root } = await chainOf(db, index, row, deletion.cause)
  const touched = touchedOf(row)
  const principal = principalOf(row)
  const acted = { seq: deletion.seq, us: touched.us, principal, sourceIp: deletion.actor.sourceIp }
  const lives = await livesOf(db, index.actions, touched)
  const { cascade, cascadeMore } = await cascadeOf(db, index, list, row)
  const human = root ? chain.human : (deletion.human ?? chain.human)
  const found = { ...deletion, human }
  const caveats = await caveatsOf(db, index, row, found, chain)
  const seqs = new Set([
    deletion.seq,
    ...chain.seqs,
    ...[...lives.precursors, ...lives.restores, ...lives.attempts, ...lives.logging, ...cascade].map(
      ({ seq }) => seq,
    ),
  ])
  return {
    deletion: found,
    summary: summaryOf(found, chain.hops, lives, root),
    chain: chain.hops,
    chainEnd: { reason: chain.reason },
    cascade,
    cascadeMore,
    ...lives,
    session: await sessionAround(db, index.actions, acted),
    elsewhere: await elsewhere(db, index.actions, acted),
    recoverable: found.recoverable,
    caveats,
    evidence: await evidenceOf(db, [...seqs]),
  }
}

/** The chain of whoever acted; where something else made it happen, the root first and then the chain of its caller. */
async function chainOf(
  db: CaseReader,
  index: CaseIndex,
  row: Row,
  cause: Cause | null,
): Promise<{ chain: Chain; root: StoryEvent | null }> {
  const rootRow = cause?.eventId ? await rootOf(db, index, cause.eventId) : null
  const principal = principalOf(rootRow ?? row)
  const chain = walkChain(principal, await fetchIssued(db, index.issued, [principal]))
  if (!rootRow || !cause) return { chain, root: null }
  const root = causedActionOf(rootRow)
  const link = createCauseFinder([root])(causedActionOf(row))?.grade ?? 'same resource'
  const human: Human | null = humanThrough(chain.human, link)
  const hops = [rootHop(rootRow, root, cause, link), ...chain.hops]
  return {
    chain: { ...chain, human, hops, seqs: [Number(rootRow.seq), ...chain.seqs] },
    root: storyEventOf(rootRow),
  }
}

async function rootOf(db: CaseReader, index: CaseIndex, eventId: string): Promise<Row | null> {
  const [row] = await db.rows(sql`-- name: deletions.root
SELECT ${listColumns} FROM ${index.actions} WHERE event_id = ${eventId} ORDER BY p_type = 'AWSAccount', seq LIMIT 1`)
  return row ?? null
}

function rootHop(row: Row, root: CausedAction, cause: Cause, grade: ChainHop['grade']): ChainHop {
  const userAgent = typeof row.user_agent === 'string' ? row.user_agent : null
  const { type, name, arn, account, accessKeyId, mfa } = actorOf(root.principal, root.sourceIp, userAgent)
  return {
    eventId: root.eventId,
    eventTime: isoOf(root.us),
    eventName: root.eventName,
    principal: { type, name, arn, account, accessKeyId },
    sourceIp: root.sourceIp,
    userAgent,
    mfa,
    grade,
    why: cause.why,
  }
}

function touchedOf(row: Row): Touched {
  const principal = principalOf(row)
  const list = (value: unknown) => JSON.parse(typeof value === 'string' ? value : '[]') as string[]
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return {
    seq: Number(row.seq),
    us: Number(row.us),
    eventId: String(row.event_id),
    account: text(row.account),
    kind: String(row.kind),
    outcome: String(row.outcome),
    keys: list(row.keys),
    relatedKeys: list(row.related_keys),
    restoredBy: list(row.restored_by),
    accessKeyId: principal.accessKeyId,
    principalId: principal.principalId,
    created: principal.created,
    sourceIp: text(row.source_ip),
  }
}

type Cascade = Pick<Investigation, 'cascade' | 'cascadeMore'>

/** What this action made happen: deletions of its stack, of its schedule, the items of its batch. */
async function cascadeOf(db: CaseReader, index: CaseIndex, list: Sql, row: Row): Promise<Cascade> {
  const eventId = String(row.event_id)
  const batch = row.event_name === 'DeleteObjects' && Number(row.children) > 0
  const [counted, rows] = batch
    ? await batchItems(db, index.actions, row)
    : [
        await db.rows(sql`SELECT count(*) AS n FROM ${list} WHERE cause_event_id = ${eventId}`),
        await db.rows(sql`-- name: deletions.cascade
SELECT ${actionSelect} FROM ${list} WHERE cause_event_id = ${eventId} ORDER BY us, seq LIMIT ${cascadeLines}`),
      ]
  const total = Number(counted[0]?.n ?? 0)
  return { cascade: rows.map(storyEventOf), cascadeMore: Math.max(0, total - rows.length) }
}

async function batchItems(db: CaseReader, actions: Sql, row: Row): Promise<[Row[], Row[]]> {
  const where = sql`event_name = 'DeleteObject' AND event_type = 'AwsServiceEvent'
  AND (request_id = ${String(row.request_id)} OR (p_key = ${String(row.p_key)} AND us BETWEEN ${Number(row.us)} AND ${Number(row.us) + 60_000_000}))
  AND list_has_any(keys, from_json(${String(row.keys)}, '["VARCHAR"]'))`
  return [
    await db.rows(sql`SELECT count(*) AS n FROM ${actions} WHERE ${where}`),
    await db.rows(sql`-- name: deletions.batch
SELECT ${actionSelect} FROM ${actions} WHERE ${where} ORDER BY us, seq LIMIT ${cascadeLines}`),
  ]
}
