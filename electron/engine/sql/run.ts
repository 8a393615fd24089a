import type { DuckDBPreparedStatement, DuckDBResult, DuckDBValue } from '@duckdb/node-api'
import { EngineError } from '../../contract/errors'
import type { Dialect, SqlColumn } from '../../contract/sql'
import type { Console } from './console'
import { admit } from './gate'
import { type ErrorPlace, toSqlError } from './sql-errors'
import { catalogueQuery, refuseStatements } from './statements'
import { type Supervision, supervise } from './supervise'
import { translate } from './translate/translate'
import { typeName } from './values'

export type SqlParameter = string | number | boolean | null

export type SqlRequest = {
  readonly dialect: Dialect
  readonly text: string
  /** Values of the `?` marks, in order. */
  readonly parameters?: readonly SqlParameter[]
  readonly timeoutMs: number
}

/** A query under way. Rows are fetched as they are asked for; `end` must be called, whatever happened. */
export type RunningQuery = {
  readonly columns: readonly SqlColumn[]
  readonly notes: readonly string[]
  /** The next rows as columns converted by `convert`; null after the last. Errors as of `startQuery`. */
  next<T>(convert: (value: DuckDBValue) => T): Promise<T[][] | null>
  end(): Promise<void>
}

type Ready = {
  sql: string
  notes: readonly string[]
  place: ErrorPlace
  parameters: number
  places: readonly number[]
}

/** What is to be run for a text, and how its errors find their way back. */
export function prepareText(request: SqlRequest, flipped: ReadonlySet<number> = new Set()): Ready {
  const { text, dialect } = request
  refuseStatements(text)
  const native = dialect === 'duckdb'
  if (native) {
    const place = { typed: text, executed: text, toTyped: (offset: number) => offset, native }
    return { sql: text, notes: [], place, parameters: -1, places: [] }
  }
  const catalogue = catalogueQuery(text, dialect === 'lake' ? 'cloudtrail_lake' : 'cloudtrail_logs')
  if (catalogue) {
    const place = { typed: text, executed: catalogue, toTyped: () => 0, native }
    return { sql: catalogue, notes: [], place, parameters: 0, places: [] }
  }
  const { sql, notes, parameters } = translate(text, dialect, flipped)
  const place = { typed: text, executed: sql.text, toTyped: sql.toTyped, native }
  return { sql: sql.text, notes, place, parameters: parameters.length, places: parameters }
}

/**
 * Runs one statement: read-only, on a connection of its own, with a clock. Throws sql/syntax, sql/not-allowed,
 * sql/failed, sql/memory, sql/timeout, cancelled.
 */
export async function startQuery(
  on: Console,
  request: SqlRequest,
  signal: AbortSignal,
): Promise<RunningQuery> {
  let ready = prepareText(request)
  const { connection, release } = await on.acquire(signal)
  const watch = supervise(connection, release, signal, request.timeoutMs)
  const explained = (error: unknown): unknown => {
    if (signal.aborted) return new EngineError('cancelled', 'Cancelled.', { cause: error })
    if (watch.timedOut()) {
      return new EngineError(
        'sql/timeout',
        `The query was stopped after ${Math.round(request.timeoutMs / 1000)} seconds.`,
        {
          hint: 'Narrow it to a shorter time range, or allow it more time.',
          cause: error,
        },
      )
    }
    return toSqlError(error, ready.place)
  }
  /** Opens the transaction and lets the statement through the gate, the other way round where UNNEST was misread. */
  const open = async (): Promise<DuckDBPreparedStatement> => {
    await connection.run('BEGIN TRANSACTION READ ONLY')
    try {
      return await admit(connection, ready.sql)
    } catch (error) {
      const other = otherUnnest(error, ready, request)
      if (!other) throw error
      await connection.run('ROLLBACK').catch(() => undefined)
      await connection.run('BEGIN TRANSACTION READ ONLY')
      ready = other
      return admit(connection, ready.sql)
    }
  }
  try {
    const prepared = await watch.during(open())
    bind(prepared, request.parameters ?? [], ready)
    const result = await watch.during(prepared.stream())
    return running(result, ready.notes, request.dialect === 'duckdb', explained, watch)
  } catch (error) {
    const told = explained(error)
    await watch.end()
    throw told
  }
}

/** Whether an UNNEST runs over a map or an array is sometimes known only to DuckDB: then its complaint is the answer. */
function otherUnnest(error: unknown, ready: Ready, request: SqlRequest): Ready | null {
  if (ready.place.native || !(error instanceof Error)) return null
  if (!/UNNEST|map_entries|Unnest|'len\(MAP|cardinality/i.test(error.message)) return null
  const position = /"position":"(\d+)"/.exec(error.message)?.[1]
  const starts = [...request.text.matchAll(/\bunnest\s*\(\s*/gi)].map(
    (match) => match.index + match[0].length,
  )
  const typed = position === undefined ? (starts[0] ?? 0) : ready.place.toTyped(Number(position))
  const start = starts.filter((at) => at <= typed + 'unnest('.length).at(-1) ?? starts[0]
  return start === undefined ? null : prepareText(request, new Set([start]))
}

function bind(prepared: DuckDBPreparedStatement, values: readonly SqlParameter[], ready: Ready): void {
  const wanted = ready.parameters < 0 ? prepared.parameterCount : ready.parameters
  if (wanted !== values.length) {
    const at = ready.places[Math.min(values.length, wanted - 1)]
    throw new EngineError(
      'sql/syntax',
      `Incorrect number of parameters: expected ${wanted} but found ${values.length}.`,
      {
        hint: 'Give a value for each ? in the query.',
        ...(at === undefined ? {} : { at: { from: at, to: at + 1 } }),
      },
    )
  }
  for (let index = 0; index < prepared.parameterCount; index += 1) {
    const value = values[index] ?? null
    if (value === null) prepared.bindNull(index + 1)
    else if (typeof value === 'boolean') prepared.bindBoolean(index + 1, value)
    else if (typeof value === 'string') prepared.bindVarchar(index + 1, value)
    else if (Number.isSafeInteger(value)) prepared.bindBigInt(index + 1, BigInt(value))
    else prepared.bindDouble(index + 1, value)
  }
}

function running(
  result: DuckDBResult,
  notes: readonly string[],
  native: boolean,
  explained: (error: unknown) => unknown,
  watch: Supervision,
): RunningQuery {
  const types = result.columnTypes()
  return {
    columns: result.columnNames().map((name, index) => {
      const type = types[index]
      return { name, type: type ? typeName(type, native) : 'unknown' }
    }),
    notes,
    async next(convert) {
      try {
        const chunk = await watch.during(result.fetchChunk())
        if (!chunk || chunk.rowCount === 0) return null
        return types.map((_, index) => chunk.getColumnValues(index).map(convert))
      } catch (error) {
        throw explained(error)
      }
    },
    end: () => watch.end(),
  }
}
