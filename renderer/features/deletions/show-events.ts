import type { TimeRange } from '../../../electron/contract/view'
import { useScreen } from '../../app/screen-store'
import { addFilter, clearFilters, setRange } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import type { Pivot } from './pivots'

/** Goes to the Events view with this as its only filter. One step of undo leads back to the View before. */
export function showPivot(pivot: Pivot): void {
  useView.getState().edit((view) => addFilter(clearFilters(view), pivot.draft))
  useScreen.getState().show('events')
}

/** Goes to the Events view at this stretch of time, without any filter. */
export function showRange(range: TimeRange): void {
  useView.getState().edit((view) => setRange(clearFilters(view), range))
  useScreen.getState().show('events')
}
