import type { FieldName } from '../../../contract/event'
import { textColumns } from '../predicate'
import type { ColumnView, StoreView } from './code-column'
import type { EventIndex } from './event-index'
import { unfoldMarks } from './member'

/** Columns of free text whose texts the index holds: these are looked through instead of the rows. */
export const heldTextColumns = (index: EventIndex): FieldName[] =>
  textColumns.filter((field) => {
    const column = index.columns.get(field)
    return column?.texts && !column.store.offsets
  })

/** Codes, by column of codes, that stand for a text with this in it, ignoring case. One byte a code. */
export function codesWithText(
  index: EventIndex,
  fields: readonly FieldName[],
  text: string,
): Map<StoreView, Uint8Array> {
  const needle = text.toLowerCase()
  const wanted = new Map<StoreView, Uint8Array>()
  for (const field of fields) {
    const column = index.columns.get(field) as ColumnView
    const marks = new Uint8Array(column.distinct)
    column.texts?.slice(0, column.distinct).forEach((one, code) => {
      if (one?.toLowerCase().includes(needle)) marks[code] = 1
    })
    const own = unfoldMarks(marks, column, column.store.distinct)
    const known = wanted.get(column.store)
    wanted.set(column.store, known ? known.map((mark, code) => mark | (own[code] as number)) : own)
  }
  return wanted
}
