import { ArrowLeft, SearchX } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { CaseInfo } from '../../../../electron/contract/case'
import type { Investigation } from '../../../../electron/contract/deletions-api'
import { useAnswer } from '../../../client/use-answer'
import { useUi } from '../../../state/ui-store'
import { LogText, Skeleton } from '../../../ui/bits'
import { Button } from '../../../ui/button'
import { EmptyState, ErrorState } from '../../../ui/states'
import { openByEventId } from '../deletion-record'
import { goBack } from '../place'
import { RecordBeside } from '../record-beside'
import { ScrollRegion } from '../scroll-region'
import { Around, Attempts, Elsewhere, Logging, Precursors, ResourceLife, Restores } from './around'
import { Chain, ChainHops } from './chain'
import { Caveats, NothingFound } from './closing'
import { Evidence } from './evidence'
import { Facts } from './facts'
import { Hero } from './hero'
import { Section } from './section'
import css from './story.module.css'
import { StoryActions } from './story-actions'
import { Cascade } from './why'

/** The story of one deletion on one page, to be read from top to bottom and handed over. */
export function StoryScreen({ info, eventId }: { info: CaseInfo; eventId: string }) {
  const answer = useAnswer('deletions.story', { case: info.id, eventId }, info.revision)
  const scroller = useRef<HTMLElement>(null)
  const story = answer.data?.deletion.eventId === eventId ? answer.data : undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: another story begins at its top, with the focus on it
  useEffect(() => {
    scroller.current?.scrollTo(0, 0)
    scroller.current?.focus({ preventScroll: true })
  }, [eventId])
  return (
    <RecordBeside caseId={info.id}>
      <div className={css.screen}>
        <div className={css.bar}>
          <Button tone="quiet" size="small" icon={ArrowLeft} onClick={goBack} title="Back (Esc)">
            Back
          </Button>
          <span className={css.barTitle}>
            {story && (
              <>
                Story of <LogText>{story.deletion.eventName}</LogText>
              </>
            )}
          </span>
          {story && <StoryActions story={story} caseId={info.id} />}
        </div>
        <ScrollRegion className={css.scroll} ref={scroller} aria-label="Story" data-testid="story">
          {story ? (
            <StoryPage story={story} caseId={info.id} />
          ) : answer.error ? (
            answer.error.code === 'event/not-found' || answer.error.code === 'deletions/none' ? (
              <EmptyState
                icon={SearchX}
                title={answer.error.message}
                actions={<Button onClick={goBack}>Back</Button>}
              >
                {answer.error.hint}
              </EmptyState>
            ) : (
              <ErrorState error={answer.error} onRetry={answer.retry} />
            )
          ) : (
            <Waiting />
          )}
        </ScrollRegion>
      </div>
    </RecordBeside>
  )
}

function StoryPage({ story, caseId }: { story: Investigation; caseId: string }) {
  const zone = useUi((ui) => ui.zone)
  const onRecord = (eventId: string) => openByEventId(caseId, eventId)
  const chain = { story, zone, onRecord }
  return (
    <article className={css.page}>
      <Hero story={story} zone={zone} />
      <Section title="Who was behind it">
        <Chain {...chain} />
        <ChainHops {...chain} />
      </Section>
      <Facts story={story} />
      <Precursors story={story} />
      <Cascade story={story} onRecord={onRecord} />
      <Around story={story} />
      <Attempts story={story} />
      <Logging story={story} />
      <Restores story={story} />
      <ResourceLife story={story} />
      <Elsewhere story={story} />
      <NothingFound story={story} />
      <Caveats story={story} />
      <Evidence story={story} onRecord={onRecord} />
    </article>
  )
}

function Waiting() {
  return (
    <div className={css.page} role="status" aria-label="Reading the story">
      <div className={css.waiting}>
        <Skeleton width={0.3} height={22} />
        <Skeleton width={0.95} height={26} />
        <Skeleton width={0.7} height={26} />
        <Skeleton width={1} height={56} />
        <Skeleton width={1} height={140} />
        <Skeleton width={0.5} height={14} />
        <Skeleton width={0.8} height={14} />
        <Skeleton width={0.6} height={14} />
      </div>
    </div>
  )
}
