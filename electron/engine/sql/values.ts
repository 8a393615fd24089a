import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  DuckDBUnionValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { Cell } from '../../contract/events'
import { isoFromMicros } from '../case/connection'

/** A value as JSON has it: nested values stay nested, numbers beyond double precision become strings, times ISO 8601 UTC. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }

export function toJson(value: DuckDBValue): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)
    return moment(value.micros)
  if (value instanceof DuckDBTimestampSecondsValue) return moment(value.seconds * 1_000_000n)
  if (value instanceof DuckDBTimestampMillisecondsValue) return moment(value.millis * 1000n)
  if (value instanceof DuckDBTimestampNanosecondsValue) return moment(value.nanos / 1000n)
  if (value instanceof DuckDBDateValue) return value.toString()
  if (value instanceof DuckDBDecimalValue) return decimal(value.toString())
  if (value instanceof DuckDBBlobValue) return `0x${Buffer.from(value.bytes).toString('hex')}`
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(toJson)
  if (value instanceof DuckDBStructValue) return fieldsOf(value)
  if (value instanceof DuckDBMapValue) return mapOf(value)
  if (value instanceof DuckDBUnionValue) return toJson(value.value)
  return String(value)
}

/** Infinite and far-off moments have no ISO form; they keep their number. */
function moment(micros: bigint): string {
  try {
    return isoFromMicros(micros)
  } catch {
    return micros > 0n ? 'infinity' : '-infinity'
  }
}

function fieldsOf(value: DuckDBStructValue): JsonValue {
  const entries = Object.entries(value.entries)
  // ROW(1, 2) has no names.
  return entries.every(([name]) => name === '')
    ? entries.map(([, field]) => toJson(field))
    : Object.fromEntries(entries.map(([name, field]) => [name, toJson(field)]))
}

function mapOf(value: DuckDBMapValue): JsonValue {
  return value.entries.every(({ key }) => typeof key === 'string')
    ? Object.fromEntries(value.entries.map((entry) => [String(entry.key), toJson(entry.value)]))
    : value.entries.map((entry) => ({ key: toJson(entry.key), value: toJson(entry.value) }))
}

const decimal = (text: string): JsonValue => (text.replace(/\D/g, '').length <= 15 ? Number(text) : text)

/** A value as the window takes it: what is nested becomes its JSON text. */
export function toSqlCell(value: DuckDBValue): Cell {
  const json = toJson(value)
  return typeof json === 'object' && json !== null ? JSON.stringify(json) : json
}

const athenaTypes: Readonly<Record<string, string>> = {
  HUGEINT: 'bigint',
  UHUGEINT: 'decimal(38, 0)',
  FLOAT: 'real',
  BLOB: 'varbinary',
  UBIGINT: 'bigint',
  UINTEGER: 'bigint',
  TIMESTAMP: 'timestamp',
}

/** A type's name in the words of the dialect. */
export function typeName(type: DuckDBType, native: boolean): string {
  if (native) return type.toString()
  if (type.typeId === DuckDBTypeId.LIST)
    return `array(${typeName((type as { valueType: DuckDBType }).valueType, false)})`
  if (type.typeId === DuckDBTypeId.MAP) {
    const { keyType, valueType } = type as { keyType: DuckDBType; valueType: DuckDBType } & DuckDBType
    return `map(${typeName(keyType, false)}, ${typeName(valueType, false)})`
  }
  if (type.typeId === DuckDBTypeId.STRUCT) {
    const { entryNames, entryTypes } = type as {
      entryNames: readonly string[]
      entryTypes: readonly DuckDBType[]
    } & DuckDBType
    return `row(${entryNames.map((name, index) => `${name} ${entryTypes[index] ? typeName(entryTypes[index], false) : ''}`.trim()).join(', ')})`
  }
  const text = type.toString()
  return athenaTypes[text] ?? text.toLowerCase()
}
