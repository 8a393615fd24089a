import type { FieldName } from '../../../contract/event'
import type { Facet, Overview } from '../../../contract/events'
import { emptyView, View } from '../../../contract/view'
import { isoFromMicros } from '../../case/connection'
import type { EventIndex } from './event-index'
import type { Explorer } from './explorer'

/** Services, outcomes and categories: more than any case has, and few enough to be listed whole. */
const most = 10_000
/** Calls from which a share of errors says something. */
const fewCalls = 20
const listed = ['eventCategory', 'outcome', 'readOnly', 'eventSource'] as const
const ranked = ['recipientAccountId', 'awsRegion', 'principal', 'errorCode'] as const

type Named = { value: string | null; count: number }

const failing = View.parse({
  filters: [{ id: 'errors', kind: 'values', field: 'outcome', values: ['denied', 'failed'] }],
})

/** What the case holds, from the totals of the index; null where it has no codes of a field that is needed. */
export async function overviewByIndex(
  explorer: Explorer,
  index: EventIndex,
  top: number,
  signal: AbortSignal,
): Promise<Overview | null> {
  if (![...listed, ...ranked].every((field) => index.columns.has(field))) return null
  const facets = new Map<string, Named[]>()
  const take = (found: readonly (Facet | null)[]) => {
    for (const facet of found) if (facet) facets.set(facet.field, facet.values.map(named))
  }
  take(await explorer.facets(index, emptyView, listed, most, '', signal))
  // One more than is shown: the events without an error code are none of its values.
  take(await explorer.facets(index, emptyView, ranked, top + 1, '', signal))
  const [errors] = await explorer.facets(index, failing, ['eventSource'], most, '', signal)
  const all = (field: FieldName) => facets.get(field) ?? []
  const largest = (field: FieldName) => ({
    values: all(field).slice(0, top),
    distinct: distinctOf(index, field),
  })
  const codes = all('errorCode').filter(({ value }) => value !== null)
  return {
    events: index.rows,
    withoutTime: index.rows - index.timed,
    span: spanOf(index),
    categories: all('eventCategory'),
    outcomes: all('outcome'),
    readOnly: all('readOnly'),
    accounts: largest('recipientAccountId'),
    regions: largest('awsRegion'),
    services: largest('eventSource'),
    principals: largest('principal'),
    errorCodes: { values: codes.slice(0, top), distinct: distinctOf(index, 'errorCode') },
    errorRates: ratesOf(all('eventSource'), errors?.values ?? [], top),
  }
}

const named = ({ value, count }: Named): Named => ({ value, count })

/** Values that some event has, absence not among them. */
function distinctOf(index: EventIndex, field: FieldName): number {
  let distinct = 0
  for (const events of index.columns.get(field)?.totals.subarray(1) ?? []) if (events > 0) distinct += 1
  return distinct
}

function spanOf({ order, timed, times }: EventIndex): Overview['span'] {
  if (timed === 0) return null
  const at = (place: number) => isoFromMicros(BigInt(times[order[place] as number] as number))
  return { from: at(0), to: at(timed - 1) }
}

/** The worst share first, then by calls; both lists of services come in the order of their texts where they count alike. */
function ratesOf(services: readonly Named[], errors: readonly Named[], top: number): Overview['errorRates'] {
  const failed = new Map(errors.map(({ value, count }) => [value, count]))
  return services
    .map(({ value, count }) => ({ value, events: count, errors: failed.get(value) ?? 0 }))
    .filter(({ events, errors: own }) => own > 0 && events >= fewCalls)
    .sort((a, b) => b.errors / b.events - a.errors / a.events || b.events - a.events)
    .slice(0, top)
}
