import { Eraser, SearchX, TimerOff } from 'lucide-react'
import { formatZoned } from '../../lib/time'
import { useCase } from '../../state/case-store'
import { useUi } from '../../state/ui-store'
import { clearFilters, setRange } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/states'
import { NoEvents } from '../import/no-events'

/** In the place of the rows when there are none: an empty case, a range beside it, or filters that nothing passes. */
export function NothingShown() {
  const info = useCase((state) => state.current)
  const { range, filters } = useView((state) => state.view)
  const edit = useView((state) => state.edit)
  const zone = useUi((ui) => ui.zone)
  if (!info || info.events === 0) return <NoEvents />
  const { span } = info
  const isBeside =
    range !== null &&
    span !== null &&
    (Date.parse(range.to) <= Date.parse(span.from) || Date.parse(range.from) > Date.parse(span.to))
  if (isBeside)
    return (
      <EmptyState
        icon={TimerOff}
        title="The time range lies beside the case"
        actions={
          <Button icon={TimerOff} onClick={() => edit((now) => setRange(now, null))}>
            Take the time range away
          </Button>
        }
      >
        Its events are from {formatZoned(span.from, zone)} to {formatZoned(span.to, zone)}.
      </EmptyState>
    )
  return (
    <EmptyState
      icon={SearchX}
      title="No event matches"
      actions={
        <Button icon={Eraser} onClick={() => edit(clearFilters)}>
          Clear filters and time range
        </Button>
      }
    >
      {filters.some((filter) => !filter.disabled)
        ? 'Switch a filter off in the query bar, or widen the time range.'
        : 'Widen the time range.'}
    </EmptyState>
  )
}
