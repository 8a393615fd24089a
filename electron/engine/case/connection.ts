import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBListValue,
  type DuckDBResultReader,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  VARCHAR,
} from '@duckdb/node-api'
import type { Cell } from '../../contract/events'
import type { Sql, SqlValue } from '../sql-text'
import { toEngineError } from './duckdb-errors'
import { isoFromMicros } from './instant'

export { isoFromMicros, microsFromIso } from './instant'

export type Row = Record<string, Cell>

/** A connection as features use it: bound statements in, cells out. */
export type CaseReader = {
  /** Row objects; for small answers. */
  rows(statement: Sql): Promise<Row[]>
  /** One array a column; half the cost of row objects. */
  columns(statement: Sql): Promise<{ names: string[]; data: Cell[][] }>
  /** For statements whose answer nobody reads. */
  run(statement: Sql): Promise<void>
  /** DuckDB's own, for streaming and the like. */
  readonly connection: DuckDBConnection
}

export function readerOn(connection: DuckDBConnection): CaseReader {
  const read = async (statement: Sql): Promise<DuckDBResultReader> => {
    try {
      return await connection.runAndReadAll(
        statement.text,
        toValues(statement.params),
        typesOf(statement.params),
      )
    } catch (cause) {
      throw toEngineError(cause)
    }
  }
  return {
    connection,
    async columns(statement) {
      const result = await read(statement)
      return { names: result.columnNames(), data: result.convertColumns(toCell) as Cell[][] }
    },
    async rows(statement) {
      return (await read(statement)).convertRowObjects(toCell) as Row[]
    },
    async run(statement) {
      await read(statement)
    },
  }
}

const typesOf = (params: readonly SqlValue[]): DuckDBType[] => params.map(typeOf)

function typeOf(value: SqlValue): DuckDBType {
  if (typeof value === 'number') return Number.isInteger(value) ? BIGINT : DOUBLE
  if (typeof value === 'bigint') return BIGINT
  if (typeof value === 'boolean') return BOOLEAN
  return VARCHAR
}

/** DuckDB takes BIGINT parameters as bigint only. */
const toValues = (params: readonly SqlValue[]): DuckDBValue[] =>
  params.map((value) => (typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value))

/** Parameters as DuckDB's own calls take them, for features that stream. */
export const bindingsOf = (params: readonly SqlValue[]) => ({
  values: toValues(params),
  types: typesOf(params),
})

/**
 * A value of DuckDB's as a cell: integers as numbers where they are exact, else as strings; times as ISO 8601 UTC with
 * as many fraction digits as they need; lists as arrays of strings.
 */
export function toCell(value: DuckDBValue, _type?: DuckDBType): Cell {
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  ) {
    return value
  }
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
  if (value instanceof DuckDBTimestampValue) return isoFromMicros(value.micros)
  if (value instanceof DuckDBListValue) return value.items.map((item) => String(toCell(item)))
  return String(value)
}
