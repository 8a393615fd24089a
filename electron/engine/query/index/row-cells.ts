import { fieldNames, specOf } from '../../../contract/event'
import type { Cell } from '../../../contract/events'
import type { CaseReader } from '../../case/connection'
import { isoFromMicros } from '../../case/connection'
import { type Sql, sql, sqlJoin, sqlTrusted } from '../../sql-text'
import { fieldCell, fieldRef, fieldText, listElements } from '../field-sql'
import { canonicalField } from '../where'
import { parquetOf } from './chunks'
import type { ColumnView } from './code-column'
import { type EventIndex, segmentNumber, seqOfRow } from './event-index'
import { maxHeldTexts } from './member'

/** Cells of these rows, a field an array: from memory where the index holds them, else read by their place on disk. */
export async function cellsOf(
  index: EventIndex,
  rows: readonly number[],
  fields: readonly string[],
  read: <T>(run: (db: CaseReader) => Promise<T>) => Promise<T>,
): Promise<Cell[][]> {
  const data: (Cell[] | null)[] = fields.map((field) => heldCells(index, rows, canonicalField(field)))
  const missing = fields.filter((_, at) => data[at] === null)
  if (missing.length > 0 && rows.length > 0) {
    const cells = missing.map((field, at) => sql`${fieldCell(fieldRef(field))} AS ${sqlTrusted(`c${at}`)}`)
    const found = await read((db) => readRows(db, index, rows, cells))
    let next = 0
    for (const [at, held] of data.entries()) if (held === null) data[at] = found[next++] ?? []
  }
  return data.map((cells) => cells ?? [])
}

function heldCells(index: EventIndex, rows: readonly number[], field: string): Cell[] | null {
  if (field === 'seq') return rows.map((row) => seqOfRow(index, row))
  if (field === 'eventTime') {
    return rows.map((row) => {
      const time = index.times[row] as number
      return time === Infinity ? null : isoFromMicros(BigInt(time))
    })
  }
  const column = index.columns.get(field)
  const name = fieldNames.find((known) => known === field)
  if (!column?.texts || !name) return null
  const { texts, of } = column
  const { codes, offsets } = column.store
  const valueAt = (code: number) => (of ? (of[code] as number) : code)
  if (offsets) {
    return rows.map((row) => {
      const held = Array.from(codes.subarray(offsets[row], offsets[row + 1]), (code) => texts[code] ?? null)
      return held[0] === null ? null : (held as string[])
    })
  }
  const isBool = specOf(name).type === 'bool'
  if (!isBool && specOf(name).type !== 'text') return null
  return rows.map((row) => {
    const text = texts[valueAt(codes[row] as number)] ?? null
    return isBool && text !== null ? text === 'true' : text
  })
}

/** Expressions over these rows, one array each, in the order of the rows. */
async function readRows(
  db: CaseReader,
  index: EventIndex,
  rows: readonly number[],
  cells: readonly Sql[],
): Promise<Cell[][]> {
  const seqs = rows.map((row) => seqOfRow(index, row))
  const files = [...new Set(rows.map((row) => segmentNumber(index, row)))].sort((a, b) => a - b)
  const from = parquetOf(files.map((at) => index.segments[at]?.file ?? ''))
  const [least, most] = [Math.min(...seqs), Math.max(...seqs)]
  // Numbers of ours, written out: two hundred bound parameters cost more than the query.
  const { data } = await db.columns(sql`-- name: index.rows
SELECT seq, ${sqlJoin(cells, ', ')} FROM ${from}
WHERE seq BETWEEN ${least} AND ${most} AND seq IN (${sqlTrusted(seqs.join(', '))})`)
  const place = new Map((data[0] ?? []).map((seq, at) => [seq as number, at]))
  return cells.map((_, at) => seqs.map((seq) => data[at + 1]?.[place.get(seq) ?? -1] ?? null))
}

/** Texts of codes: from memory, or read from the first row that has the value. */
export async function textsOf(
  index: EventIndex,
  column: ColumnView,
  codes: readonly number[],
  read: <T>(run: (db: CaseReader) => Promise<T>) => Promise<T>,
): Promise<(string | null)[]> {
  const { texts } = column
  if (texts) return codes.map((code) => texts[code] ?? null)
  const { readTexts } = column
  const wanted = codes.filter((code) => code !== 0 && !readTexts.has(code))
  if (wanted.length > 0) {
    if (readTexts.size > maxHeldTexts) readTexts.clear()
    const found = await read((db) => firstTexts(db, index, column, wanted))
    for (const [code, text] of found) readTexts.set(code, text)
  }
  return codes.map((code) => readTexts.get(code) ?? null)
}

async function firstTexts(
  db: CaseReader,
  index: EventIndex,
  column: ColumnView,
  codes: readonly number[],
): Promise<Map<number, string>> {
  const rows = codes.map((code) => column.firstRow[code] as number)
  const seqs = [...new Set(rows.map((row) => seqOfRow(index, row)))]
  const files = [...new Set(rows.map((row) => segmentNumber(index, row)))]
  const value = column.store.offsets ? listElements(column.ref.field) : fieldText(column.ref)
  const { data } = await db.columns(sql`-- name: index.first-texts
SELECT text, (hash(text) & 4294967295)::BIGINT, (hash(text) >> 32)::BIGINT FROM (
  SELECT ${value} AS text FROM ${parquetOf(files.map((at) => index.segments[at]?.file ?? ''))}
  WHERE seq IN (${sqlTrusted(seqs.join(', '))}))
WHERE text IS NOT NULL`)
  return new Map(
    (data[0] ?? []).map((text, at) => {
      const hash = { low: Number(data[1]?.[at]), high: Number(data[2]?.[at]) }
      return [column.hashes.find(hash), String(text)] as const
    }),
  )
}
