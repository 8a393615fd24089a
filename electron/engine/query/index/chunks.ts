import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import { bindingsOf } from '../../case/connection'
import { type Sql, sql, sqlJoin, sqlLiteral, sqlTrusted } from '../../sql-text'
import { Slices, throwIfCancelled } from './slices'

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

/**
 * The chunks of several statements in their order. Each connection runs one of them ahead while chunks are taken: a
 * statement's chunks are read by one thread, which otherwise waits for whoever takes them.
 */
export async function eachChunkAhead(
  connections: readonly DuckDBConnection[],
  statements: readonly Sql[],
  signal: AbortSignal,
  take: (chunk: DuckDBDataChunk) => void,
): Promise<void> {
  const read = async (at: number): Promise<DuckDBDataChunk[]> => {
    const chunks: DuckDBDataChunk[] = []
    const [connection, statement] = [connections[at % connections.length], statements[at]]
    if (connection && statement) await eachChunk(connection, statement, signal, (chunk) => chunks.push(chunk))
    return chunks
  }
  const ahead = connections.map((_, at) => read(at))
  const slices = new Slices(signal)
  try {
    for (const at of statements.keys()) {
      const chunks = (await ahead.shift()) ?? []
      ahead.push(read(at + connections.length))
      for (const chunk of chunks) {
        take(chunk)
        if (slices.due()) await slices.pause()
      }
    }
  } finally {
    // Whatever failed, nothing is left running on connections that are about to be closed.
    await Promise.allSettled(ahead)
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
  const statement = sql`SELECT hash(text) FROM (VALUES ${rows}) AS given(text)`
  await eachChunk(connection, statement, never, (chunk) => {
    all.set(halvesOf(chunk, 0), at)
    at += chunk.rowCount * 2
  })
  return all
}
