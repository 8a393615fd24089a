import { GitBranch } from 'lucide-react'
import { useState } from 'react'
import type { Investigation, StoryEvent } from '../../../../electron/contract/deletions-api'
import { formatCount, plural } from '../../../lib/format'
import { Button } from '../../../ui/button'
import { EventTimeline } from '../event-timeline'
import { go } from '../place'
import { causeWords } from '../words'
import { Section } from './section'
import css from './story.module.css'

const shownAtFirst = 8

/** What made it happen where that was not the caller, and what it made happen in turn. */
export function Cascade({ story, onRecord }: { story: Investigation; onRecord: (eventId: string) => void }) {
  const { deletion, cascade, cascadeMore } = story
  const { cause } = deletion
  const root = cause?.eventId ?? null
  return (
    <>
      {cause && (
        <Section title="Why it happened">
          <div className={css.cause}>
            <GitBranch size={18} strokeWidth={1.75} aria-hidden />
            <div>
              <p>
                <strong>A consequence ({causeWords[cause.kind]})</strong>
              </p>
              <p>{cause.why}</p>
            </div>
            {root && (
              <span className={css.causeLinks}>
                <Button size="small" onClick={() => onRecord(root)}>
                  Record of the cause
                </Button>
                <Button size="small" onClick={() => go({ kind: 'story', eventId: root })}>
                  Its story
                </Button>
              </span>
            )}
          </div>
        </Section>
      )}
      {cascade.length > 0 && (
        <Section title="What it set off" aside={plural(cascade.length + cascadeMore, 'consequence')}>
          <Consequences events={cascade} more={cascadeMore} story={story} />
        </Section>
      )}
    </>
  )
}

function Consequences({ events, more, story }: { events: StoryEvent[]; more: number; story: Investigation }) {
  const [all, setAll] = useState(false)
  const shown = all ? events : events.slice(0, shownAtFirst)
  return (
    <>
      <EventTimeline label="Consequences" events={shown} pivot={story.deletion} callers={false} />
      {events.length > shownAtFirst && (
        <p className={css.more}>
          <Button tone="quiet" size="small" onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `${formatCount(events.length - shownAtFirst)} more`}
          </Button>
        </p>
      )}
      {more > 0 && (
        <p className={css.small}>{plural(more, 'further consequence')} beyond what one page can hold.</p>
      )}
    </>
  )
}
