import { useMemo } from 'react'
import type { Cell } from '../../../electron/contract/events'
import { useUi } from '../../state/ui-store'
import type { TableFind } from '../../ui/data-table/types'
import { cellMatches, findClauses } from './find-clauses'
import { useFind } from './find-store'

/** What the events table marks. */
export function useTableFind(columns: readonly string[]): TableFind | null {
  const text = useFind((state) => state.text)
  const row = useFind((state) => state.at?.index ?? null)
  const zone = useUi((ui) => ui.zone)
  const accountNames = useUi((ui) => ui.accountNames)
  const matches = useMemo(() => {
    const clauses = findClauses(text, columns, { zone, accountNames })
    return (column: string, cell: Cell) => cellMatches(clauses, column, cell)
  }, [text, columns, zone, accountNames])
  return useMemo(() => (text === '' ? null : { text, matches, row }), [text, matches, row])
}
