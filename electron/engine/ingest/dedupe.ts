import { createHash } from 'node:crypto'
import type { DuckDBConnection } from '@duckdb/node-api'
import { fieldNames, specOf } from '../../contract/event'
import { type Row, toCell } from '../case/connection'
import type { Segment } from '../case/manifest'
import { canonicalJson } from './canonical'
import { rebuildRecord } from './rebuild'

/** Which staged rows of a segment are not stored, and which are flagged. Positions in the segment. */
export type Verdict = {
  duplicates: Map<number, number>
  conflicts: Set<number>
  /** Positions in the case of events that are stored already and have got company. */
  storedConflicts: Set<number>
}

const none: Verdict = { duplicates: new Map(), conflicts: new Set(), storedConflicts: new Set() }

/** What a record says, not where it came from: equal in copies of it. */
const contentColumns = fieldNames
  .map(specOf)
  .filter(({ path, column }) => path?.length === 1 || column === 'rest' || column === 'null_keys')
  .map(({ column }) => column)

type Candidate = { key: string; signature: string; position: number; sourceId: number; isStored: boolean }

/**
 * Finds records that were delivered before: same event ID, same recipient account. Those that say the same are
 * duplicates of the first; those that do not are kept, and all of them flagged. `staged` is the FROM clause of the new
 * rows with their `position`, `stored` the segments that may hold copies. Most parts need none of this: see SeenKeys.
 */
export async function findDuplicates(
  db: DuckDBConnection,
  staged: string,
  stored: readonly string[],
): Promise<Verdict> {
  await db.run(`CREATE OR REPLACE TEMP TABLE keys AS
    SELECT position, event_id, recipient_account_id AS account, event_time FROM ${staged}`)
  const older =
    stored.length === 0
      ? ''
      : `UNION
    SELECT event_id, recipient_account_id AS account FROM (
      SELECT event_id, recipient_account_id FROM read_parquet([${stored.join(', ')}])
      WHERE event_time IS NULL OR event_time BETWEEN (SELECT min(event_time) FROM keys) AND (SELECT max(event_time) FROM keys)
    ) s WHERE EXISTS (FROM keys k WHERE k.event_id = s.event_id AND k.account IS NOT DISTINCT FROM s.recipient_account_id)`
  await db.run(`CREATE OR REPLACE TEMP TABLE collisions AS
    SELECT event_id, account FROM keys WHERE event_id IS NOT NULL GROUP BY ALL HAVING count(*) > 1 ${older}`)
  const count = Number((await db.runAndReadAll('SELECT count(*) FROM collisions')).getRows()[0]?.[0])
  return count === 0 ? none : judge(db, staged, stored)
}

async function judge(db: DuckDBConnection, staged: string, stored: readonly string[]): Promise<Verdict> {
  const signature = `hash(${contentColumns.join(', ')})::VARCHAR`
  const colliding = `EXISTS (FROM collisions c WHERE c.event_id = e.event_id AND c.account IS NOT DISTINCT FROM e.recipient_account_id)`
  const key = `e.event_id || chr(0) || coalesce(e.recipient_account_id, '')`
  const fresh = `SELECT * EXCLUDE (seq, position), position AS place, false AS is_stored FROM ${staged} e WHERE ${colliding}`
  const old =
    stored.length === 0
      ? ''
      : `UNION ALL BY NAME SELECT * EXCLUDE (seq), seq AS place, true AS is_stored FROM read_parquet([${stored.join(', ')}]) e WHERE ${colliding}`
  await db.run(`CREATE OR REPLACE TEMP TABLE candidates AS
    SELECT *, ${key} AS key, ${signature} AS signature FROM (${fresh} ${old}) e`)
  const result = await db.runAndReadAll(
    'SELECT key, signature, place, source_id, is_stored FROM candidates ORDER BY key, NOT is_stored, place',
  )
  const candidates = result.getRows().map(
    ([key, signature, place, sourceId, isStored]): Candidate => ({
      key: String(key),
      signature: String(signature),
      position: Number(place),
      sourceId: Number(sourceId),
      isStored: isStored === true,
    }),
  )
  const meanings = await meaningsOf(db)
  const verdict: Verdict = { duplicates: new Map(), conflicts: new Set(), storedConflicts: new Set() }
  for (const group of groupsByKey(candidates)) judgeGroup(group, meanings, verdict)
  await db.run('DROP TABLE candidates')
  return verdict
}

const nameOf = (isStored: boolean, position: number): string => `${isStored ? 's' : 'n'}${position}`

/**
 * What the rows say, where rows of one event differ: a hash of their JSON in one form for all orders of keys. Copies out
 * of different exports may differ in that.
 */
async function meaningsOf(db: DuckDBConnection): Promise<Map<string, string>> {
  const meanings = new Map<string, string>()
  const result = await db.stream(`FROM candidates WHERE key IN
    (SELECT key FROM candidates GROUP BY key HAVING count(DISTINCT signature) > 1)`)
  for await (const rows of result.yieldConvertedRowObjects(toCell)) {
    for (const row of rows as Row[]) {
      const text = canonicalJson(rebuildRecord(row))
      const hash = createHash('sha1').update(text).digest('base64')
      meanings.set(nameOf(row.is_stored === true, Number(row.place)), hash)
    }
  }
  return meanings
}

function* groupsByKey(candidates: readonly Candidate[]): Generator<Candidate[]> {
  let group: Candidate[] = []
  for (const candidate of candidates) {
    if (group[0] && group[0].key !== candidate.key) {
      yield group
      group = []
    }
    group.push(candidate)
  }
  if (group.length > 0) yield group
}

/** Rows of one event, those that are stored first. */
function judgeGroup(group: Candidate[], meanings: Map<string, string>, verdict: Verdict): void {
  const variants: Candidate[] = []
  let hasConflict = false
  const meaning = ({ isStored, position }: Candidate): string => {
    const found = meanings.get(nameOf(isStored, position))
    if (found === undefined) throw new Error('a record that differs from its copies was not compared')
    return found
  }
  for (const candidate of group) {
    const isKnown = variants.some(
      (variant) => variant.signature === candidate.signature || meaning(variant) === meaning(candidate),
    )
    if (candidate.isStored) variants.push(candidate)
    else if (isKnown) verdict.duplicates.set(candidate.position, candidate.sourceId)
    else {
      hasConflict ||= variants.length > 0
      variants.push(candidate)
    }
  }
  if (!hasConflict) return
  for (const { isStored, position } of variants) {
    if (isStored) verdict.storedConflicts.add(position)
    else verdict.conflicts.add(position)
  }
}

/** The segments that may hold copies of events of this span: a copy has the same time. */
export function overlapping(
  segments: readonly Segment[],
  span: { min: number | null; max: number | null },
  hasTimeless: boolean,
): Segment[] {
  return segments.filter(
    ({ kind, minTime, maxTime }) =>
      kind === 'events' &&
      (hasTimeless ||
        minTime === null ||
        maxTime === null ||
        (span.min !== null && span.max !== null && minTime <= span.max && maxTime >= span.min)),
  )
}
