import { ArrowDown, ArrowUp, EllipsisVertical } from 'lucide-react'
import { type MouseEvent, useState } from 'react'
import { classes } from '../classes'
import css from './data-table.module.css'
import type { TableColumn, TableSort } from './types'
import type { useColumns } from './use-columns'

type HeadProps = {
  id: string
  state: ReturnType<typeof useColumns>
  columns: readonly TableColumn[]
  sort: TableSort
  focused: number
  template: string
  onSort: (column: string, add: boolean) => void
  onMenu: (column: string, at: { x: number; y: number }) => void
  onMove: (column: string, before: string) => void
}

const dragType = 'application/x-backtrail-column'

export function TableHead({
  id,
  state,
  columns,
  sort,
  focused,
  template,
  onSort,
  onMenu,
  onMove,
}: HeadProps) {
  const [over, setOver] = useState<string | null>(null)
  const openMenu = (column: string) => (event: MouseEvent<HTMLElement>) => {
    event.preventDefault()
    event.stopPropagation()
    const box = event.currentTarget.getBoundingClientRect()
    onMenu(
      column,
      event.type === 'contextmenu' ? { x: event.clientX, y: event.clientY } : { x: box.left, y: box.bottom },
    )
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: see table-row.tsx
    // biome-ignore lint/a11y/useFocusableInteractive: see table-row.tsx
    <div role="row" aria-rowindex={1} className={css.head} style={{ gridTemplateColumns: template }}>
      {columns.map((column, at) => {
        const rank = sort.findIndex((entry) => entry.field === column.id)
        const entry = sort[rank]
        const left = state.pinnedAt[at] ?? null
        return (
          // biome-ignore lint/a11y/useSemanticElements: see table-row.tsx
          // biome-ignore lint/a11y/useFocusableInteractive: see table-row.tsx
          <div
            key={column.id}
            id={`${id}-head-${at}`}
            role="columnheader"
            aria-colindex={at + 1}
            aria-sort={
              entry ? (entry.descending ? 'descending' : 'ascending') : column.sortable ? 'none' : undefined
            }
            data-dropping={over === column.id || undefined}
            draggable={!state.resizing}
            onDragStart={(event) => {
              event.dataTransfer.setData(dragType, column.id)
              event.dataTransfer.effectAllowed = 'move'
            }}
            onDragOver={(event) => {
              if (!event.dataTransfer.types.includes(dragType)) return
              event.preventDefault()
              setOver(column.id)
            }}
            onDragLeave={() => setOver(null)}
            onDrop={(event) => {
              const moved = event.dataTransfer.getData(dragType)
              setOver(null)
              if (moved && moved !== column.id) onMove(moved, column.id)
            }}
            onContextMenu={openMenu(column.id)}
            style={left === null ? undefined : { left }}
            className={classes(
              css.headCell,
              column.align === 'end' && css.end,
              left !== null && css.pinned,
              focused === at && css.focused,
            )}
          >
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the grid's keys do this on the focused heading */}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: as above */}
            <span
              className={css.headButton}
              onClick={(event) => column.sortable && onSort(column.id, event.shiftKey)}
              title={column.sortable ? `Sort by ${column.label}` : undefined}
            >
              <span className={css.headLabel}>{column.label}</span>
              {entry &&
                (entry.descending ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
              {entry && sort.length > 1 && <span className={css.sortRank}>{rank + 1}</span>}
            </span>
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: Shift+F10 on the focused heading opens the same menu */}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: as above */}
            <span className={css.headMenu} onClick={openMenu(column.id)} title={`Column ${column.label}`}>
              <EllipsisVertical size={14} aria-hidden />
            </span>
            {/* biome-ignore lint/a11y/noStaticElementInteractions: the heading's menu has the same for keys */}
            <span
              className={css.handle}
              data-active={state.resizing === column.id || undefined}
              draggable
              onDragStart={(event) => {
                event.preventDefault()
                event.stopPropagation()
              }}
              onMouseDown={(event) => state.resizeHandler(column.id)?.(event)}
              onTouchStart={(event) => state.resizeHandler(column.id)?.(event)}
            />
          </div>
        )
      })}
      <div aria-hidden />
    </div>
  )
}
