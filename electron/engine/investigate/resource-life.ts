import type { z } from 'zod'
import { impacts } from '../../contract/deletions'
import type { deletionsApi, Investigation } from '../../contract/deletions-api'
import type { CaseReader, Row } from '../case/connection'
import { type Sql, sql, sqlJoin, sqlLiteral, sqlTrusted } from '../sql-text'
import { actionSelect, type StoryEvent, storyEventOf } from './story-events'

const hour = 3_600_000_000
const day = 24 * hour
const maxLines = 200
/** Targets of a batch whose lives are looked at. */
const maxKeys = 50

export type Touched = {
  seq: number
  us: number
  eventId: string
  account: string | null
  kind: string
  outcome: string
  keys: readonly string[]
  relatedKeys: readonly string[]
  restoredBy: readonly string[]
  accessKeyId: string | null
  principalId: string | null
  created: string | null
  sourceIp: string | null
}

export type Lives = Pick<Investigation, 'precursors' | 'attempts' | 'restores' | 'resource' | 'logging'>

/** Kinds of earlier actions on the same thing that belong to the story of its end. */
const precursorKinds = ['protection-removed', 'copied-out', 'expiry-configured']
const precursorDays = 90

/**
 * Everything else that happened to what an action hit: one pass over the index for the resource's life, out of which
 * come the precursors, failed attempts and restores; a second for what the same caller was refused and for logging.
 */
export async function livesOf(db: CaseReader, actions: Sql, touched: Touched): Promise<Lives> {
  const keys = [...new Set([...touched.keys.slice(0, maxKeys), ...containers(touched.keys)])]
  const life = keys.length === 0 ? [] : await db.rows(lifeSql(actions, keys, touched.relatedKeys))
  const own = new Set(touched.keys)
  const others = life.filter((row) => row.seq !== touched.seq)
  const onTarget = (row: Row) => keysOf(row).some((key) => own.has(key)) || row.related_hit === true
  return {
    resource: life
      .filter((row) => onTarget(row) || row.seq === touched.seq)
      .slice(0, maxLines)
      .map(storyEventOf),
    precursors: others
      .filter((row) => isPrecursor(row, touched))
      .map((row) => ({ ...storyEventOf(row), why: whyPrecursor(row) })),
    restores: others.filter((row) => isRestore(row, touched)).map(storyEventOf),
    attempts: merge(
      others.filter((row) => row.outcome !== 'succeeded' && isImpact(row) && onTarget(row)),
      await refusedTo(db, actions, touched),
    ),
    logging: (await loggingAround(db, actions, touched)).filter(({ seq }) => seq !== touched.seq),
  }
}

/** A bucket for its objects: protection is removed from the bucket. */
function containers(keys: readonly string[]): string[] {
  return [...new Set(keys.flatMap((key) => /^(arn:[^:]+:s3:::[^/]+)\//.exec(key)?.[1] ?? []))]
}

const keysOf = (row: Row): string[] => JSON.parse(String(row.keys ?? '[]')) as string[]
const isImpact = (row: Row): boolean => (impacts as readonly string[]).includes(String(row.kind))

function lifeSql(actions: Sql, keys: readonly string[], related: readonly string[]): Sql {
  const all = [...keys, ...related]
  return sql`-- name: deletions.life
SELECT ${actionSelect}, list_has_any(related_keys, ${jsonList(keys)}) AS related_hit
FROM ${actions}
WHERE ${mentionsAny(all)} AND (list_has_any(keys, ${jsonList(all)}) OR list_has_any(related_keys, ${jsonList(keys)}))
ORDER BY us, seq LIMIT 2000`
}

/** A look at the text first, which costs a tenth of comparing lists. A key is an ARN, or a type and an identifier. */
function mentionsAny(keys: readonly string[]): Sql {
  if (keys.length > 8) return sqlTrusted('true')
  const texts = keys.map((key) => (key.startsWith('arn:') ? key : key.slice(key.indexOf(' ') + 1)))
  return sql`(${sqlJoin(
    texts.map((text) => sql`contains(search, ${text})`),
    ' OR ',
  )})`
}

const jsonList = (values: readonly string[]): Sql => sql`from_json(${JSON.stringify(values)}, '["VARCHAR"]')`

function isPrecursor(row: Row, touched: Touched): boolean {
  const us = Number(row.us)
  return (
    touched.outcome === 'succeeded' &&
    touched.kind !== 'protection-removed' &&
    touched.kind !== 'restored' &&
    row.outcome === 'succeeded' &&
    precursorKinds.includes(String(row.kind)) &&
    row.kind !== touched.kind &&
    us <= touched.us &&
    touched.us - us <= precursorDays * day
  )
}

function whyPrecursor(row: Row): string {
  if (row.kind === 'copied-out') return 'A copy was made, or given to somebody, before.'
  return row.kind === 'expiry-configured'
    ? 'It had been set to expire by itself before.'
    : 'A protection was taken away before.'
}

function isRestore(row: Row, touched: Touched): boolean {
  if (row.outcome !== 'succeeded' || Number(row.us) < touched.us || touched.outcome !== 'succeeded')
    return false
  return touched.restoredBy.length > 0
    ? touched.restoredBy.includes(String(row.event_name)) && row.kind !== touched.kind
    : row.kind === 'restored'
}

/** What the same caller tried and did not get, a day before and after. */
async function refusedTo(db: CaseReader, actions: Sql, touched: Touched): Promise<Row[]> {
  const { accessKeyId, principalId, created, sourceIp, us } = touched
  const same: Sql[] = []
  if (accessKeyId) same.push(sql`p_key = ${accessKeyId}`)
  if (principalId && created) same.push(sql`(p_id = ${principalId} AND p_created = ${created})`)
  if (sourceIp && /^[0-9a-f.:]+$/i.test(sourceIp)) same.push(sql`source_ip = ${sourceIp}`)
  if (same.length === 0) return []
  return db.rows(sql`-- name: deletions.refused
SELECT ${actionSelect} FROM ${actions}
WHERE us BETWEEN ${us - day} AND ${us + day} AND outcome <> 'succeeded' AND kind IN (${impactList}) AND seq <> ${touched.seq}
  AND (${sqlJoin(same, ' OR ')})
ORDER BY us, seq LIMIT 100`)
}

const impactList = sqlTrusted(impacts.map((impact) => sqlLiteral(impact).text).join(', '))

async function loggingAround(db: CaseReader, actions: Sql, { us, account }: Touched): Promise<StoryEvent[]> {
  const rows = await db.rows(sql`-- name: deletions.logging
SELECT ${actionSelect} FROM ${actions}
WHERE us BETWEEN ${us - day} AND ${us + day}
  AND (kind = 'logging-impaired' OR (kind = 'restored' AND event_source IN ('cloudtrail.amazonaws.com', 'config.amazonaws.com', 'guardduty.amazonaws.com')))
  AND (account IS NOT DISTINCT FROM ${account} OR event_source = 'cloudtrail.amazonaws.com')
ORDER BY us, seq LIMIT 50`)
  return rows.map(storyEventOf)
}

function merge(...groups: Row[][]): StoryEvent[] {
  const rows = new Map(groups.flat().map((row) => [Number(row.seq), row]))
  return [...rows.values()]
    .sort((a, b) => Number(a.us) - Number(b.us) || Number(a.seq) - Number(b.seq))
    .slice(0, maxLines)
    .map(storyEventOf)
}

type ResourceAnswer = z.output<(typeof deletionsApi)['deletions.resource']['result']>

/** Everything that happened to what a text names: an id, a name, an ARN or a part of one. */
export async function searchResource(
  db: CaseReader,
  actions: Sql,
  target: string,
  count: number,
): Promise<ResourceAnswer> {
  const wanted = target.trim().toLowerCase()
  const rows = await db.rows(sql`-- name: deletions.resource
SELECT ${actionSelect}, count(*) OVER () AS all_rows FROM ${actions}
WHERE contains(search, ${wanted}) ORDER BY us, seq LIMIT ${count}`)
  const resources = await db.rows(sql`-- name: deletions.resource.names
WITH hits AS (
  SELECT seq, unnest(list_concat(
    from_json(coalesce(targets, '[]'), '[{"type":"VARCHAR","id":"VARCHAR","arn":"VARCHAR","name":"VARCHAR"}]'),
    from_json(coalesce(related, '[]'), '[{"type":"VARCHAR","id":"VARCHAR","arn":"VARCHAR","name":"VARCHAR"}]'))) AS t
  FROM ${actions} WHERE contains(search, ${wanted})
)
SELECT t.type AS type, t.id AS id, t.arn AS arn, count(DISTINCT seq) AS events FROM hits
WHERE contains(lower(concat_ws(chr(10), t.id, t.arn, t.name)), ${wanted})
GROUP BY ALL ORDER BY events DESC, id LIMIT 50`)
  return {
    total: Number(rows[0]?.all_rows ?? 0),
    resources: resources.map(({ type, id, arn, events }) => ({
      type: String(type),
      id: String(id),
      arn: arn as string | null,
      events: Number(events),
    })),
    events: rows.map(storyEventOf),
  }
}
