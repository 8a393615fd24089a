import type { ReactNode } from 'react'
import type { Deletion, Recoverable } from '../../../../electron/contract/deletions'
import type { Investigation } from '../../../../electron/contract/deletions-api'
import { day, formatZoned, type Zone } from '../../../lib/time'
import { LogText } from '../../../ui/bits'
import { classes } from '../../../ui/classes'
import { Place } from '../../../ui/place-name'
import { OutcomeMark } from '../../events/outcome-mark'
import { emphasise } from '../emphasise'
import { ImpactBadge, recoverableIcon } from '../marks'
import { distance, recoverableWords, splitSummary, targetName, withoutRecovery } from '../words'
import css from './hero.module.css'
import { recordWords, Told } from './told'

/** What happened, in one sentence set large, with the answer to the next question right below: does it come back? */
export function Hero({ story, zone }: { story: Investigation; zone: Zone }) {
  const { deletion, summary } = story
  const { lead, rest: all } = splitSummary(summary)
  const rest = withoutRecovery(all, story.recoverable?.how)
  const names = [
    deletion.human?.name ?? 'Somebody unknown',
    ...deletion.targets.map(targetName),
    ...deletion.targets.map(({ id }) => id),
  ]
  const words = recordWords(story)
  return (
    <header className={css.hero}>
      <p className={css.eyebrow}>
        <ImpactBadge impact={deletion.impact} done={deletion.outcome === 'succeeded'} />
        <OutcomeMark outcome={deletion.outcome} errorCode={deletion.outcomeReason} />
        <span className={css.when}>
          {deletion.eventTime === '' ? 'The record has no time' : formatZoned(deletion.eventTime, zone)}
        </span>
        {deletion.account && <Place field="account" value={deletion.account} />}
        {deletion.region && <Place field="region" value={deletion.region} />}
      </p>
      <h1
        className={css.lead}
        data-length={lead.length > 260 ? 'long' : lead.length > 150 ? 'medium' : undefined}
      >
        {emphasise(lead, names).map((piece, at) =>
          piece.strong ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed text
            <strong key={at}>
              <LogText>{piece.text}</LogText>
            </strong>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed text
            <Unbroken key={at} text={piece.text} />
          ),
        )}
      </h1>
      {rest && (
        <p className={css.rest}>
          <Told text={rest} words={words} />
        </p>
      )}
      <RecoverableLine recoverable={story.recoverable} deletion={deletion} zone={zone} words={words} />
    </header>
  )
}

/** Moments and addresses stay on one line. */
function Unbroken({ text }: { text: string }) {
  return text.split(/(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC|\b[\d.]{7,15}\b)/).map((part, at) =>
    at % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed text
      <span key={at} className={css.unbroken}>
        {part}
      </span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed text
      <LogText key={at}>{part}</LogText>
    ),
  )
}

type LineProps = {
  recoverable: Recoverable | null
  deletion: Deletion
  zone: Zone
  words: Map<string, number>
}

/** Whether and until when it comes back, and what to do for it. */
function RecoverableLine({ recoverable, deletion, zone, words }: LineProps) {
  if (recoverable === null) {
    if (deletion.outcome === 'succeeded') return null
    return <Line tone="neutral" title={`Nothing was lost: the call ${outcomeWords[deletion.outcome]}.`} />
  }
  const { title, tone } = recoverableWords(recoverable)
  const { until, state, how } = recoverable
  const Icon = recoverableIcon(state)
  const after = until === null ? null : Date.parse(until) - Date.parse(deletion.eventTime)
  return (
    <Line
      tone={tone}
      icon={<Icon size={18} strokeWidth={1.75} aria-hidden />}
      title={
        <>
          {title}
          {until && (
            <>
              {' '}
              <time dateTime={until}>{formatZoned(until, zone)}</time>
              {after !== null && after > day && (
                <span className={css.after}> {distance(Math.floor(after / day) * day)} after the call</span>
              )}
            </>
          )}
        </>
      }
    >
      <Told text={how} words={words} />
    </Line>
  )
}

const outcomeWords: Record<Exclude<Deletion['outcome'], 'succeeded'>, string> = {
  denied: 'was denied',
  failed: 'failed',
  'dry-run': 'was a dry run',
}

function Line({
  tone,
  icon,
  title,
  children,
}: {
  tone: 'bad' | 'warn' | 'good' | 'neutral'
  icon?: ReactNode
  title: ReactNode
  children?: ReactNode
}) {
  return (
    <div className={classes(css.recoverable, css[tone])} data-testid="recoverable">
      {icon}
      <div>
        <strong>{title}</strong>
        {children && <p>{children}</p>}
      </div>
    </div>
  )
}
