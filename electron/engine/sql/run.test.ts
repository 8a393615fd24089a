import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EngineError } from '../../contract/errors'
import type { Dialect } from '../../contract/sql'
import { openConsole } from './console'
import { startQuery } from './run'
import { type Asker, askerOf } from './testing/ask'
import { toJson } from './values'

const records = [
  {
    eventVersion: '1.08',
    eventID: 'e-1',
    eventTime: '2026-03-04T10:07:31Z',
    eventName: 'DeleteBucket',
    eventSource: 's3.amazonaws.com',
    awsRegion: 'eu-central-1',
    readOnly: false,
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/mallory' },
  },
  {
    eventVersion: '1.08',
    eventID: 'e-2',
    eventTime: '2026-03-05T11:00:00Z',
    eventName: 'GetObject',
    eventSource: 's3.amazonaws.com',
    awsRegion: 'us-east-1',
    readOnly: true,
  },
]

let asker: Asker
beforeAll(async () => {
  asker = await askerOf(records)
})
afterAll(() => asker.close())

const failure = async (text: string, dialect: Dialect = 'athena') => {
  const error = await asker.ask(text, dialect).catch((caught: unknown) => caught)
  if (!(error instanceof EngineError))
    throw new Error(`${text} was answered, or failed with ${String(error)}`)
  return error
}
const marked = async (text: string, dialect: Dialect = 'athena') => {
  const { at } = await failure(text, dialect)
  return at ? text.slice(at.from, at.to) : undefined
}

const checksum = () => {
  const hash = createHash('sha256')
  for (const file of readdirSync(asker.test.path, { recursive: true, encoding: 'utf8' }).sort()) {
    hash.update(file)
    if (/\.\w+$/.test(file) && !file.endsWith('.backtrail'))
      hash.update(readFileSync(join(asker.test.path, file)))
  }
  return hash.digest('hex')
}

describe('hostile statements', () => {
  const reading: string[] = [
    "SELECT * FROM read_parquet('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_csv('events/0.parquet')",
    "SELECT * FROM glob('*')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM 'events/0.parquet'",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM parquet_metadata('events/0.parquet')",
    'SELECT * FROM duckdb_settings()',
    'SELECT * FROM duckdb_secrets()',
    "SELECT getenv('HOME')",
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table('events')",
    "SELECT (SELECT count(*) FROM read_blob('/etc/passwd'))",
    "WITH a AS (SELECT * FROM read_json('/etc/passwd')) SELECT * FROM a",
    "SELECT read_text('/etc/passwd')",
    "SELECT current_setting('temp_directory')",
    "FROM read_parquet('/etc/passwd')",
    "EXPLAIN SELECT * FROM read_parquet('/etc/passwd')",
  ]
  const doing: string[] = [
    'DELETE FROM events',
    'UPDATE events SET seq = 1',
    'INSERT INTO events SELECT * FROM events',
    'CREATE TABLE x AS SELECT 1',
    'CREATE TEMP TABLE x (a INT)',
    'CREATE OR REPLACE VIEW events AS SELECT 1',
    'DROP VIEW events',
    'TRUNCATE events',
    "ATTACH ':memory:' AS x",
    "ATTACH '/tmp/x.db'",
    "COPY events TO 'events/1.parquet'",
    "COPY (SELECT 1) TO '/tmp/x.csv'",
    "EXPORT DATABASE '/tmp/x'",
    'PRAGMA enable_profiling',
    'PRAGMA table_info(events)',
    "SET memory_limit = '1TB'",
    'RESET threads',
    'INSTALL httpfs',
    'LOAD httpfs',
    'CALL pragma_version()',
    'CHECKPOINT',
    'VACUUM',
    'EXPLAIN ANALYZE DELETE FROM events',
    'EXPLAIN ANALYZE SELECT 1',
    'EXPLAIN (ANALYZE) SELECT 1',
    'EXPLAIN /* x */ ANALYZE SELECT 1',
    'EXPLAIN DELETE FROM events',
    'BEGIN; DELETE FROM events; COMMIT',
    'SELECT 1; DELETE FROM events',
    'SELECT 1; SELECT 2',
    '/* harmless */ DELETE FROM events',
    '-- harmless\nDELETE FROM events',
    'SELECT 1 -- one\n; DROP VIEW events',
    "SELECT 1 /* ; */ ; COPY events TO '/tmp/x'",
    'WITH a AS (DELETE FROM events RETURNING *) SELECT * FROM a',
    'PREPARE x AS DELETE FROM events',
    'PIVOT events ON event_name USING count(*)',
    'USE memory',
    'COMMIT',
  ]
  const joins = `SELECT count(*) FROM events a ${Array.from({ length: 100 }, (_, index) => `JOIN events b${index} ON a.seq = b${index}.seq`).join(' ')}`

  it.each(['athena', 'lake', 'duckdb'] as const)(
    'are refused in the %s dialect, and the case is as it was',
    async (dialect) => {
      const before = checksum()
      for (const text of [...reading, ...doing, joins]) {
        const error = await failure(text, dialect)
        expect([text, error.code]).toEqual([text, expect.stringMatching(/^sql\/(not-allowed|syntax)$/)])
        expect(error.message).toMatch(/^.{10,}/)
      }
      expect(checksum()).toBe(before)
      expect(await asker.value('SELECT count(*) FROM cloudtrail_logs')).toBe(2)
    },
  )

  it('refuse files by name in words a person can use', async () => {
    const error = await failure("SELECT * FROM read_parquet('/etc/passwd')", 'duckdb')
    expect(error).toMatchObject({
      code: 'sql/not-allowed',
      message: expect.stringContaining('read_parquet()'),
    })
    expect(error.hint).toContain('cloudtrail_logs')
  })
})

describe('a statement that would never end', () => {
  it('stops when its time is up', async () => {
    const request = {
      dialect: 'duckdb',
      text: 'SELECT count(*) FROM range(100000000000) r(x) WHERE x % 7 = 3',
      timeoutMs: 200,
    } as const
    const query = startQuery(asker.console, request, new AbortController().signal)
    await expect(
      query.then((running) => running.next(toJson).finally(() => running.end())),
    ).rejects.toMatchObject({ code: 'sql/timeout' })
  })

  it('stops when it is cancelled', async () => {
    const abort = new AbortController()
    const request = {
      dialect: 'duckdb',
      text: 'SELECT count(*) FROM range(100000000000) r(x) WHERE x % 7 = 3',
      timeoutMs: 60_000,
    } as const
    const query = startQuery(asker.console, request, abort.signal).then((running) =>
      running.next(toJson).finally(() => running.end()),
    )
    setTimeout(() => abort.abort(), 100)
    await expect(query).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('says so when it runs out of memory', async () => {
    const small = await openConsole(asker.test.opened, { threads: 1, memoryLimit: 64 * 2 ** 20 })
    const request = {
      dialect: 'duckdb',
      text: 'SELECT list(x) FROM range(200000000) r(x)',
      timeoutMs: 60_000,
    } as const
    const query = startQuery(small, request, new AbortController().signal).then((running) =>
      running.next(toJson).finally(() => running.end()),
    )
    await expect(query).rejects.toMatchObject({ code: 'sql/memory' })
    small.close()
  })
})

describe('an error', () => {
  it.each([
    ['SELECT eventnam FROM cloudtrail_logs', 'eventnam', "Column 'eventnam' cannot be resolved."],
    [
      'SELECT eventname FROM cloudtrail_logs WHERE useridentity.arm = 1',
      'arm',
      "Column 'arm' cannot be resolved: the row has no such member.",
    ],
    [
      "SELECT 'é😀', nonsense(eventname) FROM cloudtrail_logs",
      'nonsense',
      "Function 'nonsense' not registered.",
    ],
    ["SELECT\n  CAST('x' AS bigint)\nFROM cloudtrail_logs", 'CAST', "Cannot cast 'x' to bigint."],
    [
      'SELECT eventname, count(*) FROM cloudtrail_logs',
      'eventname',
      "'eventname' must be an aggregate expression or appear in GROUP BY clause.",
    ],
    [
      'SELECT eventname FORM cloudtrail_logs',
      'cloudtrail_logs',
      "mismatched input 'cloudtrail_logs'. Expecting: ',', 'FROM', 'WHERE', <EOF>.",
    ],
    [
      'SELECT * FROM cloudtrail_logs WHERE eventtime > <START>',
      '<START>',
      '<START> is a placeholder: put your own value in its place.',
    ],
    [
      "SELECT * FROM cloudtrail_logs WHERE eventname = '<EVENT NAME>'",
      "'<EVENT NAME>'",
      '<EVENT NAME> is a placeholder: put your own value in its place.',
    ],
    [
      'SELECT * FROM cloudtrail_logs WHERE eventname = ?',
      '?',
      'Incorrect number of parameters: expected 1 but found 0.',
    ],
    ["SELECT 'open", "'open", 'This string never ends.'],
    ["SELECT date_format(now(), '%U')", "'%U'", '%U is not supported in date format strings.'],
    ['SELECT regexp_like(1, 2, 3)', 'regexp_like', undefined],
  ])('%j is marked at %s', async (text, mark, message) => {
    expect(await marked(text)).toBe(mark)
    if (message !== undefined) expect((await failure(text)).message).toBe(message)
  })

  it('is marked in DuckDB text too', async () => {
    expect(await marked('SELECT nope FROM events', 'duckdb')).toBe('nope')
  })

  it.each([
    [
      'CREATE EXTERNAL TABLE cloudtrail_logs (eventversion STRING) ROW FORMAT SERDE x LOCATION y',
      /your case already is this table/,
    ],
    ['ALTER TABLE cloudtrail_logs ADD PARTITION (region = x)', /your case already is this table/],
    ['MSCK REPAIR TABLE cloudtrail_logs', /your case already is this table/],
    ['', /no statement/],
    ['-- only a comment', /no statement/],
  ])('%j is answered with what to do', async (text, message) => {
    expect((await failure(text)).message).toMatch(message)
  })
})

describe('values', () => {
  it('of every type become JSON that loses nothing', async () => {
    const { rows, types } = await asker.ask(
      `SELECT 170141183460469231731687303715884105727::HUGEINT, 1.50::DECIMAL(10, 2), 12345678901234567890.12::DECIMAL(38, 2),
        MAP {'a': 1}, {'x': 1, 'y': [DATE '2026-01-02']}, [1, NULL], TIMESTAMP '2026-01-02 03:04:05.5', TIMESTAMPTZ '2026-01-02 03:04:05+00',
        INTERVAL '1 month 2 days', '\\x00\\xFF'::BLOB, 9007199254740993, 'NaN'::DOUBLE, NULL, DATE '2026-01-02', true, MAP {1: 'a'}, TIMESTAMP 'infinity'`,
      'duckdb',
    )
    expect(rows[0]).toEqual([
      '170141183460469231731687303715884105727',
      1.5,
      '12345678901234567890.12',
      { a: 1 },
      { x: 1, y: ['2026-01-02'] },
      [1, null],
      '2026-01-02T03:04:05.5Z',
      '2026-01-02T03:04:05Z',
      '1 month 2 days',
      '0x00ff',
      '9007199254740993',
      'NaN',
      null,
      '2026-01-02',
      true,
      [{ key: 1, value: 'a' }],
      'infinity',
    ])
    expect(types.slice(0, 5)).toEqual([
      'HUGEINT',
      'DECIMAL(10,2)',
      'DECIMAL(38,2)',
      'MAP(VARCHAR, INTEGER)',
      'STRUCT("x" INTEGER, "y" DATE[])',
    ])
  })

  it('have types in the words of Athena there', async () => {
    const { types } = await asker.ask(
      'SELECT eventname, count(*), useridentity.arn, ARRAY[1], MAP(ARRAY[1], ARRAY[1.5]), now() FROM cloudtrail_logs GROUP BY 1, 3',
    )
    expect(types).toEqual([
      'varchar',
      'bigint',
      'varchar',
      'array(integer)',
      'map(integer, decimal(2,1))',
      'timestamp',
    ])
  })
})
