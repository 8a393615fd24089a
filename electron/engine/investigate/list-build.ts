import { createHash } from 'node:crypto'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Grade, type Human, impacts, type Recoverable } from '../../contract/deletions'
import type { Case } from '../case/case'
import { type CaseReader, isoFromMicros, type Row, readerOn } from '../case/connection'
import { type Sql, sql, sqlLiteral, sqlTrusted } from '../sql-text'
import { type CausedAction, createCauseFinder, type FoundCause, rootEvents } from './causes'
import { walkChain, weakest } from './chain'
import type { CaseIndex } from './index-store'
import { fetchIssued } from './issued'
import listSql from './list-build.sql?raw'
import { principalKey, principalNames, principalOf } from './principal'

/** Small groups: a page of the list reads one or two of them. */
const rowGroup = 16_384

const building = new Map<string, Promise<void>>()

/**
 * The list of all deletions of a case, with who stands behind each and why it happened, as one Parquet file beside the
 * index: what the list, its facets and the stories read. Made once for each state of the case.
 */
export async function ensureList(opened: Case, index: CaseIndex, signal: AbortSignal): Promise<Sql> {
  const name = `list.${createHash('sha256').update(index.version).digest('hex').slice(0, 24)}.parquet`
  const file = join(index.folder, name)
  if (!(await exists(file))) {
    const work = building.get(file) ?? makeList(opened, index, file, signal)
    building.set(file, work)
    try {
      await work
    } finally {
      building.delete(file)
    }
    await removeOlder(index.folder, name)
  }
  return sqlTrusted(`read_parquet(${sqlLiteral(file).text})`)
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  )

async function removeOlder(folder: string, name: string): Promise<void> {
  const old = (await readdir(folder)).filter((found) => /^list\..*\.parquet$/.test(found) && found !== name)
  await Promise.all(old.map((found) => rm(join(folder, basename(found)), { force: true })))
}

async function makeList(opened: Case, index: CaseIndex, file: string, signal: AbortSignal): Promise<void> {
  const connection = await opened.connect()
  const interrupt = () => connection.interrupt()
  signal.addEventListener('abort', interrupt)
  const db = readerOn(connection)
  const draft = `${file}.${process.pid}.draft`
  try {
    const text = listSql
      .replaceAll('{actions}', index.actions.text)
      .replaceAll('{impacts}', impacts.map((impact) => sqlLiteral(impact).text).join(', '))
      .replaceAll('{principal}', principalNames.join(', '))
    for (const statement of text.split(/;\s*$/m)) if (statement.trim()) await connection.run(statement)
    await nameHumans(db, index)
    await findCauses(db, index)
    await connection.run(
      `COPY (${finalSelect()}) TO ${sqlLiteral(draft).text} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroup})`,
    )
    await rename(draft, file)
  } finally {
    signal.removeEventListener('abort', interrupt)
    connection.closeSync()
    await rm(draft, { force: true })
  }
}

type HumanRow = { pid: number; human: Human | null }

/** One walk for each identity that acted, not for each action. */
async function nameHumans(db: CaseReader, index: CaseIndex): Promise<void> {
  const rows = await db.rows(sql`SELECT * FROM principals`)
  const principals = rows.map(principalOf)
  const lookup = await fetchIssued(db, index.issued, principals)
  const humans = rows.map((row, at): HumanRow => {
    const principal = principals[at]
    return { pid: Number(row.pid), human: principal ? walkChain(principal, lookup).human : null }
  })
  await db.run(
    sql`CREATE OR REPLACE TEMP TABLE humans (pid BIGINT, kind VARCHAR, name VARCHAR, arn VARCHAR, grade VARCHAR)`,
  )
  await insertJson(
    db,
    'humans',
    '[{"pid":"BIGINT","kind":"VARCHAR","name":"VARCHAR","arn":"VARCHAR","grade":"VARCHAR"}]',
    humans.flatMap(({ pid, human }) => (human ? [{ pid, ...human }] : [])),
  )
}

/** What may have a cause: calls by services, for themselves or for somebody. */
const maybeCaused = sqlTrusted(
  `(event_type = 'AwsServiceEvent' OR p_invoked_by IS NOT NULL OR ends_with(source_ip, '.amazonaws.com'))`,
)

const causeColumns = sqlTrusted(
  `seq, us, event_id, event_name, event_source, event_type, account, region, source_ip, to_json(keys)::VARCHAR AS keys, to_json(related_keys)::VARCHAR AS related_keys, search, ${principalNames.join(', ')}`,
)

export function causedActionOf(row: Row): CausedAction {
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return {
    eventId: String(row.event_id),
    us: Number(row.us),
    eventName: String(row.event_name),
    eventSource: String(row.event_source),
    eventType: text(row.event_type),
    account: text(row.account),
    region: text(row.region),
    sourceIp: text(row.source_ip),
    principal: principalOf(row),
    keys: JSON.parse(text(row.keys) ?? '[]') as string[],
    relatedKeys: JSON.parse(text(row.related_keys) ?? '[]') as string[],
    search: text(row.search) ?? '',
  }
}

/** Every action of the case that can stand at the beginning of others. */
export async function fetchRoots(db: CaseReader, index: CaseIndex): Promise<CausedAction[]> {
  const names = sqlTrusted(rootEvents.map((name) => sqlLiteral(name).text).join(', '))
  const rows = await db.rows(sql`-- name: deletions.roots
SELECT ${causeColumns} FROM ${index.actions} WHERE event_name IN (${names}) AND outcome = 'succeeded'`)
  return rows.map(causedActionOf)
}

async function findCauses(db: CaseReader, index: CaseIndex): Promise<void> {
  await db.run(
    sql`CREATE OR REPLACE TEMP TABLE causes (seq BIGINT, kind VARCHAR, event_id VARCHAR, why VARCHAR, human_kind VARCHAR, human_name VARCHAR, human_arn VARCHAR, human_grade VARCHAR, rooted BOOLEAN)`,
  )
  const rows = await db.rows(sql`SELECT ${causeColumns} FROM listed WHERE ${maybeCaused} ORDER BY seq`)
  if (rows.length === 0) return
  const roots = await fetchRoots(db, index)
  const finder = createCauseFinder(roots)
  const found = rows.flatMap((row) => {
    const cause = finder(causedActionOf(row))
    return cause ? [{ seq: Number(row.seq), found: cause }] : []
  })
  const rootPrincipals = [
    ...new Map(
      found.flatMap(({ found: { root } }) => (root ? [[principalKey(root.principal), root.principal]] : [])),
    ).values(),
  ]
  const lookup = await fetchIssued(db, index.issued, rootPrincipals)
  const humans = new Map(
    rootPrincipals.map((principal) => [principalKey(principal), walkChain(principal, lookup).human]),
  )
  const lines = found.map(({ seq, found: { cause, root, grade } }) => {
    const human = root ? humanThrough(humans.get(principalKey(root.principal)) ?? null, grade) : null
    return {
      seq,
      kind: cause.kind,
      event_id: cause.eventId,
      why: cause.why,
      human_kind: human?.kind ?? null,
      human_name: human?.name ?? null,
      human_arn: human?.arn ?? null,
      human_grade: human?.grade ?? null,
      rooted: root !== null,
    }
  })
  await insertJson(
    db,
    'causes',
    '[{"seq":"BIGINT","kind":"VARCHAR","event_id":"VARCHAR","why":"VARCHAR","human_kind":"VARCHAR","human_name":"VARCHAR","human_arn":"VARCHAR","human_grade":"VARCHAR","rooted":"BOOLEAN"}]',
    lines,
  )
}

/** The human behind the root is behind what it caused, as surely as the weaker of the two. */
export const humanThrough = (human: Human | null, link: Grade): Human | null =>
  human ? { ...human, grade: weakest([human.grade, link]) } : null

export const rootHuman = ({ root, grade }: FoundCause, human: Human | null): Human | null =>
  root ? humanThrough(human, grade) : human

/** Rows as one JSON parameter a few thousand at a time: values are bound, and nothing is written in SQL. */
async function insertJson(
  db: CaseReader,
  table: string,
  structure: string,
  rows: readonly object[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += 5000) {
    const json = JSON.stringify(rows.slice(from, from + 5000))
    await db.run(
      sql`INSERT INTO ${sqlTrusted(table)} SELECT unnest(from_json(${json}, ${sqlLiteral(structure)}), recursive := true)`,
    )
  }
}

/** What the end of the archive says of getting it back. */
const restored: Omit<Recoverable, 'how'> = { state: 'restored', until: null }

function finalSelect(): string {
  const same = principalNames.map((name) => `p.${name} IS NOT DISTINCT FROM l.${name}`).join(' AND ')
  const asJson = (state: string, how: string) =>
    `to_json({'state': '${state}', 'until': NULL, 'how': ${how}})::VARCHAR`
  return `SELECT l.* REPLACE (
      CASE
        WHEN f.restored_by_event IS NOT NULL THEN ${asJson(restored.state, "'Brought back later by event ' || f.restored_by_event || '.'")}
        WHEN f.carried_out_us IS NOT NULL THEN ${asJson('not recoverable', "'The waiting period ended, and the service carried it out.'")}
        ELSE l.recoverable
      END AS recoverable),
    f.restored_by_event,
    coalesce(c.kind, 'direct') AS cause_kind, c.event_id AS cause_event_id, c.why AS cause_why,
    if(c.rooted, c.human_kind, h.kind) AS human_kind, if(c.rooted, c.human_name, h.name) AS human_name,
    if(c.rooted, c.human_arn, h.arn) AS human_arn, if(c.rooted, c.human_grade, h.grade) AS human_grade
  FROM listed AS l
  JOIN principals AS p ON ${same}
  LEFT JOIN humans AS h ON h.pid = p.pid
  LEFT JOIN causes AS c ON c.seq = l.seq
  LEFT JOIN fates AS f ON f.seq = l.seq
  ORDER BY l.us, l.seq`
}

/** A moment as the window has it; empty where the record gives no time. */
export const isoOf = (us: unknown): string =>
  us === null || us === undefined ? '' : isoFromMicros(BigInt(Number(us)))
