import type { FieldName } from '../../../contract/event'
import type { Case } from '../../case/case'
import { type Sql, sql } from '../../sql-text'
import { identifierIn, identifierPlaces } from '../predicate'
import { type Bits, orInto, setBit } from './bits'
import { eachChunk, numbersOf, parquetOf } from './chunks'
import { isSparse, rangeGroups, seqRanges } from './clause-plan'
import type { CodedRows } from './coded-rows'
import { codesWithText } from './coded-text'
import type { EventIndex } from './event-index'
import { inLanes } from './in-lanes'
import { filteredPlaces } from './read-tokens'
import type { TokenFilter, TokenPlaces } from './token-filter'

/** Finds the rows that a clause is true for by reading them, where codes and filters of tokens do not say. */
export class RowSearch {
  readonly #case: Case
  readonly #tokens: TokenFilter
  readonly #coded: CodedRows

  constructor(opened: Case, tokens: TokenFilter, coded: CodedRows) {
    this.#case = opened
    this.#tokens = tokens
    this.#coded = coded
  }

  /** Adds the rows within a set that have the text in one of these columns, whose texts the index holds. */
  async inTexts(
    index: EventIndex,
    text: string,
    held: readonly FieldName[],
    within: Bits,
    bits: Bits,
    signal: AbortSignal,
  ): Promise<void> {
    for (const [store, wanted] of codesWithText(index, held, text)) {
      const rows = await this.#coded.wantedRows(index, store, wanted, signal)
      orInto(bits, rows.bits, within)
    }
  }

  /** Null unless every place that has no filter is one that the index holds codes of. */
  async placesOf(
    index: EventIndex,
    segments: readonly number[],
    value: string,
    signal: AbortSignal,
  ): Promise<TokenPlaces | null> {
    const isKnown = (place: FieldName) => index.columns.has(place) || filteredPlaces.includes(place)
    return identifierPlaces.every(isKnown) ? this.#tokens.placesOf(index, segments, value, signal) : null
  }

  /** Adds the rows that have the identifier: statements a column that may hold it, over the blocks that may. */
  async inPlaces(
    index: EventIndex,
    value: string,
    { places }: TokenPlaces,
    bits: Bits,
    signal: AbortSignal,
  ): Promise<void> {
    for (const place of identifierPlaces) {
      const column = filteredPlaces.includes(place) ? undefined : index.columns.get(place)
      if (!column) continue
      const [code = -1] = await this.#coded.codesOf(column, [value], signal)
      if (code < 0) continue
      const marks = new Uint8Array(column.distinct)
      marks[code] = 1
      orInto(bits, (await this.#coded.rowsWith(index, column, marks, signal)).bits)
    }
    for (const [place, bySegment] of places) {
      const equality = identifierIn(place, value)
      if (!isSparse(index, place, bySegment)) {
        await this.inSegments(index, [...bySegment.keys()], equality, bits, signal)
        continue
      }
      await inLanes(rangeGroups(bySegment), (group) => {
        const clause = sql`${seqRanges(index, group)} AND ${equality}`
        return this.inSegments(index, [...group.keys()], clause, bits, signal)
      })
    }
  }

  /** Adds the rows of these segments that the condition holds for. */
  async inSegments(
    index: EventIndex,
    step: readonly number[],
    clause: Sql,
    bits: Bits,
    signal: AbortSignal,
  ): Promise<void> {
    const parts = step.flatMap((at) => index.segments[at] ?? [])
    const statement = sql`-- name: index.search
SELECT file_index::INTEGER, file_row_number::INTEGER
FROM ${parquetOf(parts.map(({ file }) => file))}
WHERE ${clause}`
    await this.#case.read(signal, (db) =>
      eachChunk(db.connection, statement, signal, (chunk) => {
        const files = numbersOf<Int32Array>(chunk, 0)
        const rows = numbersOf<Int32Array>(chunk, 1)
        for (let at = 0; at < chunk.rowCount; at += 1) {
          setBit(bits, (parts[files[at] as number]?.firstRow ?? 0) + (rows[at] as number))
        }
      }),
    )
  }
}
