import { useUi } from '../../state/ui-store'
import type { TableRow } from '../../ui/data-table/types'
import { seqOf } from './event-rows'
import { useOpenRecord } from './open-record'
import { eventsTable } from './table-handle'

/** Brings a row into sight that may not be loaded yet; the open record pane follows, as it does for the arrow keys. */
export function showEvent(index: number, row: TableRow | undefined, column?: string): void {
  eventsTable.current?.showRow(index, column)
  const { seq, open } = useOpenRecord.getState()
  const own = seqOf(row)
  if (own !== null && seq !== null && useUi.getState().recordOpen) open(own, index)
}
