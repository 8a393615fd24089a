import type { Result } from '../../contract/engine-api'
import type { FieldName } from '../../contract/event'
import type { FilterInput } from '../../contract/filter'
import { emptyView, type View } from '../../contract/view'
import { type CaseReader, isoFromMicros, microsFromIso, type Row } from '../case/connection'
import { sql } from '../sql-text'
import { storedRecord } from './record'

type Link = Omit<Result<'events.neighbours'>['links'][number], 'count'>

/** Views that lead on from one event: what else its session, principal, address, resources and request did. */
export async function neighbourViews(db: CaseReader, seq: number, minutes: number): Promise<Link[]> {
  const { row } = await storedRecord(db, { seq })
  return [
    ...around(row, minutes),
    ...session(row),
    ...same('principal', 'principal', row.principal),
    ...same('sourceIP', 'sourceIPAddress', row.source_ip_address),
    ...resourceLinks(row),
    ...same('request', 'requestId', row.request_id),
    ...same('sharedEvent', 'sharedEventId', row.shared_event_id),
  ]
}

const viewOf = (filters: FilterInput[], range: View['range'] = null): View => ({
  ...emptyView,
  range,
  filters: filters.map((filter) => ({ exclude: false, disabled: false, ...filter })) as View['filters'],
})

function around(row: Row, minutes: number): Link[] {
  if (typeof row.event_time !== 'string') return []
  const at = microsFromIso(row.event_time)
  const half = BigInt(Math.round(minutes * 60_000_000))
  // Half-open: one microsecond more, so that both ends are in.
  const range = { from: isoFromMicros(at - half), to: isoFromMicros(at + half + 1n) }
  return [{ kind: 'around', value: row.event_time, view: viewOf([], range) }]
}

function same(kind: Link['kind'], field: FieldName, value: unknown): Link[] {
  if (typeof value !== 'string' || value === '') return []
  return [{ kind, value, view: viewOf([{ kind: 'values', id: `same-${kind}`, field, values: [value] }]) }]
}

/**
 * Calls signed with the same temporary key are one session. Where a service forwards the call the key is absent, but the
 * session's ARN and its creation time name it just as well.
 */
function session(row: Row): Link[] {
  const key = row.identity_access_key_id
  if (typeof key === 'string' && key !== '') {
    const filter: FilterInput = {
      kind: 'values',
      id: 'same-session',
      field: 'userIdentity.accessKeyId',
      values: [key],
    }
    return [{ kind: 'session', value: key, view: viewOf([filter]) }]
  }
  const { identity_arn: arn, session_creation_date: created } = row
  if (typeof arn !== 'string' || typeof created !== 'string') return []
  const filters: FilterInput[] = [
    { kind: 'values', id: 'same-session', field: 'userIdentity.arn', values: [arn] },
    {
      kind: 'values',
      id: 'same-session-start',
      field: 'userIdentity.sessionContext.attributes.creationDate',
      values: [created],
    },
  ]
  return [{ kind: 'session', value: `${arn} since ${created}`, view: viewOf(filters) }]
}

function resourceLinks(row: Row): Link[] {
  const arns = Array.isArray(row.resource_arns) ? row.resource_arns : []
  return arns.slice(0, 20).flatMap((arn) => same('resource', 'resourceArns', arn))
}

/** Where an event stands in time, for `events.position`; null where it has no time or is not there. */
export async function timeOf(db: CaseReader, seq: number): Promise<bigint | null> {
  const [row] = await db.rows(sql`-- name: events.time
SELECT epoch_us(event_time) AS at FROM events WHERE seq = ${seq}`)
  return row?.at == null ? null : BigInt(row.at as number)
}
