import type { Ref } from 'react'
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react'
import { rowHeights, useUi } from '../../state/ui-store'
import { MenuAt, type MenuEntry } from '../menu'
import { useLasting } from '../use-lasting'
import { columnMenu } from './column-menu'
import css from './data-table.module.css'
import { type GridPlace, headRow, nextPlace } from './grid-keys'
import { allRows, extendTo, isSelected, noRows, onlyRow, type RowSelection, toggleRow } from './row-selection'
import { TableHead } from './table-head'
import { Row } from './table-row'
import type { CellPlace, RowSource, TableColumn, TableFind, TableSort } from './types'
import { useColumns } from './use-columns'
import { useHighlight } from './use-highlight'
import { useScaledScroll } from './use-scaled-scroll'

export type DataTableHandle = {
  focus: () => void
  /** Where the keys act. */
  place: () => GridPlace
  /** Brings a row into the middle and the keys to it, and to one of its columns where that is named. */
  showRow: (row: number, column?: string) => void
  toTop: () => void
}

type DataTableProps = {
  /** Widths and pins are remembered under it. */
  name: string
  label: string
  columns: readonly TableColumn[]
  source: RowSource
  busy?: boolean
  sort?: TableSort
  onSort?: (column: string, add: boolean) => void
  onColumns?: (columns: string[]) => void
  selection?: RowSelection
  onSelection?: (selection: RowSelection) => void
  /** The row whose details are open. */
  openRow?: number | null
  /** The focus moved to a cell; `by` tells a deliberate step from a click. */
  onFocusCell?: (place: CellPlace) => void
  onOpen?: (row: number) => void
  onRows?: (first: number, last: number) => void
  menuFor?: (place: CellPlace) => MenuEntry[]
  /** Keys that are none of the grid's own. True when it was one. */
  onKey?: (event: KeyboardEvent, place: CellPlace | null) => boolean
  find?: TableFind | null
  /** Stands over the rows: what to say when there are none. */
  overlay?: ReactNode
  ref?: Ref<DataTableHandle>
}

const headHeight = 30

/** A grid over rows by position: any number of them, one tab stop, all of it by keyboard (APG grid). */
export function DataTable(props: DataTableProps) {
  const { name, label, columns, source, sort = [], selection = noRows, openRow = null, find = null } = props
  const { overlay, ref } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const density = useUi((ui) => ui.density)
  const letters = useUi((ui) => ui.letterKeys)
  const [focus, setFocus] = useState<GridPlace>({ row: 0, column: 0 })
  const [menu, setMenu] = useState<{
    at: { x: number; y: number }
    label: string
    entries: MenuEntry[]
  } | null>(null)
  const total = source.total ?? 0
  const state = useColumns(name, columns)
  const scroll = useScaledScroll(scroller, total, rowHeights[density], headHeight)
  const shown = state.columns
  const columnOf = (at: number) => shown[Math.min(at, shown.length - 1)]?.id ?? ''
  useHighlight(scroller, find?.text ?? null)
  const { onRows } = props
  const { first, last } = scroll.shown

  const showColumn = (at: number) => {
    const element = scroller.current
    if (!element || state.pinnedAt[at] !== null) return
    const left = state.widths.slice(0, at).reduce((sum, width) => sum + width, 0)
    const pinned = state.widths.reduce(
      (sum, width, index) => sum + (state.pinnedAt[index] !== null ? width : 0),
      0,
    )
    const right = left + (state.widths[at] ?? 0)
    if (left - pinned < element.scrollLeft) element.scrollLeft = left - pinned
    else if (right > element.scrollLeft + element.clientWidth)
      element.scrollLeft = right - element.clientWidth
  }

  useEffect(() => onRows?.(first, last), [onRows, first, last])
  const latest = useRef({ scroll, focus, shown, showColumn })
  latest.current = { scroll, focus, shown, showColumn }
  useImperativeHandle(
    ref,
    () => ({
      focus: () => scroller.current?.focus(),
      place: () => latest.current.focus,
      showRow: (row, column) => {
        const at = latest.current.shown.findIndex(({ id }) => id === column)
        const focus = { row, column: at < 0 ? latest.current.focus.column : at }
        // Who asks for the place before the next drawing is told the new one.
        latest.current = { ...latest.current, focus }
        setFocus(focus)
        latest.current.scroll.showRow(row, true)
        if (at >= 0) latest.current.showColumn(at)
      },
      toTop: () => latest.current.scroll.toTop(),
    }),
    [],
  )

  const moveTo = (place: GridPlace) => {
    setFocus(place)
    if (place.row >= 0) {
      scroll.showRow(place.row)
      props.onFocusCell?.({ row: place.row, column: columnOf(place.column) })
    }
    showColumn(place.column)
  }

  const headMenu = (column: string, at: { x: number; y: number }) =>
    setMenu({
      at,
      label: 'Column',
      entries: columnMenu({ ...props, column, state, rows: [first, last] }),
    })

  const moveColumn = (moved: string, before: string) => {
    const order = shown.map((column) => column.id).filter((other) => other !== moved)
    order.splice(order.indexOf(before), 0, moved)
    props.onColumns?.(order)
  }

  const openCellMenu = (place: GridPlace, at?: { x: number; y: number }) => {
    const cell = document.getElementById(
      place.row === headRow ? `${id}-head-${place.column}` : `${id}-${place.row}-${place.column}`,
    )
    const box = cell?.getBoundingClientRect()
    const point = at ?? { x: box?.left ?? 0, y: box?.bottom ?? 0 }
    if (place.row === headRow) return headMenu(columnOf(place.column), point)
    const entries = props.menuFor?.({ row: place.row, column: columnOf(place.column) }) ?? []
    if (entries.length > 0) setMenu({ at: point, label: 'Cell', entries })
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current) return
    const ctrl = event.ctrlKey || event.metaKey
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault()
      openCellMenu(focus)
      return
    }
    const size = { rows: total, columns: shown.length, page: scroll.rowsPerPage }
    const plain = !event.altKey && !(ctrl && /^[a-z]$/i.test(event.key))
    const next = plain && nextPlace({ key: event.key, ctrl, shift: event.shiftKey }, focus, size, letters)
    if (next) {
      event.preventDefault()
      moveTo(next)
      if (event.shiftKey && next.row >= 0 && event.key !== 'G')
        props.onSelection?.(
          extendTo({ ...selection, anchor: selection.anchor ?? Math.max(0, focus.row) }, next.row),
        )
      return
    }
    if (handleAction(event, ctrl)) event.preventDefault()
  }

  const handleAction = (event: KeyboardEvent, ctrl: boolean): boolean => {
    const column = columnOf(focus.column)
    if (ctrl && event.key === 'a' && props.onSelection) {
      props.onSelection(allRows)
      return true
    }
    if (event.key === ' ' && focus.row >= 0 && props.onSelection) {
      props.onSelection(toggleRow(selection, focus.row, total))
      return true
    }
    if (event.key === 'Enter' && focus.row === headRow) {
      if (shown[focus.column]?.sortable) props.onSort?.(column, event.shiftKey)
      return true
    }
    if (event.key === 'Enter' && !ctrl && focus.row < total) {
      props.onOpen?.(focus.row)
      return true
    }
    if (event.key === 'Escape' && (selection.all || selection.intervals.length > 0)) {
      props.onSelection?.(noRows)
      return true
    }
    return (
      props.onKey?.(event, focus.row >= 0 && focus.row < total ? { row: focus.row, column } : null) ?? false
    )
  }

  const placeOf = (target: EventTarget): GridPlace | null => {
    const element = target instanceof Element ? target.closest('[role=gridcell]') : null
    const row = element?.parentElement?.getAttribute('data-row')
    const column = element?.getAttribute('aria-colindex')
    return row && column ? { row: Number(row), column: Number(column) - 1 } : null
  }

  const onClick = (event: MouseEvent) => {
    const place = placeOf(event.target)
    if (!place) return
    setFocus(place)
    if (event.shiftKey) {
      event.preventDefault()
      props.onSelection?.(extendTo({ ...selection, anchor: selection.anchor ?? focus.row }, place.row))
    } else if (event.ctrlKey || event.metaKey) props.onSelection?.(toggleRow(selection, place.row, total))
    else props.onSelection?.(onlyRow(place.row))
    props.onFocusCell?.({ row: place.row, column: columnOf(place.column) })
  }

  const template = `${state.widths.map((width) => `${width}px`).join(' ')} minmax(0, 1fr)`
  const pinnedKey = state.pinnedAt.join()
  const rows: ReactNode[] = []
  let stale = false
  for (let index = scroll.drawn.first; index < scroll.drawn.last; index += 1) {
    stale ||= source.isOld?.(index) ?? false
    rows.push(
      <Row
        key={index}
        id={id}
        index={index}
        row={source.rowAt(index)}
        columns={shown}
        pinnedAt={state.pinnedAt}
        pinnedKey={pinnedKey}
        selected={isSelected(selection, index)}
        open={openRow === index}
        focused={focus.row === index ? focus.column : -1}
        matches={find?.matches ?? null}
        foundHere={find?.row === index}
      />,
    )
  }
  const dim = useLasting(stale)
  const busy = useLasting(props.busy ?? false)
  const active =
    focus.row === headRow
      ? `${id}-head-${focus.column}`
      : focus.row >= scroll.drawn.first && focus.row < scroll.drawn.last
        ? `${id}-${focus.row}-${Math.min(focus.column, shown.length - 1)}`
        : undefined

  return (
    <div className={css.wrap}>
      {busy && <div className={css.busy} />}
      {/* biome-ignore lint/a11y/useSemanticElements: see table-row.tsx */}
      <div
        ref={scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={source.total === undefined ? -1 : total + 1}
        aria-colcount={shown.length}
        aria-multiselectable={props.onSelection ? true : undefined}
        aria-busy={props.busy || undefined}
        aria-activedescendant={active}
        tabIndex={0}
        className={css.scroller}
        onKeyDown={onKeyDown}
        onMouseDown={(event) => {
          if (!event.shiftKey && event.detail < 2) return
          event.preventDefault()
          scroller.current?.focus()
        }}
        onClick={onClick}
        onDoubleClick={(event) => {
          const place = placeOf(event.target)
          if (place) props.onOpen?.(place.row)
        }}
        onContextMenu={(event) => {
          const place = placeOf(event.target)
          if (!place) return
          event.preventDefault()
          setFocus(place)
          openCellMenu(place, { x: event.clientX, y: event.clientY })
        }}
      >
        <div
          className={css.canvas}
          role="presentation"
          style={{ width: state.totalWidth, height: scroll.spacer + headHeight }}
        >
          <div className={css.pane} role="presentation" style={{ height: scroll.viewport + headHeight }}>
            <TableHead
              id={id}
              state={state}
              columns={shown}
              sort={sort}
              focused={focus.row === headRow ? focus.column : -1}
              template={template}
              onSort={(column, add) => props.onSort?.(column, add)}
              onMenu={headMenu}
              onMove={moveColumn}
            />
            {/* biome-ignore lint/a11y/useSemanticElements: see table-row.tsx */}
            <div
              className={css.body}
              role="rowgroup"
              data-stale={stale || undefined}
              data-dim={dim || undefined}
              style={{ transform: `translateY(${scroll.shift}px)`, ['--cols' as string]: template }}
            >
              {rows}
            </div>
          </div>
        </div>
      </div>
      <div className={css.ring} />
      {overlay && <div className={css.over}>{overlay}</div>}
      <MenuAt
        at={menu?.at ?? null}
        label={menu?.label ?? ''}
        entries={menu?.entries ?? []}
        onClose={() => setMenu(null)}
      />
    </div>
  )
}
