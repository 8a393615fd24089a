import type { ReactNode } from 'react'
import type { Cell } from '../../../electron/contract/events'

export type TableColumn = {
  id: string
  label: string
  /** Width in px until somebody changes it. */
  width: number
  align?: 'start' | 'end'
  mono?: boolean
  sortable?: boolean
  /** `render` gives text alone, which is cheaper to lay out than boxes beside each other. */
  plain?: boolean
  /** What stands in the cell; text with hidden characters shown is the default. */
  render?: (cell: Cell, row: TableRow) => ReactNode
}

/** A row that has arrived. The same object as long as its data are the same, so that it is drawn once. */
export type TableRow = { cells: Readonly<Record<string, Cell>> }

/** Rows by position, from wherever they come: pages of the engine, or an answer that is here as a whole. */
export type RowSource = {
  /** Undefined until it is known. */
  total: number | undefined
  rowAt(index: number): TableRow | undefined
  /** Whether the row is one of the answer before, shown until the new one has it. */
  isOld?(index: number): boolean
}

/** What is looked for in the table: which cells hold it, and the row the last step led to. */
export type TableFind = {
  text: string
  matches: (column: string, cell: Cell) => boolean
  row: number | null
}

export type TableSort = readonly { field: string; descending: boolean }[]
export type CellPlace = { row: number; column: string }
