import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseOf, type TestCase } from '../engine/sql/testing/test-case'
import type { CommandIo, Output } from './command'
import { runCommandLine } from './run'

let test: TestCase
beforeAll(async () => {
  test = await caseOf([
    {
      eventID: 'e-1',
      eventTime: '2026-03-04T10:07:31Z',
      eventName: 'DeleteBucket',
      readOnly: false,
      requestParameters: { bucketName: '=cmd|x' },
    },
    {
      eventID: 'e-2',
      eventTime: '2026-03-05T11:00:00Z',
      eventName: 'Get\u001b[31m,"Object"',
      readOnly: true,
    },
  ])
})
afterAll(() => test.remove())

async function run(...args: string[]) {
  const texts = { stdout: '', stderr: '' }
  const add = (name: keyof typeof texts, text: string) => {
    texts[name] += text
  }
  const output = (name: keyof typeof texts): Output => ({
    isTTY: false,
    columns: 120,
    line: async (text) => add(name, `${text}\n`),
    text: async (text) => add(name, `${text}\n`),
    json: async (value) => add(name, `${JSON.stringify(value)}\n`),
    bytes: async (chunk) => add(name, Buffer.from(chunk).toString('utf8')),
    status: () => undefined,
  })
  const io: CommandIo = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    readInput: async () => 'SELECT eventid FROM cloudtrail_logs ORDER BY 1 LIMIT 1',
    signal: new AbortController().signal,
    call: () => Promise.reject(new Error('the sql command asks the engine itself')),
  }
  const status = await runCommandLine(['sql', '--case', test.path, ...args], '0', io)
  return { status, ...texts }
}

describe('backtrail sql', () => {
  it('prints a table with the widths of its cells', async () => {
    const { stdout, status } = await run('SELECT eventid, eventname FROM cloudtrail_logs ORDER BY eventtime')
    expect(status).toBe(0)
    const lines = stdout.split('\n')
    expect(lines.slice(0, 3)).toEqual([
      expect.stringMatching(/^eventid {2}eventname/),
      expect.stringMatching(/^-+ {2}-+$/),
      'e-1      DeleteBucket',
    ])
    expect(lines[3]).not.toContain('\u001b')
  })

  it('prints JSON as one document and as lines', async () => {
    const query =
      "SELECT eventid, readonly, MAP(ARRAY['a'], ARRAY[1]) AS m, eventid FROM cloudtrail_logs ORDER BY 1"
    const rows = [
      { eventid: 'e-1', readonly: 'false', m: { a: 1 }, eventid_2: 'e-1' },
      { eventid: 'e-2', readonly: 'true', m: { a: 1 }, eventid_2: 'e-2' },
    ]
    expect(JSON.parse((await run('--format', 'json', query)).stdout)).toEqual(rows)
    const lines = (await run('--format', 'ndjson', query)).stdout.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual(rows)
    expect((await run('--format', 'json', 'SELECT 1 WHERE 1 = 2')).stdout).toBe('[]\n')
  })

  it('prints CSV that no spreadsheet runs, and as it is when asked to', async () => {
    const query =
      "SELECT eventname, json_extract_scalar(requestparameters, '$.bucketName') AS b, -1 AS n FROM cloudtrail_logs ORDER BY eventtime"
    expect((await run('--format', 'csv', query)).stdout).toBe(
      'eventname,b,n\r\nDeleteBucket,\'=cmd|x,-1\r\n"Get\u001b[31m,""Object""",,-1\r\n',
    )
    expect((await run('--format', 'csv', '--exact-cells', query)).stdout).toContain('DeleteBucket,=cmd|x,-1')
    expect((await run('--format', 'csv', 'SELECT 1 AS a WHERE 1 = 2')).stdout).toBe('a\r\n')
  })

  it('reads the query from a file and from standard input', async () => {
    const file = join(test.path, '..', 'query.sql')
    writeFileSync(file, 'SELECT count(*) AS n FROM t;')
    const { stdout, stderr } = await run('--format', 'ndjson', '--file', file)
    expect(stdout).toBe('{"n":2}\n')
    expect(stderr).toContain('"t" is read as this case\'s trail.')
    expect((await run('--format', 'ndjson', '-')).stdout).toBe('{"eventid":"e-1"}\n')
  })

  it('stops at --max-rows and says so', async () => {
    const { stdout, stderr } = await run(
      '--dialect',
      'duckdb',
      '--format',
      'csv',
      '--max-rows',
      '3',
      'FROM range(100000)',
    )
    expect(stdout).toBe('range\r\n0\r\n1\r\n2\r\n')
    expect(stderr).toContain('Stopped after 3 rows')
  })

  it('prints every row of a result larger than any page', async () => {
    const { stdout } = await run('--dialect', 'duckdb', '--format', 'ndjson', 'FROM range(150000) t(n)')
    expect(stdout.trimEnd().split('\n')).toHaveLength(150_000)
    expect(stdout.endsWith('{"n":149999}\n')).toBe(true)
  })

  it('binds parameters in order', async () => {
    const query = 'SELECT eventid FROM cloudtrail_logs WHERE eventname = ? AND 1 < ?'
    expect((await run('--format', 'ndjson', '--param', 'DeleteBucket', '--param', '2', query)).stdout).toBe(
      '{"eventid":"e-1"}\n',
    )
  })

  it('ends with 3 and the place of an error', async () => {
    const { status, stderr, stdout } = await run('SELECT eventname,\n  nonsense\nFROM cloudtrail_logs')
    expect(status).toBe(3)
    expect(stdout).toBe('')
    expect(stderr).toBe(
      "    nonsense\n    ^^^^^^^^\nbacktrail: line 2:3: Column 'nonsense' cannot be resolved.\n",
    )
  })

  it('ends with 2 for what it does not understand, 3 for what it refuses', async () => {
    expect((await run('--dialect', 'mysql', 'SELECT 1')).status).toBe(2)
    expect((await run('--format', 'xml', 'SELECT 1')).status).toBe(2)
    expect((await run()).status).toBe(2)
    expect((await run('DROP TABLE events')).status).toBe(3)
  })
})
