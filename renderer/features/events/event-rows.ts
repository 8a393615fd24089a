import type { Cell } from '../../../electron/contract/events'
import type { View } from '../../../electron/contract/view'
import { engine } from '../../client/engine'
import type { TableRow } from '../../ui/data-table/types'
import { alwaysAsked } from './events-columns'

/** Fields asked for with each page: what is shown, and what every row must know. Order does not matter to the table. */
export const askedFields = (shown: readonly string[]): string[] =>
  [...new Set([...alwaysAsked, ...shown])].sort()

/** One page of the View as rows. Columns that were not asked for are absent. */
export async function loadRows(
  caseId: string,
  view: View,
  columns: string[],
  from: number,
  count: number,
  signal?: AbortSignal,
) {
  const page = await engine.call(
    'events.page',
    { case: caseId, view: { ...view, columns: null }, from, count, columns },
    signal ? { signal } : {},
  )
  const length = page.data[0]?.length ?? 0
  const rows = Array.from({ length }, (_, row): TableRow => {
    const cells: Record<string, Cell> = {}
    page.columns.forEach((column, index) => {
      cells[column] = page.data[index]?.[row] ?? null
    })
    return { cells }
  })
  return { total: page.total, rows }
}

export const seqOf = (row: TableRow | undefined): number | null => {
  const seq = row?.cells.seq
  return seq === undefined || seq === null ? null : Number(seq)
}
