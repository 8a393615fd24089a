import type { Facet } from '../../../contract/events'
import type { View } from '../../../contract/view'
import type { CaseReader } from '../../case/connection'
import { sql } from '../../sql-text'
import { fieldText, listElements } from '../field-sql'
import { selectedValues, unknownValues } from '../sql-answers'
import { canonicalField } from '../where'
import { eachChunk, halvesOf, parquetOf } from './chunks'
import type { ColumnView } from './code-column'
import type { CodedRows } from './coded-rows'
import type { EventIndex } from './event-index'
import type { FacetWish, Ranked } from './facet-counts'
import { textsOf } from './row-cells'

export type Read = <T>(run: (db: CaseReader) => Promise<T>) => Promise<T>

/** What a facet is to list: decided before counting, since a brush asks the same again and again. */
export type FacetPlan = FacetWish & { field: string; column: ColumnView; named: (string | null)[] }

/** Turns counts by code into facets with texts. */
export class FacetMaker {
  readonly #codes: CodedRows

  constructor(codes: CodedRows) {
    this.#codes = codes
  }

  async plan(
    index: EventIndex,
    view: View,
    field: string,
    { top, search, order }: Pick<FacetWish, 'top' | 'order'> & { search: string },
    signal: AbortSignal,
    read: Read,
  ): Promise<FacetPlan | null> {
    const column = index.columns.get(canonicalField(field))
    if (!column) return null
    const needle = search.toLowerCase()
    const named = selectedValues(view, column.field).filter(
      (text) => needle === '' || text?.toLowerCase().includes(needle),
    )
    const codes = named.length > 0 ? await this.#codes.codesOf(column, named, signal) : []
    const allowed = needle === '' ? null : await this.#allowed(index, column, needle, signal, read)
    return {
      field,
      column,
      top,
      order,
      allowed,
      named,
      selected: codes.filter((code) => code >= 0 && hasAny(column, code)),
    }
  }

  /** `listed` has the counts of `codes`, in their order. */
  async facet(
    index: EventIndex,
    { column, field, named }: FacetPlan,
    { codes, other }: Ranked,
    listed: readonly number[],
    read: Read,
  ): Promise<Facet> {
    const texts = await textsOf(index, column, codes, read)
    const values = codes.map((code, at) => ({
      value: texts[at] ?? null,
      count: listed[at] ?? 0,
      total: column.totals[code] ?? 0,
    }))
    return { field, values: [...values, ...unknownValues(named, values)], other }
  }

  async #allowed(
    index: EventIndex,
    column: ColumnView,
    needle: string,
    signal: AbortSignal,
    read: Read,
  ): Promise<Uint8Array> {
    const allowed = new Uint8Array(column.distinct)
    if (column.texts) {
      column.texts.slice(0, column.distinct).forEach((text, code) => {
        if (text?.toLowerCase().includes(needle)) allowed[code] = 1
      })
      return allowed
    }
    const value = column.store.offsets ? listElements(column.ref.field) : fieldText(column.ref)
    const statement = sql`-- name: index.values
SELECT DISTINCT hash(text) FROM (SELECT ${value} AS text FROM ${parquetOf(index.segments.map(({ file }) => file))})
WHERE contains(lower(text), ${needle})`
    await read((db) =>
      eachChunk(db.connection, statement, signal, (chunk) => {
        const halves = halvesOf(chunk, 0)
        for (let at = 0; at < chunk.rowCount; at += 1) {
          const code = column.hashes.find({
            low: halves[2 * at] as number,
            high: halves[2 * at + 1] as number,
          })
          if (code >= 0 && code < column.distinct) allowed[code] = 1
        }
      }),
    )
    return allowed
  }
}

const hasAny = (column: ColumnView, code: number): boolean => (column.totals[code] ?? 0) > 0
