import type { DuckDBConnection } from '@duckdb/node-api'
import { ident, type Sql, sql, sqlJoin, sqlTrusted } from '../../sql-text'
import { fieldText, listElements } from '../field-sql'
import { eachChunk, eachChunkAhead, halvesOf, numbersOf, parquetOf } from './chunks'
import type { CodeColumn } from './code-column'
import type { IndexSegment } from './event-index'
import { type Member, maxHeldTexts } from './member'

/** Rows that are read ahead of those that are taken over: some fifteen megabytes. */
const rowsAtOnce = 300_000

type Run = Pick<IndexSegment, 'file' | 'rows'>

const valueFor = (column: CodeColumn, { ref }: Member): Sql =>
  column.isList ? listElements(ref.field) : fieldText(ref)

const combination = (column: CodeColumn): Sql =>
  sqlJoin(
    column.members.map((member) => valueFor(column, member)),
    ', ',
  )

/**
 * Appends the rows of these files to the columns, in one pass for all that have one value an event and one more for each
 * list. `also` takes the seq and the time of the same rows (seq; microseconds, Infinity for none) as they go by.
 */
export async function loadColumns(
  connections: readonly DuckDBConnection[],
  segments: readonly Run[],
  columns: readonly CodeColumn[],
  signal: AbortSignal,
  also?: (seqs: Float64Array, times: Float64Array, count: number) => void,
): Promise<void> {
  const lists = columns.filter(({ isList }) => isList)
  const plain = columns.filter(({ isList }) => !isList)
  const lengths = lists.flatMap(({ members }) => members.map(({ ref }) => ident(ref.field).text))
  const cells = [
    sqlTrusted('seq::DOUBLE'),
    sqlTrusted(`coalesce(epoch_us(event_time)::DOUBLE, 'Infinity'::DOUBLE)`),
    ...plain.map((column) => sql`hash(${combination(column)})`),
    ...lengths.map((list) => sqlTrusted(`coalesce(len(${list}), 0)::INTEGER`)),
  ]
  const rows = groupsOf(segments).map(
    (files) => sql`-- name: index.load
SELECT ${sqlJoin(cells, ', ')} FROM ${parquetOf(files)}`,
  )
  await eachChunkAhead(connections, rows, signal, (chunk) => {
    const count = chunk.rowCount
    also?.(numbersOf(chunk, 0), numbersOf(chunk, 1), count)
    for (const [at, column] of plain.entries()) column.append(halvesOf(chunk, at + 2), count)
    for (const [at, column] of lists.entries()) {
      column.appendLengths(numbersOf(chunk, at + 2 + plain.length), count)
    }
  })
  for (const column of lists) {
    const elements = groupsOf(segments).map(
      (files) => sql`-- name: index.load.list
SELECT hash(element) FROM (SELECT ${combination(column)} AS element FROM ${parquetOf(files)})`,
    )
    await eachChunkAhead(connections, elements, signal, (chunk) =>
      column.append(halvesOf(chunk, 0), chunk.rowCount),
    )
  }
}

/** Files in their order, so many at once that they hold about as many rows as a segment mostly does. */
function groupsOf(segments: readonly Run[]): string[][] {
  const groups: string[][] = []
  let rows = Infinity
  for (const segment of segments) {
    if (rows + segment.rows > rowsAtOnce) {
      groups.push([])
      rows = 0
    }
    groups.at(-1)?.push(segment.file)
    rows += segment.rows
  }
  return groups
}

/** Reads which values these files hold: what a code of a shared column stands for, and the texts that are held. */
export async function learnValues(
  connection: DuckDBConnection,
  files: readonly string[],
  columns: readonly CodeColumn[],
  signal: AbortSignal,
): Promise<void> {
  for (const column of columns) {
    if (column.members.length > 1) await learnCombinations(connection, files, column, signal)
    if (column.members.length > 1 && column.hashes.size <= maxHeldTexts) continue
    for (const member of column.members) {
      if (member.holdsTexts) await learnTexts(connection, files, column, member, signal)
    }
  }
}

async function learnCombinations(
  connection: DuckDBConnection,
  files: readonly string[],
  column: CodeColumn,
  signal: AbortSignal,
): Promise<void> {
  const { members, hashes } = column
  const withTexts = hashes.size <= maxHeldTexts
  const names = members.map((_, at) => sqlTrusted(`m${at}`))
  const values = members.map((member, at) => sql`${valueFor(column, member)} AS ${names[at] ?? ''}`)
  const each = names.map((name) => sql`hash(${name})`)
  const statement = sql`-- name: index.combinations
SELECT hash(${sqlJoin(names, ', ')}), ${sqlJoin(withTexts ? [...each, ...names] : each, ', ')}
FROM (SELECT DISTINCT ${sqlJoin(values, ', ')} FROM ${parquetOf(files)})`
  await eachChunk(connection, statement, signal, (chunk) => {
    const stores = halvesOf(chunk, 0)
    for (const [place, member] of members.entries()) {
      const halves = halvesOf(chunk, place + 1)
      const texts = withTexts
        ? (chunk.getColumnValues(1 + members.length + place) as (string | null)[])
        : null
      for (let at = 0; at < chunk.rowCount; at += 1) {
        const store = hashes.find({ low: stores[2 * at] as number, high: stores[2 * at + 1] as number })
        const code = member.link(store, halves, at)
        if (texts) member.learn(code, texts[at] ?? null)
      }
    }
  })
}

async function learnTexts(
  connection: DuckDBConnection,
  files: readonly string[],
  column: CodeColumn,
  member: Member,
  signal: AbortSignal,
): Promise<void> {
  const statement = sql`-- name: index.texts
SELECT hash(text), text
FROM (SELECT DISTINCT ${valueFor(column, member)} AS text FROM ${parquetOf(files)})
WHERE text IS NOT NULL`
  await eachChunk(connection, statement, signal, (chunk) => {
    const halves = halvesOf(chunk, 0)
    const texts = chunk.getColumnValues(1) as string[]
    for (const [at, text] of texts.entries()) {
      const hash = { low: halves[2 * at] as number, high: halves[2 * at + 1] as number }
      member.learn(Math.max(0, member.hashes.find(hash)), text)
    }
  })
}
