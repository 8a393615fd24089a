import type { ActionKind, Outcome, Recoverable } from '../../contract/deletions'
import type { Recovery } from './catalogue-schema'
import type { Classification } from './classify'
import { allHold } from './conditions'
import { textsAt } from './paths'
import { type TrailRecord, textAt } from './record'

/** What the record alone says of getting it back. `undo` is for what was only switched; nothing is lost there. */
export type RecoveryOf = {
  recoverable: Recoverable | null
  undo: string | null
  restoredBy: readonly string[]
}

const day = 86_400_000
const none: RecoveryOf = { recoverable: null, undo: null, restoredBy: [] }
/** Impacts that take data or the thing itself away. */
const losing: readonly ActionKind[] = ['destroyed', 'scheduled', 'emptied']

/** Whether and until when what a call did can be undone. Null for calls that did not take place or destroy nothing. */
export function recoveryOf(
  record: TrailRecord,
  classification: Classification,
  outcome: Outcome,
): RecoveryOf {
  if (outcome !== 'succeeded') return none
  const { kind, action } = classification
  const entry = action?.recovery?.find(({ when }) => allHold(record, when))
  if (!entry) {
    if (!losing.includes(kind)) return none
    const how = 'Backtrail does not know how this service keeps what was deleted.'
    return { recoverable: { state: 'unknown', until: null, how }, undo: null, restoredBy: [] }
  }
  const restoredBy = entry.restoredBy ?? []
  const how = fillIn(record, entry.how)
  const lost = losing.includes(kind) || action?.loses === true
  if (entry.state === 'reversible' || !lost) return { recoverable: null, undo: how, restoredBy }
  const until = untilOf(record, entry)
  const state = kind === 'scheduled' && entry.state === 'recoverable' ? 'scheduled' : entry.state
  return {
    recoverable: { state: entry.until?.certain === false ? 'unknown' : state, until, how },
    undo: null,
    restoredBy,
  }
}

/** `{request.finalDBSnapshotIdentifier}` in a sentence becomes what stands there. */
const fillIn = (record: TrailRecord, sentence: string): string =>
  sentence.replace(/\{([^}]+)\}/g, (_, path: string) => textsAt(record, path)[0] ?? '(not recorded)')

/** The date the record names, else so many days after the event. */
function untilOf(record: TrailRecord, { until }: Recovery): string | null {
  if (!until) return null
  for (const path of until.at ?? []) {
    const date = parseServiceDate(textsAt(record, path)[0])
    if (date) return date
  }
  const recorded = (until.days ?? [])
    .flatMap((path) => textsAt(record, path))
    .find((text) => /^\d{1,4}$/.test(text))
  const days = recorded === undefined ? until.default : Number(recorded)
  const start = Date.parse(textAt(record, 'eventTime') ?? '')
  if (days === undefined || until.certain === false || Number.isNaN(start)) return null
  return isoSeconds(start + days * day)
}

/** Services write dates as `Jul 10, 2023, 12:07:59 PM` (UTC), ISO 8601, or seconds since 1970. */
export function parseServiceDate(text: string | undefined): string | null {
  if (!text) return null
  const seconds = /^\d{9,11}(\.\d+)?$/.test(text) ? Number(text) * 1000 : null
  const iso = /^\d{4}-\d\d-\d\d/.test(text)
  const zoned = iso
    ? /(Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes('T')
      ? text
      : `${text}Z`
    : `${clean(text)} UTC`
  const time = seconds ?? Date.parse(zoned)
  return Number.isNaN(time) ? null : isoSeconds(time)
}

/** Newer Java runtimes put a narrow no-break space before AM and PM. */
const clean = (text: string): string => text.replace(/[\u202f\u00a0]/g, ' ').replace(/ (UTC|GMT)$/, '')

const isoSeconds = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z')
