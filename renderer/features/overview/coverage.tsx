import type { CaseInfo } from '../../../electron/contract/case'
import type { CoverageGap } from '../../../electron/contract/marks'
import { useScreen } from '../../app/screen-store'
import { useAnswer } from '../../client/use-answer'
import { formatCount, plural } from '../../lib/format'
import { day, durationWords, formatInstant } from '../../lib/time'
import { isRunning, useImport } from '../../state/import-store'
import { useUi } from '../../state/ui-store'
import { useView } from '../../state/view-store'
import { LogText, Skeleton } from '../../ui/bits'
import { Place } from '../../ui/place-name'
import { GapSwatch } from '../timeline/mark-lines'
import { isWholeGap } from '../timeline/marks'
import { gapView, lengthOf, longestFirst } from './gap-view'
import css from './overview.module.css'

const shown = 6

function look(gap: CoverageGap): void {
  useView.getState().edit((now) => ({ ...gapView(gap), columns: now.columns }))
  useScreen.getState().show('events')
}

/** What the archive does not hold, as far as its events and the times of its files tell. */
export function Coverage({ info }: { info: CaseInfo }) {
  const importing = useImport((state) => isRunning(state.job)) || info.importing
  const { data, error } = useAnswer('events.marks', importing ? null : { case: info.id }, info.revision)
  if (importing) return <p className={css.none}>Looked at when the import has ended.</p>
  if (error) return <p className={css.none}>{error.message}</p>
  if (!data)
    return (
      <div className={css.waiting}>
        <Skeleton width={0.8} />
        <Skeleton width={0.6} />
      </div>
    )
  const gaps = longestFirst(data.gaps)
  const more = gaps.length - shown + data.moreGaps
  const hasData = info.categories.some(({ value, count }) => value === 'Data' && count > 0)
  // As many hours as the engine wants before it calls a stretch a gap (query/marks).
  const isShort = !info.span || Date.parse(info.span.to) - Date.parse(info.span.from) < day
  return (
    <>
      {gaps.length === 0 && (
        <p className={css.none}>
          {isShort
            ? 'Less than a day of events: too little to tell a gap from a quiet time.'
            : 'No gap was found.'}
        </p>
      )}
      <ul>
        {gaps.slice(0, shown).map((gap) => (
          <li key={`${gap.account} ${gap.region} ${gap.from}`}>
            <GapRow gap={gap} />
          </li>
        ))}
      </ul>
      {more > 0 && <p className={css.none}>And {plural(more, 'shorter gap')}: the timeline marks them.</p>}
      {data.quietPairs > 0 && !isShort && (
        <p className={css.none}>
          {formatCount(data.quietPairs)}{' '}
          {data.quietPairs === 1 ? 'pair of account and Region has' : 'pairs of account and Region have'} too
          few events to tell.
        </p>
      )}
      {!hasData && (
        <p className={css.none}>
          No data events: reading, writing and deleting single objects leaves no record here.
        </p>
      )}
    </>
  )
}

function GapRow({ gap }: { gap: CoverageGap }) {
  const zone = useUi((ui) => ui.zone)
  return (
    <button
      type="button"
      className={css.row}
      title={`From ${formatInstant(gap.from, zone)} to ${formatInstant(gap.to, zone)}. Shows the events on both sides.`}
      onClick={() => look(gap)}
    >
      <GapSwatch whole={isWholeGap(gap)} />
      <span className={css.label}>
        {gap.account === null ? (
          'Nothing at all'
        ) : (
          <>
            <Place field="recipientAccountId" value={gap.account} /> in <LogText>{gap.region ?? ''}</LogText>
          </>
        )}
        <span className={css.dim}> from {formatInstant(gap.from, zone).slice(0, 16)}</span>
      </span>
      <span className={css.count}>{durationWords(lengthOf(gap))}</span>
    </button>
  )
}
