import type { Cell } from '../../../electron/contract/events'
import type { SqlColumn, SqlResult } from '../../../electron/contract/sql'
import type { RowSource, TableRow, TableSort } from '../../ui/data-table/types'

const numeric =
  /^(tinyint|smallint|int|integer|bigint|hugeint|real|float|double|decimal|u?(big|small|tiny|huge)?int)/i

export const isNumeric = ({ type }: SqlColumn): boolean => numeric.test(type)
export const isTime = ({ type }: SqlColumn): boolean => /^(timestamp|date)/i.test(type)

/** Column `n` of a result in the table; names may come twice. */
export const columnId = (index: number): string => `c${index}`
export const columnIndex = (id: string): number => Number(id.slice(1))

function compareCells(a: Cell, b: Cell): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [x, y] = [String(a), String(b)]
  const [m, n] = [Number(x), Number(y)]
  if (x !== '' && y !== '' && !Number.isNaN(m) && !Number.isNaN(n)) return m - n
  return x < y ? -1 : x > y ? 1 : 0
}

/** Rows of an answer that is here as a whole, in the order asked for; nulls last both ways, as Athena has them. */
export function resultRows(result: SqlResult, sort: TableSort): RowSource & { order: readonly number[] } {
  const order = Array.from({ length: result.rows }, (_, row) => row)
  if (sort.length > 0) {
    order.sort((a, b) => {
      for (const { field, descending } of sort) {
        const column = result.data[columnIndex(field)] ?? []
        const [x, y] = [column[a] ?? null, column[b] ?? null]
        const order = compareCells(x, y)
        if (order !== 0) return x === null || y === null || !descending ? order : -order
      }
      return a - b
    })
  }
  const rows = new Map<number, TableRow>()
  return {
    order,
    total: result.rows,
    rowAt(index) {
      const row = order[index]
      if (row === undefined) return undefined
      const known = rows.get(row)
      if (known) return known
      const cells = Object.fromEntries(result.data.map((column, at) => [columnId(at), column[row] ?? null]))
      const made = { cells }
      rows.set(row, made)
      return made
    },
  }
}

/** A click on a heading: ascending, descending, as it came. With `add` the column joins the order that is there. */
export function nextSort(sort: TableSort, field: string, add: boolean): TableSort {
  const now = sort.find((entry) => entry.field === field)
  const rest = add ? sort.filter((entry) => entry.field !== field) : []
  if (!now) return [...rest, { field, descending: false }]
  return now.descending ? rest : [...rest, { field, descending: true }]
}

/** The event a row speaks of, by a column that holds event ids. */
export function eventIdAt(result: SqlResult, row: number): string | null {
  const at = result.columns.findIndex(({ name }) => /^event_?id$/i.test(name))
  const value = at < 0 ? null : result.data[at]?.[row]
  return typeof value === 'string' && value !== '' ? value : null
}
