import type { Investigation } from '../../contract/deletions-api'
import type { CaseReader } from '../case/connection'
import { type Sql, sql, sqlJoin } from '../sql-text'
import { createdMicros, type Principal } from './principal'
import { eventsNear } from './story-events'

const hour = 3_600_000_000
const day = 24 * hour
/** Nobody reads more on one page; the window leads on to the rest. */
const inSession = 40
const inElsewhere = 12

export type Acted = { seq: number; us: number; principal: Principal; sourceIp: string | null }

/**
 * What is one session: the temporary key, or, where a service forwarded the call under another key, the session's
 * identity and the moment it was made. A long-lived key is no session: there, what was done within two hours.
 */
function sessionOf(p: Principal): { where: Sql; hours: number } | null {
  const key = p.accessKeyId
  const parts: Sql[] = []
  if (key) parts.push(sql`identity_access_key_id = ${key}`)
  if (p.principalId && p.created) {
    parts.push(sql`(identity_principal_id = ${p.principalId} AND session_creation_date = ${p.created})`)
  }
  if (parts.length === 0) return null
  return { where: sqlJoin(parts, ' OR '), hours: key && !key.startsWith('ASIA') ? 2 : 13 }
}

/** What the session did before and after. */
export async function sessionAround(
  db: CaseReader,
  actions: Sql,
  { seq, us, principal }: Acted,
): Promise<Investigation['session']> {
  const session = sessionOf(principal)
  if (!session) return { before: [], after: [], more: 0 }
  const from = Math.min(createdMicros(principal) ?? us, us - (session.hours < 13 ? session.hours * hour : 0))
  const near = {
    from: Math.max(from - 60_000_000, us - 13 * hour),
    to: us + session.hours * hour,
    at: us,
    exceptSeq: seq,
    count: inSession,
  }
  return eventsNear(db, actions, { where: session.where, ...near })
}

/** The same key, principal and address outside of the session, a day before and after. */
export async function elsewhere(
  db: CaseReader,
  actions: Sql,
  { seq, us, principal, sourceIp }: Acted,
): Promise<Investigation['elsewhere']> {
  const session = sessionOf(principal)
  const outside = session ? sql`NOT coalesce(${session.where}, false)` : sql`true`
  const key = principal.accessKeyId
  const questions: { by: Investigation['elsewhere'][number]['by']; value: string; where: Sql }[] = []
  if (key && !key.startsWith('ASIA')) {
    const near = sql`event_time NOT BETWEEN make_timestamp(${us - 2 * hour}::BIGINT) AND make_timestamp(${us + 2 * hour}::BIGINT)`
    questions.push({ by: 'access key', value: key, where: sql`identity_access_key_id = ${key} AND ${near}` })
  }
  if (principal.arn) {
    const where = sql`identity_arn = ${principal.arn} AND ${outside}`
    questions.push({ by: 'principal', value: principal.arn, where })
  }
  if (sourceIp && /^[0-9a-f.:]+$/i.test(sourceIp)) {
    const others = principal.arn ? sql`identity_arn IS DISTINCT FROM ${principal.arn}` : sql`true`
    const where = sql`source_ip_address = ${sourceIp} AND ${others}`
    questions.push({ by: 'source address', value: sourceIp, where })
  }
  const answers: Investigation['elsewhere'] = []
  for (const { by, value, where } of questions) {
    const near = { where, from: us - day, to: us + day, at: us, exceptSeq: seq, count: inElsewhere / 2 }
    const { before, after, more } = await eventsNear(db, actions, near)
    if (before.length + after.length > 0) answers.push({ by, value, events: [...before, ...after], more })
  }
  return answers
}
