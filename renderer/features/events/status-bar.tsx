import { memo } from 'react'
import type { Result } from '../../../electron/contract/engine-api'
import type { TimeRange } from '../../../electron/contract/view'
import type { Answer } from '../../client/use-answer'
import { formatCount } from '../../lib/format'
import { durationShort, durationWords, formatRange } from '../../lib/time'
import { useUi } from '../../state/ui-store'
import { useView } from '../../state/view-store'
import { selectedCount } from '../../ui/data-table/row-selection'
import { useBrush } from '../timeline/brush-store'
import css from './events.module.css'
import { useOpenRecord } from './open-record'

type Props = { count: Answer<Result<'events.count'>>; span: TimeRange | null; ms: number; pending: boolean }

/** `visible / total · selected · range · time taken`. */
export const StatusBar = memo(function StatusBar({ count, span, ms, pending }: Props) {
  const zone = useUi((ui) => ui.zone)
  const range = useView((state) => state.view.range)
  const preview = useBrush()
  const selection = useOpenRecord((state) => state.selection)
  const visible = preview.frame?.visible ?? count.data?.visible
  const shown = preview.range ?? range ?? span
  const chosen = selectedCount(selection, count.data?.visible ?? 0)
  return (
    <footer className={css.status}>
      <span data-testid="counts" data-stale={count.stale || undefined}>
        <strong>{visible === undefined ? '…' : formatCount(visible)}</strong>
        {' / '}
        {count.data ? formatCount(count.data.total) : '…'} events
      </span>
      {chosen > 0 && (
        <span>
          {selection.all ? `all ${formatCount(chosen)} matching selected` : `${formatCount(chosen)} selected`}
        </span>
      )}
      {shown && (
        <span className={css.statusRange} data-preview={preview.range !== null || undefined}>
          {formatRange(shown, zone)} ({durationWords(Date.parse(shown.to) - Date.parse(shown.from))})
        </span>
      )}
      <span className={css.statusEnd}>
        {pending ? 'Counting…' : ms > 0 && `Answered in ${durationShort(ms)}`}
      </span>
    </footer>
  )
})
