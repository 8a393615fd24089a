import { ArrowLeft, ListFilter, SearchX } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { CaseInfo } from '../../../../electron/contract/case'
import { useAnswer } from '../../../client/use-answer'
import { formatCount, plural } from '../../../lib/format'
import { noFilter } from '../../../state/deletion-edit'
import { useDeletions } from '../../../state/deletions-store'
import { LogText, Skeleton } from '../../../ui/bits'
import { Button } from '../../../ui/button'
import { EmptyState, ErrorState } from '../../../ui/states'
import { EventTimeline } from '../event-timeline'
import { WhatHappened } from '../list/what-happened'
import { go, goBack } from '../place'
import { RecordBeside } from '../record-beside'
import { ScrollRegion } from '../scroll-region'
import { typeWords } from '../words'
import css from './resource.module.css'

/** Everything that happened to what a text names: created, changed, protected, unprotected, deleted, restored. */
export function ResourceScreen({ info, target }: { info: CaseInfo; target: string }) {
  const answer = useAnswer('deletions.resource', { case: info.id, target, count: 500 }, info.revision)
  const heading = useRef<HTMLHeadingElement>(null)
  const life = answer.stale ? undefined : answer.data
  // biome-ignore lint/correctness/useExhaustiveDependencies: another resource begins at its heading
  useEffect(() => heading.current?.focus(), [target])
  return (
    <RecordBeside caseId={info.id}>
      <div className={css.screen}>
        <div className={css.bar}>
          <Button tone="quiet" size="small" icon={ArrowLeft} onClick={goBack} title="Back (Esc)">
            Back
          </Button>
          <WhatHappened initial={target} />
        </div>
        <ScrollRegion className={css.scroll} aria-label="The life of a resource">
          <div className={css.page}>
            <header className={css.head}>
              <h1 ref={heading} tabIndex={-1}>
                What happened to <LogText>{target}</LogText>
              </h1>
              {life && life.total > 0 && (
                <p className={css.sum}>
                  {plural(life.total, 'event')}
                  {life.total > life.events.length && `, the first ${formatCount(life.events.length)} shown`}
                  <Button
                    size="small"
                    tone="quiet"
                    icon={ListFilter}
                    onClick={() => {
                      useDeletions.getState().edit(() => ({ ...noFilter, target }))
                      go({ kind: 'list' })
                    }}
                  >
                    Only its destructive actions
                  </Button>
                </p>
              )}
            </header>
            {life && life.resources.length > 1 && <Resources resources={life.resources} />}
            {answer.error && !life ? (
              <ErrorState error={answer.error} onRetry={answer.retry} />
            ) : !life ? (
              <Waiting />
            ) : life.total === 0 ? (
              <EmptyState icon={SearchX} title="Nothing that changes a resource names it">
                No call that creates, changes, protects, deletes or restores something has “
                <LogText>{target}</LogText>” as the id, name or ARN of its target. The search of the Events
                view looks through all text of all events.
              </EmptyState>
            ) : (
              <EventTimeline
                label="The life of the resource"
                events={life.events}
                targets={life.resources.length > 1}
              />
            )}
          </div>
        </ScrollRegion>
      </div>
    </RecordBeside>
  )
}

type Resource = { type: string; id: string; arn: string | null; events: number }

/** As many as the engine names. */
const mostResources = 50

/** A part of a name may mean several things: each leads to its own life. */
function Resources({ resources }: { resources: Resource[] }) {
  return (
    <section className={css.resources} aria-label="Resources of this name">
      <h2>
        {resources.length === mostResources && 'At least '}
        {plural(resources.length, 'resource')} with this in the name
      </h2>
      <ul>
        {resources.map(({ type, id, arn, events }) => (
          <li key={`${type} ${id} ${arn}`}>
            <button
              type="button"
              title={arn ?? id}
              onClick={() => go({ kind: 'resource', target: arn ?? id })}
            >
              <strong>
                <LogText>{id}</LogText>
              </strong>
              <span>{typeWords(type)}</span>
              <span>{plural(events, 'event')}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Waiting() {
  return (
    <div className={css.waiting} role="status" aria-label="Reading the life of the resource">
      {[0.5, 0.7, 0.4, 0.6].map((width) => (
        <Skeleton key={width} width={width} height={14} />
      ))}
    </div>
  )
}
