import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CaseInfo } from '../../../electron/contract/case'
import type { DeletionFilter } from '../../../electron/contract/deletions-api'
import { asEngineError, engine } from '../../client/engine'
import { formatCount } from '../../lib/format'
import { noFilter } from '../../state/deletion-edit'
import { useDeletions } from '../../state/deletions-store'
import { isRunning, useImport } from '../../state/import-store'
import { setRange } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import { ProgressBar } from '../../ui/bits'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/states'
import { KindMark } from '../deletions/marks'
import { go } from '../deletions/place'
import { countDestructive, type DestructiveCounts, mayLookUnasked } from './count-destructive'
import css from './overview.module.css'

/** Into the list of destructive actions of the whole span, narrowed to this. */
function look(narrowed: Partial<DeletionFilter>): void {
  useDeletions.getState().edit(() => ({ ...noFilter, ...narrowed }))
  if (useView.getState().view.range) useView.getState().edit((view) => setRange(view, null))
  go({ kind: 'list' })
}

/** How much was destroyed, emptied, unprotected. A large case that was never looked through waits to be asked. */
export function Destructive({ info }: { info: CaseInfo }) {
  const importing = useImport((state) => isRunning(state.job)) || info.importing
  const [asked, setAsked] = useState(false)
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null)
  const counts = useQuery({
    queryKey: ['overview.destructive', info.id, info.revision, asked],
    enabled: !importing,
    queryFn: ({ signal }) =>
      countDestructive(engine.call, info.id, asked || mayLookUnasked(info.events), signal, setProgress),
  })
  if (importing) return <p className={css.none}>Counted when the import has ended.</p>
  if (counts.error)
    return <ErrorState error={asEngineError(counts.error)} onRetry={() => void counts.refetch()} />
  if (counts.data === undefined)
    return (
      <div className={css.waiting}>
        <ProgressBar
          value={progress && progress.total > 0 ? progress.done / progress.total : null}
          label="Looking for destructive actions"
        />
      </div>
    )
  if (counts.data === null)
    return (
      <div className={css.ask}>
        <p>Every event has to be read once for this.</p>
        <Button size="small" onClick={() => setAsked(true)}>
          Look for them
        </Button>
      </div>
    )
  return <Counts counts={counts.data} />
}

function Counts({ counts }: { counts: DestructiveCounts }) {
  const { impacts, attempts, attempted } = counts
  const most = Math.max(1, attempts, ...impacts.map(({ count }) => count))
  if (impacts.length === 0 && attempts === 0) return <p className={css.none}>None.</p>
  return (
    <ul>
      {impacts.map(({ impact, count }) => (
        <li key={impact}>
          <button
            type="button"
            className={css.row}
            onClick={() => look({ impact: [impact], outcome: ['succeeded'] })}
          >
            <span className={css.label}>
              <KindMark kind={impact} />
            </span>
            <Amount count={count} most={most} />
          </button>
        </li>
      ))}
      {attempts > 0 && (
        <li>
          <button type="button" className={css.row} onClick={() => look({ outcome: attempted })}>
            <span className={css.label}>tried without success</span>
            <Amount count={attempts} most={most} />
          </button>
        </li>
      )}
    </ul>
  )
}

function Amount({ count, most }: { count: number; most: number }) {
  return (
    <>
      <span className={css.track} aria-hidden>
        <span style={{ width: `${(count / most) * 100}%` }} />
      </span>
      <span className={css.count}>{formatCount(count)}</span>
    </>
  )
}
