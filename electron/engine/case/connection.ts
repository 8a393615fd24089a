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

/** `2026-03-04T10:07:31Z`, `…31.5Z`: microseconds since 1970 as ISO 8601 without superfluous zeros. */
export function isoFromMicros(micros: bigint): string {
  const ms = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n)
  const rest = Number(micros - ms * 1000n)
  const iso = new Date(Number(ms)).toISOString()
  const fraction = `${iso.slice(-4, -1)}${String(rest).padStart(3, '0')}`.replace(/0+$/, '')
  return fraction === '' ? `${iso.slice(0, -5)}Z` : `${iso.slice(0, -5)}.${fraction}Z`
}

/** Microseconds since 1970 of an ISO 8601 instant, for comparisons in integers. */
export function microsFromIso(iso: string): bigint {
  const [whole, fraction = ''] = iso.replace(/Z$/, '').split('.')
  return BigInt(Date.parse(`${whole}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6))
}
