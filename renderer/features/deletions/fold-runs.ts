import type { StoryEvent } from '../../../electron/contract/deletions-api'

/** Events of a timeline, runs of the same harmless call drawn as one. */
export type Run = { first: StoryEvent; last: StoryEvent; events: StoryEvent[] }

/** A call that changes nothing and succeeded: of interest in sum, rarely one by one. */
const isQuiet = (event: StoryEvent) => event.kind === null && event.outcome === 'succeeded'

const alike = (a: StoryEvent, b: StoryEvent) =>
  a.eventName === b.eventName &&
  a.eventSource === b.eventSource &&
  a.principal === b.principal &&
  a.sourceIp === b.sourceIp

const isCopy = (a: StoryEvent, b: StoryEvent) =>
  a.eventId === b.eventId && a.account === b.account && a.eventTime === b.eventTime

/**
 * Leaves out copies: the same event for the same account, delivered again. Where one of them is in sight already, a
 * second line would read as a second call.
 */
export function withoutCopies(events: readonly StoryEvent[]): StoryEvent[] {
  return events.filter((event, at) => events.findIndex((other) => isCopy(other, event)) === at)
}

/** Joins neighbours that are the same quiet call by the same principal from the same address, in their order. */
export function foldRuns(events: readonly StoryEvent[]): Run[] {
  const runs: Run[] = []
  for (const event of events) {
    const run = runs.at(-1)
    if (run && isQuiet(event) && isQuiet(run.first) && alike(run.first, event)) {
      run.last = event
      run.events.push(event)
    } else runs.push({ first: event, last: event, events: [event] })
  }
  return runs
}
