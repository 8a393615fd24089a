import type { CaseReader, Row } from '../case/connection'
import { type Sql, sql, sqlJoin, sqlTrusted } from '../sql-text'
import { createdMicros, type Principal, principalOf } from './principal'

/** An event that handed out credentials or signed somebody in, and who asked for it. */
export type Issued = {
  seq: number
  eventId: string
  us: number
  eventName: string
  account: string | null
  region: string | null
  sharedEventId: string | null
  sourceIp: string | null
  userAgent: string | null
  mfaUsed: boolean
  key: string | null
  sessionId: string | null
  sessionArn: string | null
  askedIdentity: string | null
  samlProvider: string | null
  subject: string | null
  switchedFrom: string | null
  caller: Principal
}

/** Issuing events by what later records have in common with them. */
export type IssuedLookup = {
  byKey(key: string): readonly Issued[]
  bySessionId(id: string): readonly Issued[]
  bySessionArn(arn: string): readonly Issued[]
  byCallerId(id: string): readonly Issued[]
  bySignIn(arn: string): readonly Issued[]
  byShared(id: string): readonly Issued[]
}

/** A chain longer than this is a loop. */
export const maxHops = 12
/** Seconds that a session's creation time and the event that made it may differ. */
export const sessionSlackSeconds = 15
/** A console session begins within a minute of its sign-in; without a creation time, within half a day. */
export const signInSlackSeconds = 90

/** An index over rows at hand: what the walk along a chain asks. */
export function lookupOver(rows: readonly Issued[]): IssuedLookup {
  const by = (pick: (row: Issued) => string | null) => {
    const map = new Map<string, Issued[]>()
    for (const row of rows) {
      const value = pick(row)
      if (value === null) continue
      const list = map.get(value)
      if (list) list.push(row)
      else map.set(value, [row])
    }
    return (value: string): readonly Issued[] => map.get(value) ?? []
  }
  return {
    byKey: by(({ key }) => key),
    bySessionId: by(({ sessionId }) => sessionId),
    bySessionArn: by(({ sessionArn }) => sessionArn),
    byCallerId: by((row) => (isSignIn(row) ? row.caller.principalId : null)),
    bySignIn: by((row) => (isSignIn(row) ? row.caller.signInSession : null)),
    byShared: by(({ sharedEventId }) => sharedEventId),
  }
}

export const isSignIn = ({ eventName }: Pick<Issued, 'eventName'>): boolean =>
  eventName === 'ConsoleLogin' || eventName === 'UserAuthentication'

/**
 * Fetches every issuing event that can stand in the chains of these identities: a round for each hop, each a handful
 * of look-ups, until nothing new is found.
 */
export async function fetchIssued(
  db: CaseReader,
  issued: Sql,
  principals: readonly Principal[],
): Promise<IssuedLookup> {
  const found = new Map<string, Issued>()
  const asked = new Set<string>()
  let next: readonly Principal[] = principals
  let shared: string[] = []
  for (let hop = 0; hop < maxHops && (next.length > 0 || shared.length > 0); hop += 1) {
    const questions = questionsOf(next, shared).filter((question) => {
      const text = JSON.stringify(question)
      return !asked.has(text) && asked.add(text)
    })
    if (questions.length === 0) break
    const rows = (await db.rows(roundSql(issued, questions))).map(issuedOf)
    const fresh = rows.filter(({ eventId, account }) => !found.has(`${eventId} ${account}`))
    for (const row of fresh) found.set(`${row.eventId} ${row.account}`, row)
    next = fresh.map(({ caller }) => caller)
    shared = fresh.flatMap(({ sharedEventId }) => (sharedEventId ? [sharedEventId] : []))
  }
  return lookupOver([...found.values()].sort((a, b) => a.us - b.us))
}

type Question = { by: string; value: string; from: number; to: number }

const second = 1_000_000
const ever = { from: 0, to: Number.MAX_SAFE_INTEGER }

/** What to look for, and in which time: by key at any time, by the other signs only near the session's beginning. */
function questionsOf(principals: readonly Principal[], shared: readonly string[]): Question[] {
  const questions: Question[] = shared.map((value) => ({ by: 'shared_event_id', value, ...ever }))
  for (const principal of principals) {
    const created = createdMicros(principal)
    const near = created === null ? null : around(created, sessionSlackSeconds)
    const { accessKeyId, principalId, arn, signInSession } = principal
    if (accessKeyId?.startsWith('ASIA')) questions.push({ by: 'issued_key', value: accessKeyId, ...ever })
    if (principalId && near) questions.push({ by: 'issued_id', value: principalId, ...near })
    if (arn && near) questions.push({ by: 'issued_arn', value: arn, ...near })
    if (signInSession) questions.push({ by: 'p_sign_in', value: signInSession, ...ever })
    if (principalId && created !== null) {
      questions.push({ by: 'sign_in_id', value: principalId, ...around(created, signInSlackSeconds) })
    }
  }
  return questions
}

const around = (us: number, seconds: number) => ({ from: us - seconds * second, to: us + seconds * second })

const columnOf: Record<string, string> = {
  issued_key: 'issued_key',
  issued_id: 'issued_id',
  issued_arn: 'issued_arn',
  shared_event_id: 'shared_event_id',
  p_sign_in: 'p_sign_in',
  sign_in_id: 'p_id',
}

const signIns = sqlTrusted("event_name IN ('ConsoleLogin', 'UserAuthentication')")
const isSignInQuestion = (by: string): boolean => by === 'sign_in_id' || by === 'p_sign_in'
/** Up to here conditions in one pass over the rows are cheaper than a join for each sign. */
const fewQuestions = 30

function roundSql(issued: Sql, questions: readonly Question[]): Sql {
  return questions.length <= fewQuestions ? onePass(issued, questions) : byJoins(issued, questions)
}

function onePass(issued: Sql, questions: readonly Question[]): Sql {
  const conditions = questions.map(({ by, value, from, to }) => {
    const same = sql`${sqlTrusted(columnOf[by] ?? by)} = ${value} AND us BETWEEN ${from} AND ${to}`
    return isSignInQuestion(by) ? sql`(${same} AND ${signIns})` : sql`(${same})`
  })
  return sql`-- name: deletions.issued
SELECT * FROM ${issued} WHERE NOT failed AND (${sqlJoin(conditions, ' OR ')})`
}

function byJoins(issued: Sql, questions: readonly Question[]): Sql {
  const parts = [...new Set(questions.map(({ by }) => by))].map((by) => {
    const column = sqlTrusted(columnOf[by] ?? by)
    const signIn = isSignInQuestion(by) ? sql`AND ${signIns}` : sqlTrusted('')
    return sql`SELECT i.* FROM ${issued} AS i SEMI JOIN asked
      ON i.${column} = asked.value AND asked."by" = ${by} AND i.us BETWEEN asked."from" AND asked."to"
    WHERE NOT i.failed ${signIn}`
  })
  return sql`-- name: deletions.issued.many
WITH asked AS (
  SELECT unnest(from_json(${JSON.stringify(questions)}, '[{"by":"VARCHAR","value":"VARCHAR","from":"BIGINT","to":"BIGINT"}]'), recursive := true)
)
${sqlJoin(parts, ' UNION ')}`
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

function issuedOf(row: Row): Issued {
  return {
    seq: Number(row.seq),
    eventId: String(row.event_id),
    us: Number(row.us),
    eventName: String(row.event_name),
    account: text(row.account),
    region: text(row.region),
    sharedEventId: text(row.shared_event_id),
    sourceIp: text(row.source_ip),
    userAgent: text(row.user_agent),
    mfaUsed: row.mfa_used === true,
    key: text(row.issued_key),
    sessionId: text(row.issued_id),
    sessionArn: text(row.issued_arn),
    askedIdentity: text(row.asked_identity),
    samlProvider: text(row.saml_provider),
    subject: text(row.subject),
    switchedFrom: text(row.switched_from),
    caller: principalOf(row),
  }
}
