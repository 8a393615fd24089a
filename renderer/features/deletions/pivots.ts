import type { Investigation } from '../../../electron/contract/deletions-api'
import type { FilterDraft } from '../../state/view-edit'
import { targetName } from './words'

/** A way from a story into the Events view. */
export type Pivot = { label: string; value: string; draft: FilterDraft }

const values = (field: string, value: string): FilterDraft => ({ kind: 'values', field, values: [value] })

/** Views of the same session, key, principal, address and resource; only those the record has a value for. */
export function pivotsOf({ deletion }: Pick<Investigation, 'deletion'>): Pivot[] {
  const { actor, targets } = deletion
  const pivots: Pivot[] = []
  const add = (label: string, value: string | null, draft: (value: string) => FilterDraft) => {
    if (value) pivots.push({ label, value, draft: draft(value) })
  }
  const isSession = actor.type === 'AssumedRole' || actor.type === 'FederatedUser'
  if (isSession)
    add('The same role session', actor.principalId, (id) => values('userIdentity.principalId', id))
  add('The same access key', actor.accessKeyId, (key) => values('userIdentity.accessKeyId', key))
  add('The same principal', actor.arn, (arn) => values('principal', arn))
  add('The same address', actor.sourceIp, (ip) => values('sourceIPAddress', ip))
  for (const target of targets.slice(0, 10))
    add('The same resource', target.arn ?? target.id, (text) => ({ kind: 'text', text }))
  return pivots
}

/** The heading of a pivot in a menu, with the value it is about, cut to what a menu can hold. */
export function pivotWords(pivot: Pivot, targets: Investigation['deletion']['targets']): string {
  const target = targets.find(({ arn, id }) => (arn ?? id) === pivot.value)
  const value = target ? targetName(target) : pivot.value
  return `${pivot.label}: ${value.length > 60 ? `…${value.slice(-59)}` : value}`
}
