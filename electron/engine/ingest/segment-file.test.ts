import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance, DuckDBListValue } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { columnsOf } from '../case/schema'
import { sqlLiteral } from '../sql-text'
import { recordOf } from './case-under-test.test-support'
import { scannerColumns } from './layout'
import type { StagedRow, StagedValue } from './record-cells'
import { next, type Scanner } from './scanner'
import { writeSegmentFile } from './segment-file'
import { newScanner, rowsOf } from './staged.test-support'

let folder: string
let db: DuckDBConnection
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-segment-'))
  db = await (await DuckDBInstance.create(':memory:')).connect()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function fill(scanner: Scanner, records: readonly object[]): void {
  scanner.clearSegment()
  scanner.load(Buffer.from(JSON.stringify(records)))
  scanner.takeElements(1, next.first, 7, 0)
}

/** One row of a segment file in `every`, as DuckDB reads it, in the form of `rowsOf`. */
async function rowsInFile(path: string, every = 1): Promise<StagedRow[]> {
  const columns = scannerColumns.map(({ name, type }) =>
    type === 'time' ? `epoch_us(${name}) AS ${name}` : name,
  )
  const result = await db.runAndReadAll(
    `SELECT ${columns.join(', ')} FROM read_parquet(${sqlLiteral(path).text}, file_row_number = true)
      WHERE file_row_number % ${every} = 0 ORDER BY seq`,
  )
  return result.getRowObjects().map((row): StagedRow => {
    const cells = Object.entries(row).filter(([, value]) => value !== null)
    return new Map(
      cells.map(([name, value]) => [
        name,
        value instanceof DuckDBListValue ? JSON.stringify(value.items) : (value as StagedValue),
      ]),
    )
  })
}

async function expectSameRows(
  scanner: Scanner,
  records: readonly object[],
  firstSeq: number,
  every = 1,
): Promise<string> {
  const path = join(folder, 'segment.parquet')
  fill(scanner, records)
  scanner.describe()
  const written = writeSegmentFile(path, scanner.rowGroups(firstSeq), 'backtrail test')
  expect(written.rows).toBe(records.length)
  const expected = rowsOf(scanner, firstSeq).filter((_, index) => index % every === 0)
  const got = await rowsInFile(path, every)
  expect(got.length).toBe(expected.length)
  got.forEach((row, index) => {
    const other = expected[index] as StagedRow
    if (row.size !== other.size || [...row].some(([name, value]) => other.get(name) !== value)) {
      expect(row).toEqual(other)
    }
  })
  return path
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('', 'a', 'AccessDenied', 'x'.repeat(5000), 'repeats and repeats and repeats'),
)
const anyRecord = fc
  .record(
    {
      eventTime: fc
        .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      eventID: anyText,
      errorCode: anyText,
      userAgent: anyText,
      readOnly: fc.boolean(),
      requestParameters: fc.jsonValue(),
      resources: fc.array(fc.record({ ARN: anyText }), { maxLength: 4 }),
      newKey: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  .map((members) => ({ eventVersion: '1.08', eventName: 'X', eventSource: 'y', ...members }))

describe('a segment file', () => {
  it('holds what the scanner has staged, as DuckDB reads it', async () => {
    const scanner = newScanner()
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRecord, { minLength: 1, maxLength: 60 }),
        fc.nat(2 ** 40),
        async (records, seq) => {
          await expectSameRows(scanner, records, seq)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('is made of several row groups where there are many rows, of pages where values are long', async () => {
    const records = Array.from({ length: 70_001 }, (_, index) =>
      recordOf(index % 50_000, {
        eventID: `event-${index}`,
        errorMessage: index % 3 === 0 ? undefined : `message ${index % 11}`,
        sharedEventID: index % 5 === 0 ? `shared-${index % 20_000}` : undefined,
        responseElements: index % 7 === 0 ? { text: `${index}`.repeat(100) } : null,
        resources: index % 2 === 0 ? [{ ARN: `arn:${index}` }, { ARN: 'arn:same' }] : undefined,
        sessionCredentialFromConsole: index < 9 ? 'true' : undefined,
      }),
    )
    const path = await expectSameRows(newScanner(), records, 12, 13)
    const meta = `parquet_metadata(${sqlLiteral(path).text})`
    const groups = await db.runAndReadAll(`SELECT count(DISTINCT row_group_id) FROM ${meta}`)
    expect(groups.getRows()).toEqual([[3n]])
  })

  it('has the columns of events, with their types', async () => {
    const path = await expectSameRows(newScanner(), [recordOf(1)], 0)
    const described = await db.runAndReadAll(`DESCRIBE FROM read_parquet(${sqlLiteral(path).text})`)
    const columns = described
      .getRowObjects()
      .map(({ column_name: name, column_type: type }) => ({ name, type }))
    expect(columns).toEqual(columnsOf('events'))
  })

  it('says in its footer between which values a row group lies, and in its filters which it cannot hold', async () => {
    const records = Array.from({ length: 40_000 }, (_, index) =>
      recordOf(index, { eventName: index < 32_768 ? 'GetObject' : 'PutObject' }),
    )
    const path = await expectSameRows(newScanner(), records, 0, 101)
    const file = sqlLiteral(path).text
    const bounds = await db.runAndReadAll(
      `SELECT stats_min_value, stats_max_value, stats_null_count FROM parquet_metadata(${file})
        WHERE path_in_schema = 'event_name' ORDER BY row_group_id`,
    )
    expect(bounds.getRows()).toEqual([
      ['GetObject', 'GetObject', 0n],
      ['PutObject', 'PutObject', 0n],
    ])
    const asked = (column: string, value: string) =>
      db.runAndReadAll(
        `SELECT bloom_filter_excludes FROM parquet_bloom_probe(${file}, '${column}', '${value}') ORDER BY row_group_id`,
      )
    for (const { eventID } of records.slice(0, 40) as { eventID: string }[]) {
      expect((await asked('event_id', eventID)).getRows()[0]).toEqual([false])
    }
    expect((await asked('event_name', 'PutObject')).getRows()).toEqual([[true], [false]])
    expect((await asked('event_name', 'DeleteObject')).getRows()).toEqual([[true], [true]])
  })

  it('leaves out the rows that were dropped, and counts on without them', async () => {
    const scanner = newScanner()
    fill(scanner, [recordOf(1), recordOf(2), recordOf(3), recordOf(4)])
    scanner.describe()
    scanner.dropRow(1)
    scanner.dropRow(2)
    const path = join(folder, 'dropped.parquet')
    const written = writeSegmentFile(path, scanner.rowGroups(5), 'backtrail test')
    const time = (second: number) => Date.UTC(2026, 2, 4, 10, 0, second) * 1000
    expect(written).toMatchObject({ rows: 2, minTime: time(1), maxTime: time(4) })
    const rows = await rowsInFile(path)
    expect(rows.map((row) => [row.get('seq'), row.get('request_id')])).toEqual([
      [5n, 'r-1'],
      [6n, 'r-4'],
    ])
  })
})
