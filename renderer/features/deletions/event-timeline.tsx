import { type ReactNode, useState } from 'react'
import type { StoryEvent } from '../../../electron/contract/deletions-api'
import { formatInstant } from '../../lib/time'
import { useUi } from '../../state/ui-store'
import { LogText } from '../../ui/bits'
import { classes } from '../../ui/classes'
import { OutcomeMark } from '../events/outcome-mark'
import { useDeletionRecord } from './deletion-record'
import css from './event-timeline.module.css'
import { foldRuns, type Run, withoutCopies } from './fold-runs'
import { lookOf } from './marks'
import { go } from './place'
import { isImpact, kindWords, offsetWords, serviceName, targetName } from './words'

type Props = {
  label: string
  events: readonly StoryEvent[]
  /** The event the timeline is about: drawn large, and what the distances are measured from. */
  pivot?: Pick<StoryEvent, 'eventId' | 'eventTime'>
  /** What to say of an event beside what it says itself. */
  noteOf?: (event: StoryEvent) => ReactNode
  /** Names the targets of each event; off where all of them are about one resource. */
  targets?: boolean
  /** Names who called; off where all of them are one session. */
  callers?: boolean
}

/** Events on one vertical line, oldest first. Each opens its record; runs of one quiet call are one line. */
export function EventTimeline({ events, pivot, noteOf, label, targets = true, callers = true }: Props) {
  const runs = foldRuns(withoutCopies(events))
  let day = ''
  return (
    <ol className={css.line} aria-label={label}>
      {runs.map((run) => {
        const date = run.first.eventTime.slice(0, 10)
        const isNewDay = date !== day
        day = date
        return (
          <RunLines
            key={`${run.first.eventId} ${run.first.seq}`}
            run={run}
            newDay={isNewDay}
            {...{ pivot, noteOf, targets, callers }}
          />
        )
      })}
    </ol>
  )
}

type LineProps = {
  pivot: Props['pivot']
  noteOf: Props['noteOf']
  targets: boolean
  callers: boolean
}

function RunLines({ run, newDay, ...rest }: LineProps & { run: Run; newDay: boolean }) {
  const [open, setOpen] = useState(false)
  const { first, events } = run
  const more = events.length - 1
  return (
    <>
      <Line event={first} newDay={newDay} {...rest}>
        {more > 0 && (
          <button type="button" className={css.times} aria-expanded={open} onClick={() => setOpen(!open)}>
            × {events.length}
          </button>
        )}
      </Line>
      {open &&
        events
          .slice(1)
          .map((event) => (
            <Line key={`${event.eventId} ${event.seq}`} event={event} newDay={false} {...rest} />
          ))}
    </>
  )
}

function Line({
  event,
  newDay,
  pivot,
  noteOf,
  targets,
  callers,
  children,
}: LineProps & { event: StoryEvent; newDay: boolean; children?: ReactNode }) {
  const zone = useUi((ui) => ui.zone)
  const openSeq = useDeletionRecord((state) => state.seq)
  const open = useDeletionRecord((state) => state.open)
  const isPivot = pivot?.eventId === event.eventId
  const done = event.outcome === 'succeeded'
  const { icon: Icon, tone } = lookOf(event.kind)
  const [date, time] = formatInstant(event.eventTime, zone).split(' ')
  const note = noteOf?.(event)
  const hasStory = event.kind !== null && isImpact(event.kind) && !isPivot
  return (
    <li
      className={css.event}
      data-pivot={isPivot || undefined}
      data-quiet={(event.kind === null && done) || undefined}
      data-undone={!done || undefined}
      data-open={openSeq === event.seq || undefined}
    >
      <time className={css.time} dateTime={event.eventTime}>
        {newDay && <span className={css.date}>{date}</span>}
        {time}
      </time>
      <span className={classes(css.dot, css[tone])} aria-hidden>
        <Icon size={isPivot ? 15 : 12} />
      </span>
      <div className={css.text}>
        <p className={css.first}>
          <button type="button" className={css.name} title="Open the record" onClick={() => open(event.seq)}>
            <LogText>{event.eventName}</LogText>
          </button>
          {children}
          <span className={css.dim}>{serviceName(event.eventSource)}</span>
          {done && event.kind !== null && (
            <span className={classes(css.kind, css[tone])}>{kindWords(event.kind)}</span>
          )}
          {!done && <OutcomeMark outcome={event.outcome} errorCode={null} />}
          {targets && event.targets.length > 0 && (
            <span className={css.target}>
              <LogText>{event.targets.slice(0, 3).map(targetName).join(', ')}</LogText>
              {event.targets.length > 3 && ` and ${event.targets.length - 3} more`}
            </span>
          )}
          {pivot && (
            <span className={css.offset}>
              {isPivot ? 'this action' : offsetWords(event.eventTime, pivot.eventTime)}
            </span>
          )}
          {hasStory && (
            <button
              type="button"
              className={css.story}
              aria-label={`Story of ${event.eventName} at ${date} ${time}`}
              onClick={() => go({ kind: 'story', eventId: event.eventId })}
            >
              Story
            </button>
          )}
        </p>
        {callers && (
          <p className={css.caller}>
            <LogText>{event.principal ?? 'caller not recorded'}</LogText>
            {event.sourceIp && (
              <>
                {' · '}
                <LogText>{event.sourceIp}</LogText>
              </>
            )}
          </p>
        )}
        {note && <p className={css.note}>{note}</p>}
      </div>
    </li>
  )
}
