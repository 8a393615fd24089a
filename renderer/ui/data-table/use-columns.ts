import {
  type ColumnDef,
  type ColumnSizingState,
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import { useUi } from '../../state/ui-store'
import type { TableColumn } from './types'

const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnOrderingFeature,
  columnPinningFeature,
  columnVisibilityFeature,
})
type Features = typeof features
type NoRow = Record<string, never>
const noData: NoRow[] = []
const noPins: string[] = []
const noWidths: ColumnSizingState = {}

export const narrowest = 48
export const widest = 1_200

/**
 * State of the columns of one table: order and visibility come from `columns`, widths and pins are kept in the window's
 * settings under the table's name. Rows are not its business: they come by position from the engine.
 */
export function useColumns(name: string, columns: readonly TableColumn[]) {
  const columnSizing = useUi((ui) => ui.columnWidths[name] ?? noWidths)
  const pins = useUi((ui) => ui.pinned[name] ?? noPins)
  const definitions = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<Features, NoRow> => ({
          id: column.id,
          header: column.label,
          size: column.width,
          minSize: narrowest,
          maxSize: widest,
        }),
      ),
    [columns],
  )
  const columnPinning = useMemo(
    () => ({ start: columns.map((column) => column.id).filter((id) => pins.includes(id)), end: [] }),
    [columns, pins],
  )
  // Pinned ones first, so that pinning is seen at once and not only when the table is scrolled.
  const columnOrder = useMemo(
    () => [
      ...columnPinning.start,
      ...columns.map((column) => column.id).filter((id) => !columnPinning.start.includes(id)),
    ],
    [columns, columnPinning],
  )
  const setWidths = (widths: ColumnSizingState) => {
    const ui = useUi.getState()
    ui.set({ columnWidths: { ...ui.columnWidths, [name]: widths } })
  }
  const table = useTable({
    features,
    columns: definitions,
    data: noData,
    columnResizeMode: 'onChange',
    state: { columnSizing, columnOrder, columnPinning },
    onColumnSizingChange: (update) => {
      const now = useUi.getState().columnWidths[name] ?? noWidths
      setWidths(typeof update === 'function' ? update(now) : update)
    },
  })
  const leaves = table.getVisibleLeafColumns()
  const byId = new Map(columns.map((column) => [column.id, column]))
  const order = leaves.map((leaf) => leaf.id)
  const shown = order.flatMap((id) => byId.get(id) ?? [])
  const key = order.join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same columns in the same order keep their identity
  const stable = useMemo(() => shown, [key, columns])
  return {
    columns: stable,
    widths: leaves.map((leaf) => leaf.getSize()),
    totalWidth: table.getTotalSize(),
    /** Distance of a pinned column from the left edge, or null. */
    pinnedAt: leaves.map((leaf) => (leaf.getIsPinned() ? leaf.getStart('start') : null)),
    resizeHandler: (id: string) =>
      table
        .getFlatHeaders()
        .find((header) => header.column.id === id)
        ?.getResizeHandler(),
    resizing: table.state.columnResizing.isResizingColumn,
    setWidth: (id: string, width: number) =>
      setWidths({ ...columnSizing, [id]: Math.min(widest, Math.max(narrowest, Math.round(width))) }),
    isPinned: (id: string) => pins.includes(id),
    togglePin: (id: string) => {
      const ui = useUi.getState()
      const next = pins.includes(id) ? pins.filter((pin) => pin !== id) : [...pins, id]
      ui.set({ pinned: { ...ui.pinned, [name]: next } })
    },
  }
}
