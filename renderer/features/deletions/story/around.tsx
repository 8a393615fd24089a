import type { Investigation, StoryEvent } from '../../../../electron/contract/deletions-api'
import { formatCount, plural } from '../../../lib/format'
import { LogText } from '../../../ui/bits'
import { Button } from '../../../ui/button'
import { EventTimeline } from '../event-timeline'
import { type Pivot, pivotsOf } from '../pivots'
import { showPivot } from '../show-events'
import { offsetWords } from '../words'
import { Section } from './section'
import css from './story.module.css'

type Props = { story: Investigation }

/** The deletion as a line among the others. */
export function asEvent({ deletion }: Investigation): StoryEvent {
  const { actor, impact, ...rest } = deletion
  return { ...rest, principal: actor.arn ?? actor.name, sourceIp: actor.sourceIp, kind: impact }
}

/** What had been done to the same thing beforehand: protection taken away, copies made. */
export function Precursors({ story }: Props) {
  const { precursors, deletion } = story
  if (precursors.length === 0) return null
  const why = new Map(precursors.map((event) => [event.seq, event.why]))
  const last = precursors.at(-1)
  return (
    <Section
      title="What made it possible"
      aside={last && `the last of it ${offsetWords(last.eventTime, deletion.eventTime)}`}
    >
      <EventTimeline
        label="Before the deletion"
        events={[...precursors, asEvent(story)]}
        pivot={deletion}
        noteOf={(event) => why.get(event.seq)}
      />
    </Section>
  )
}

/** What the same session did before and after, on one line. What it set off stands in a chapter of its own. */
export function Around({ story }: Props) {
  const { session, deletion, precursors, cascade } = story
  const told = new Set(cascade.map((event) => event.seq))
  const own = (event: StoryEvent) => !told.has(event.seq)
  const before = session.before.filter(own)
  const after = session.after.filter(own)
  const count = before.length + after.length + session.more
  if (count === 0) return null
  const marked = new Map(precursors.map((event) => [event.seq, event.why]))
  return (
    <Section
      title="What else the session did"
      aside={`${plural(count, 'other event')}${told.size > 0 ? ', besides what it set off' : ''}`}
    >
      <EventTimeline
        label="The session"
        events={[...before, asEvent(story), ...after]}
        pivot={deletion}
        callers={false}
        noteOf={(event) => marked.get(event.seq)}
      />
      <More count={session.more} pivot={sessionPivot(story)} />
    </Section>
  )
}

const sessionPivot = (story: Investigation): Pivot | undefined =>
  pivotsOf(story).find(({ label }) => label === 'The same access key') ?? pivotsOf(story)[0]

function More({ count, pivot }: { count: number; pivot: Pivot | undefined }) {
  if (!pivot) return null
  return (
    <p className={css.more}>
      <Button tone="quiet" size="small" onClick={() => showPivot(pivot)}>
        {count > 0 ? `${formatCount(count)} more: show all of them in Events` : 'Show them in Events'}
      </Button>
    </p>
  )
}

/** What was tried without success: on the same thing, or by the same caller. */
export function Attempts({ story }: Props) {
  return (
    <Plain story={story} title="Other attempts" events={story.attempts} aside="denied, failed or dry run" />
  )
}

/** Logging or detection impaired around that time: what came after may be missing. */
export function Logging({ story }: Props) {
  return (
    <Plain
      story={story}
      title="Logging and detection around that time"
      events={story.logging}
      aside="while it was off, there are no records"
    />
  )
}

export function Restores({ story }: Props) {
  return <Plain story={story} title="Restored later" events={story.restores} />
}

function Plain({
  story,
  title,
  events,
  aside,
}: {
  story: Investigation
  title: string
  events: StoryEvent[]
  aside?: string
}) {
  if (events.length === 0) return null
  return (
    <Section title={title} aside={aside}>
      <EventTimeline label={title} events={events} pivot={story.deletion} />
    </Section>
  )
}

/** Everything that happened to what was hit. One event alone is the deletion itself and says nothing. */
export function ResourceLife({ story }: Props) {
  const { resource, deletion } = story
  if (resource.filter(({ seq }) => seq !== deletion.seq).length === 0) return null
  const one = deletion.targets.length === 1
  return (
    <Section title={one ? 'The life of the resource' : 'The lives of the resources'}>
      <EventTimeline label="The resource" events={resource} pivot={deletion} targets={!one} />
    </Section>
  )
}

const byWords = {
  'access key': 'The access key',
  principal: 'The principal',
  'source address': 'The address',
}

/** The same key, principal and address outside of the session. */
export function Elsewhere({ story }: Props) {
  if (story.elsewhere.length === 0) return null
  return (
    <Section title="Seen elsewhere" aside="a day before and after, outside of this session">
      {story.elsewhere.map(({ by, value, events, more }) => (
        <details key={`${by} ${value}`} className={css.fold}>
          <summary>
            <span>{byWords[by]}</span>
            <strong>
              <LogText>{value}</LogText>
            </strong>
            <span className={css.foldCount}>{plural(events.length + more, 'event')}</span>
          </summary>
          <EventTimeline
            label={`${byWords[by]} ${value}`}
            events={events}
            callers={by === 'source address'}
          />
          <More count={more} pivot={pivotsOf(story).find((pivot) => pivot.value === value)} />
        </details>
      ))}
    </Section>
  )
}
