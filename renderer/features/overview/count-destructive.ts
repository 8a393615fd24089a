import { type Impact, impacts, Outcome } from '../../../electron/contract/deletions'
import { DeletionFilter } from '../../../electron/contract/deletions-api'
import type { Client } from '../../client/client'

export type DestructiveCounts = {
  /** What succeeded, worst first; kinds that did not happen are left out. */
  impacts: { impact: Impact; count: number }[]
  /** What was refused, failed or only tried, and the outcomes among them. */
  attempts: number
  attempted: Outcome[]
}

/** Up to this many events the first look through a case takes a few seconds at most (docs/bench-deletions.md). */
const unaskedEvents = 1_000_000

export const mayLookUnasked = (events: number): boolean => events <= unaskedEvents

/**
 * Counts the destructive actions of a case by impact. Where the index is not there yet and `mayBuild` is false, gives
 * up as soon as the engine starts to build it, and answers null.
 */
export async function countDestructive(
  call: Client['call'],
  caseId: string,
  mayBuild: boolean,
  signal: AbortSignal,
  onProgress: (report: { done: number; total: number }) => void,
): Promise<DestructiveCounts | null> {
  const unwanted = new AbortController()
  const look = call(
    'deletions.list',
    { case: caseId, from: 0, count: 1 },
    {
      signal: AbortSignal.any([signal, unwanted.signal]),
      onProgress: (report) => (mayBuild ? onProgress(report) : unwanted.abort()),
    },
  )
  try {
    await look
  } catch (error) {
    if (unwanted.signal.aborted && !signal.aborted) return null
    throw error
  }
  const filter = DeletionFilter.parse({ outcome: ['succeeded'] })
  const { facets } = await call('deletions.facets', { case: caseId, filter }, { signal })
  const counted = (field: 'impact' | 'outcome') =>
    new Map(facets.find((facet) => facet.field === field)?.values.map(({ value, count }) => [value, count]))
  const byImpact = counted('impact')
  const byOutcome = counted('outcome')
  const attempted = Outcome.options.filter(
    (outcome) => outcome !== 'succeeded' && (byOutcome.get(outcome) ?? 0) > 0,
  )
  return {
    impacts: impacts
      .map((impact) => ({ impact, count: byImpact.get(impact) ?? 0 }))
      .filter(({ count }) => count > 0),
    attempts: attempted.reduce((sum, outcome) => sum + (byOutcome.get(outcome) ?? 0), 0),
    attempted,
  }
}
