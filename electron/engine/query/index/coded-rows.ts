import type { Filter } from '../../../contract/filter'
import type { Case } from '../../case/case'
import { canonicalField } from '../where'
import { hashesOf } from './chunks'
import { textTest } from './clause-plan'
import type { ColumnView, StoreView } from './code-column'
import type { EventIndex } from './event-index'
import { unfoldMarks } from './member'
import { RowSet } from './row-set'
import { Slices } from './slices'
import type { Team } from './team'

/** Clauses about coded columns: which codes they mean, and which rows have those. */
export class CodedRows {
  readonly #case: Case
  readonly #team: Team

  constructor(opened: Case, team: Team) {
    this.#case = opened
    this.#team = team
  }

  /** The column whose codes tell what the clause is true for; undefined where rows have to be read. */
  columnFor(index: EventIndex, filter: Filter): ColumnView | undefined {
    if (filter.kind === 'text' || filter.kind === 'identifier') return undefined
    const column = index.columns.get(canonicalField(filter.field))
    return filter.kind === 'values' || column?.texts ? column : undefined
  }

  /** A clause about a coded column as marks by code of its field; null for others. */
  async marksOf(
    index: EventIndex,
    filter: Filter,
    signal: AbortSignal,
  ): Promise<{ column: ColumnView; marks: Uint8Array } | null> {
    const column = this.columnFor(index, filter)
    return column ? { column, marks: await this.marks(column, filter, signal) } : null
  }

  async marks(column: ColumnView, filter: Filter, signal: AbortSignal): Promise<Uint8Array> {
    const wanted = new Uint8Array(column.distinct)
    if (filter.kind === 'values') {
      for (const code of await this.codesOf(column, filter.values, signal)) if (code >= 0) wanted[code] = 1
    } else {
      const test = textTest(filter)
      column.texts?.slice(0, column.distinct).forEach((text, code) => {
        if (text !== null && test(text)) wanted[code] = 1
      })
    }
    return wanted
  }

  /** Rows whose value is marked (one byte a code of the field); for lists, those with any such element. */
  async rowsWith(
    index: EventIndex,
    column: ColumnView,
    marks: Uint8Array,
    signal: AbortSignal,
  ): Promise<RowSet> {
    return this.wantedRows(index, column.store, unfoldMarks(marks, column, column.store.distinct), signal)
  }

  async wantedRows(
    index: EventIndex,
    store: StoreView,
    wanted: Uint8Array,
    signal: AbortSignal,
  ): Promise<RowSet> {
    if (!wanted.includes(1)) return RowSet.few(new Uint32Array(0), index.rows)
    return this.#team.run('mark', index, { stores: [store], wanted }, new Slices(signal))
  }

  /** Codes of values, -1 for those that no event has. */
  async codesOf(
    column: ColumnView,
    values: readonly (string | null)[],
    signal: AbortSignal,
  ): Promise<number[]> {
    if (column.texts) {
      return values.map((value) => {
        const code = value === null ? 0 : (column.codeOfText.get(value) ?? -1)
        return code < column.distinct ? code : -1
      })
    }
    const halves = await this.#case.read(signal, (db) => hashesOf(db.connection, values))
    return values.map((value, at) => {
      if (value === null) return 0
      const code = column.hashes.find({ low: halves[2 * at] as number, high: halves[2 * at + 1] as number })
      return code < column.distinct ? code : -1
    })
  }
}
