import { memo, type ReactNode } from 'react'
import type { Cell } from '../../../electron/contract/events'
import { LogText, Skeleton } from '../bits'
import { classes } from '../classes'
import css from './data-table.module.css'
import type { TableColumn, TableFind, TableRow } from './types'

type Props = {
  id: string
  index: number
  row: TableRow | undefined
  columns: readonly TableColumn[]
  pinnedAt: readonly (number | null)[]
  pinnedKey: string
  selected: boolean
  open: boolean
  /** Position of the focused column, or -1. */
  focused: number
  /** Which cells hold what is looked for; null where nothing is. */
  matches: TableFind['matches'] | null
  /** The last step of the search led here. */
  foundHere: boolean
}

const skeletonWidths = [0.7, 0.5, 0.8, 0.45, 0.6]

/** A cell's value as one line of text. */
export function cellText(cell: Cell): string {
  if (cell === null) return ''
  return Array.isArray(cell) ? cell.join(', ') : String(cell)
}

function content(column: TableColumn, row: TableRow): ReactNode {
  const cell = row.cells[column.id] ?? null
  // Nothing at all and a text without letters are two things: one is a dash, the other says so.
  if (cell === '') return <span className={css.none}>(empty)</span>
  if (column.render) return column.render(cell, row)
  if (cell === null || (Array.isArray(cell) && cell.length === 0)) return <span className={css.none}>–</span>
  const text = cellText(cell)
  return (
    <span className={css.cellText} title={text.length > 24 ? text.slice(0, 2_000) : undefined}>
      <LogText>{text.length > 1_000 ? text.slice(0, 1_000) : text}</LogText>
    </span>
  )
}

/** One row. Drawn again only when what it shows has changed. */
export const Row = memo(function Row(props: Props) {
  const { id, index, row, columns, pinnedAt, selected, open, focused, matches, foundHere } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: an ARIA grid over rows that are not all there cannot be a table element
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus and names the active cell
    <div
      role="row"
      className={css.row}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-row={index}
      data-open={open || undefined}
    >
      {columns.map((column, at) => {
        const left = pinnedAt[at] ?? null
        const lastPinned = left !== null && (pinnedAt[at + 1] ?? null) === null
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={column.id}
            id={`${id}-${index}-${at}`}
            role="gridcell"
            aria-colindex={at + 1}
            data-column={column.id}
            data-found={
              row && matches?.(column.id, row.cells[column.id] ?? null)
                ? foundHere
                  ? 'here'
                  : 'too'
                : undefined
            }
            style={left === null ? undefined : { left }}
            className={classes(
              css.cell,
              row && (column.plain || !column.render) && css.plain,
              column.mono && css.mono,
              column.align === 'end' && css.end,
              left !== null && css.pinned,
              lastPinned && css.lastPinned,
              focused === at && css.focused,
            )}
          >
            {row ? content(column, row) : <Skeleton still width={skeletonWidths[(index + at) % 5] ?? 0.6} />}
          </div>
        )
      })}
    </div>
  )
}, same)

function same(a: Props, b: Props): boolean {
  return (
    a.row === b.row &&
    a.index === b.index &&
    a.columns === b.columns &&
    a.pinnedKey === b.pinnedKey &&
    a.selected === b.selected &&
    a.open === b.open &&
    a.matches === b.matches &&
    a.foundHere === b.foundHere &&
    a.focused === b.focused
  )
}
