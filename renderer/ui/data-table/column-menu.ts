import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  EyeOff,
  MoveHorizontal,
  Pin,
  PinOff,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import type { MenuEntry } from '../menu'
import { cellText } from './table-row'
import type { RowSource, TableSort } from './types'
import type { useColumns } from './use-columns'

type Request = {
  column: string
  state: ReturnType<typeof useColumns>
  rows: [first: number, last: number]
  source: RowSource
  sort?: TableSort
  onSort?: (column: string, add: boolean) => void
  onColumns?: (columns: string[]) => void
}

/** Width in px that shows the text of the rows in sight. */
function fittingWidth(
  column: string,
  label: string,
  [first, last]: Request['rows'],
  source: RowSource,
): number {
  const longest = Math.max(
    label.length + 3,
    ...Array.from(
      { length: last - first },
      (_, at) => cellText(source.rowAt(first + at)?.cells[column] ?? null).length,
    ),
  )
  return 24 + Math.min(longest, 140) * 7
}

/** Everything that dragging does to a column, for keys and for people who do not drag; and more. */
export function columnMenu({
  column,
  state,
  rows,
  source,
  sort = [],
  onSort,
  onColumns,
}: Request): MenuEntry[] {
  const order = state.columns.map((other) => other.id)
  const at = order.indexOf(column)
  const spec = state.columns[at]
  const width = state.widths[at] ?? 120
  const move = (to: number) => {
    const next = order.filter((other) => other !== column)
    next.splice(to, 0, column)
    onColumns?.(next)
  }
  const sorted = sort.find((entry) => entry.field === column)
  const entries: MenuEntry[] = []
  if (spec?.sortable && onSort)
    entries.push(
      {
        label: sorted ? (sorted.descending ? 'Turn the order round' : 'Next order') : `Sort by ${spec.label}`,
        icon: sorted?.descending ? ArrowUp : ArrowDown,
        run: () => onSort(column, false),
      },
      {
        label: 'Add to the order',
        icon: ArrowDown,
        shortcut: 'Shift+Enter',
        run: () => onSort(column, true),
      },
      { kind: 'separator' },
    )
  if (onColumns)
    entries.push(
      { label: 'Move left', icon: ArrowLeft, disabled: at <= 0, run: () => move(at - 1) },
      { label: 'Move right', icon: ArrowRight, disabled: at >= order.length - 1, run: () => move(at + 1) },
    )
  entries.push(
    {
      label: 'Fit to what is in sight',
      icon: MoveHorizontal,
      run: () => state.setWidth(column, fittingWidth(column, spec?.label ?? '', rows, source)),
    },
    { label: 'Wider', icon: ZoomIn, stays: true, run: () => state.setWidth(column, width * 1.25) },
    { label: 'Narrower', icon: ZoomOut, stays: true, run: () => state.setWidth(column, width / 1.25) },
    {
      label: state.isPinned(column) ? 'Unpin' : 'Pin to the left',
      icon: state.isPinned(column) ? PinOff : Pin,
      run: () => state.togglePin(column),
    },
  )
  if (onColumns)
    entries.push(
      { kind: 'separator' },
      {
        label: 'Hide column',
        icon: EyeOff,
        disabled: order.length <= 1,
        run: () => onColumns(order.filter((other) => other !== column)),
      },
    )
  return entries
}
