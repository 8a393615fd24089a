import type { View } from '../../../contract/view'
import { activeFilters, fieldOfClause } from '../where'
import type { ColumnView, StoreView } from './code-column'
import type { CodedRows } from './coded-rows'
import type { EventIndex } from './event-index'
import { unfoldMarks } from './member'
import type { Selection, Selections } from './selections'

/**
 * The rows of a View without its clauses about one column's fields, and those clauses as masks over the codes. Counted by
 * code once, every field of the column has its counts from it, under whichever of the clauses it is to be counted.
 */
export type WideSet = {
  selection: Selection
  /** How many fields have clauses. */
  fields: number
  /** Codes that all those clauses let through, but for those of one field: one byte a code; null for all. */
  maskWithout(field: string | null): Uint8Array | null
}

/** Null where no clause is about the column, or one is that cannot be told from the code. */
export async function wideSetOf(
  index: EventIndex,
  view: View,
  store: StoreView,
  codes: CodedRows,
  selections: Selections,
  signal: AbortSignal,
): Promise<WideSet | null> {
  if (store.offsets) return null
  const masks: { field: string; mask: Uint8Array }[] = []
  for (const filter of activeFilters(view)) {
    const column = index.columns.get(fieldOfClause(filter) ?? '')
    if (column?.store !== store) continue
    const marked = await codes.marksOf(index, filter, signal)
    if (!marked) return null
    masks.push({ field: column.field, mask: maskOf(column, marked.marks, filter.exclude) })
  }
  const fields = [...new Set(masks.map(({ field }) => field))]
  if (fields.length === 0) return null
  return {
    selection: await selections.of(index, view, signal, fields),
    fields: fields.length,
    maskWithout: (without) =>
      both(
        masks.flatMap(({ field, mask }) => (field === without ? [] : [mask])),
        store.distinct,
      ),
  }
}

function maskOf(column: ColumnView, marks: Uint8Array, exclude: boolean): Uint8Array {
  const unfolded = unfoldMarks(marks, column, column.store.distinct)
  return exclude ? unfolded.map((mark) => 1 - mark) : unfolded
}

function both(masks: readonly Uint8Array[], distinct: number): Uint8Array | null {
  if (masks.length === 0) return null
  const all = new Uint8Array(distinct).fill(1)
  for (const mask of masks) {
    for (let code = 0; code < distinct; code += 1) if (mask[code] === 0) all[code] = 0
  }
  return all
}

/** Rows that are looked at to count a set: the others, where those are fewer. */
export const costOf = ({ rows: { count, total } }: Selection): number => Math.min(count, total - count)
