import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import { bindingsOf } from '../../case/connection'
import { ident, type Sql, sql, sqlJoin, sqlLiteral, sqlTrusted } from '../../sql-text'
import { fieldText, listElements } from '../field-sql'
import { type CodeColumn, maxHeldTexts } from './code-column'
import { throwIfCancelled } from './slices'

/** `read_parquet` over these files in this order, with the row order kept. */
export const parquetOf = (files: readonly string[]): Sql =>
  sqlTrusted(
    `read_parquet([${files.map((file) => sqlLiteral(file).text).join(', ')}], union_by_name = false)`,
  )

type Vector = { items?: ArrayLike<unknown> }
export const numbersOf = <T>(chunk: DuckDBDataChunk, column: number): T =>
  (chunk.getColumnVector(column) as Vector).items as T

/** Hashes as little-endian halves, without making a bigint of each. */
export function halvesOf(chunk: DuckDBDataChunk, column: number): Uint32Array {
  const { buffer, byteOffset, length } = numbersOf<BigUint64Array>(chunk, column)
  return new Uint32Array(buffer, byteOffset, length * 2)
}

/** Runs a statement and hands on its chunks as they come. */
export async function eachChunk(
  connection: DuckDBConnection,
  statement: Sql,
  signal: AbortSignal,
  take: (chunk: DuckDBDataChunk) => void,
): Promise<void> {
  const { values, types } = bindingsOf(statement.params)
  const result = await connection.stream(statement.text, values, types)
  for (;;) {
    const chunk = await result.fetchChunk()
    throwIfCancelled(signal)
    if (!chunk || chunk.rowCount === 0) return
    take(chunk)
  }
}

const value = (column: CodeColumn): Sql =>
  column.isList ? listElements(column.ref.field) : fieldText(column.ref)

/**
 * Appends the rows of these files to the columns, in one pass for all that have one value an event and one more for each
 * list. `also` takes the seq and the time of the same rows (seq; microseconds, Infinity for none) as they go by.
 */
export async function loadColumns(
  connection: DuckDBConnection,
  files: readonly string[],
  columns: readonly CodeColumn[],
  signal: AbortSignal,
  also?: (seqs: Float64Array, times: Float64Array, count: number) => void,
): Promise<void> {
  const lists = columns.filter(({ isList }) => isList)
  const plain = columns.filter(({ isList }) => !isList)
  const cells = [
    sqlTrusted('seq::DOUBLE'),
    sqlTrusted(`coalesce(epoch_us(event_time)::DOUBLE, 'Infinity'::DOUBLE)`),
    ...plain.map((column) => sql`hash(${value(column)})`),
    ...lists.map(({ ref }) => sql`greatest(coalesce(len(${ident(ref.field)}), 0), 1)::INTEGER`),
  ]
  const from = parquetOf(files)
  await eachChunk(
    connection,
    sql`-- name: index.load
SELECT ${sqlJoin(cells, ', ')} FROM ${from}`,
    signal,
    (chunk) => {
      const count = chunk.rowCount
      also?.(numbersOf(chunk, 0), numbersOf(chunk, 1), count)
      for (const [at, column] of plain.entries()) column.append(halvesOf(chunk, at + 2), count)
      for (const [at, column] of lists.entries()) {
        column.appendLengths(numbersOf(chunk, at + 2 + plain.length), count)
      }
    },
  )
  for (const column of lists) {
    await eachChunk(
      connection,
      sql`-- name: index.load.list
SELECT hash(element) FROM (SELECT ${value(column)} AS element FROM ${from})`,
      signal,
      (chunk) => column.append(halvesOf(chunk, 0), chunk.rowCount),
    )
  }
}

/** Reads the texts of the values in these files, for columns that hold them. */
export async function learnTexts(
  connection: DuckDBConnection,
  files: readonly string[],
  columns: readonly CodeColumn[],
  signal: AbortSignal,
): Promise<void> {
  for (const column of columns.filter(({ holdsTexts }) => holdsTexts)) {
    await eachChunk(
      connection,
      sql`-- name: index.texts
SELECT hash(text), text
FROM (SELECT DISTINCT ${value(column)} AS text FROM ${parquetOf(files)})
WHERE text IS NOT NULL
LIMIT ${maxHeldTexts * 2}`,
      signal,
      (chunk) => {
        const halves = halvesOf(chunk, 0)
        const texts = chunk.getColumnValues(1) as string[]
        for (const [at, text] of texts.entries()) column.learn(halves, at, text)
      },
    )
  }
}

/** DuckDB's hash of NULL and of texts, as it would be in a column. */
export async function hashesOf(
  connection: DuckDBConnection,
  texts: readonly (string | null)[],
): Promise<Uint32Array> {
  const all = new Uint32Array(texts.length * 2)
  let at = 0
  const rows = sqlJoin(
    texts.map((text) => sql`(${text}::VARCHAR)`),
    ', ',
  )
  const never = new AbortController().signal
  await eachChunk(connection, sql`SELECT hash(text) FROM (VALUES ${rows}) AS given(text)`, never, (chunk) => {
    all.set(halvesOf(chunk, 0), at)
    at += chunk.rowCount * 2
  })
  return all
}
