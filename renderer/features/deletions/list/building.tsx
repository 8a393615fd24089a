import { Pause } from 'lucide-react'
import { formatCount } from '../../../lib/format'
import { ProgressBar } from '../../../ui/bits'
import { Button } from '../../../ui/button'
import { EmptyState } from '../../../ui/states'
import css from './list.module.css'

export type BuildProgress = { done: number; total: number }

type Props = { progress: BuildProgress | null; stopped: boolean; onStop: () => void; onStart: () => void }

/** The first look through a case: how far it is, and a way out of it. */
export function Building({ progress, stopped, onStop, onStart }: Props) {
  if (stopped)
    return (
      <EmptyState
        icon={Pause}
        title="The case has not been looked through"
        actions={
          <Button tone="primary" onClick={onStart}>
            Look for destructive actions
          </Button>
        }
      >
        Backtrail reads every event once to find what it did to which resource.
      </EmptyState>
    )
  const { done, total } = progress ?? { done: 0, total: 0 }
  return (
    <div className={css.building}>
      <h2>Looking for destructive actions</h2>
      <p>
        Every event is read once: what it did, to which resource, and who was behind it. The next time it is
        at hand.
      </p>
      <div className={css.buildingBar}>
        <ProgressBar value={total > 0 ? done / total : null} label="Events looked through" />
      </div>
      <p className={css.buildingCount}>
        {total > 0 && `${formatCount(done)} of ${formatCount(total)} events`}
      </p>
      <Button onClick={onStop}>Stop</Button>
    </div>
  )
}
