import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ParsedParams } from '../../contract/engine-api'
import { EngineError, isCancelled } from '../../contract/errors'
import { exportApi } from '../../contract/export'
import { View } from '../../contract/view'
import { type Case, openCase } from '../case/case'
import { makeCase } from '../query/test-support/make-case'
import { select, sorted } from '../query/test-support/oracle'
import { randomRows, type TestRow } from '../query/test-support/rows'
import { exportEvents } from './export-events'

const never = new AbortController().signal
let folder: string
let opened: Case
let rows: TestRow[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-export-'))
  await mkdir(join(folder, 'case.backtrail'))
  await mkdir(join(folder, 'out'))
  rows = await makeCase(join(folder, 'case.backtrail'), [randomRows(80, 1), randomRows(40, 2)])
  opened = await openCase(join(folder, 'case.backtrail'))
})
afterEach(async () => {
  await opened.close()
  await rm(folder, { recursive: true, force: true })
})

const denied = View.parse({ filters: [{ id: 'a', kind: 'values', field: 'outcome', values: ['denied'] }] })
const out = (name: string) => join(folder, 'out', name)
const paramsOf = (given: Record<string, unknown>): ParsedParams<'export.events'> =>
  exportApi['export.events'].params.parse({ case: 'c', view: denied, ...given })

describe('an export', () => {
  it('writes CSV in the order of the View, with a sidecar whose hash is that of the file', async () => {
    const result = await exportEvents(
      opened,
      paramsOf({
        format: 'csv',
        path: out('a.csv'),
        columns: ['seq', 'eventTime', 'requestParameters.bucketName'],
      }),
      never,
      () => undefined,
    )
    const expected = sorted(select(rows, denied), denied)
    const text = await readFile(out('a.csv'), 'utf8')
    const lines = text.trimEnd().split('\r\n')
    expect(lines[0]).toBe('seq,eventTime,requestParameters.bucketName')
    expect(lines.slice(1).map((line) => Number(line.split(',')[0]))).toEqual(expected.map(({ seq }) => seq))
    const about = JSON.parse(await readFile(result.sidecar, 'utf8'))
    const sha256 = createHash('sha256').update(text).digest('hex')
    expect(about).toMatchObject({
      sha256,
      events: expected.length,
      complete: true,
      view: denied,
      format: 'csv',
    })
    expect(result).toMatchObject({ sha256, events: expected.length, bytes: Buffer.byteLength(text) })
    expect(await readdir(join(folder, 'out'))).toEqual(['a.csv', 'a.csv.about.json'])
  })

  it('writes Parquet with the types of the columns', async () => {
    const result = await exportEvents(
      opened,
      paramsOf({ format: 'parquet', path: out("a 'quoted'.parquet"), view: View.parse({}) }),
      never,
      () => undefined,
    )
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    const file = out("a 'quoted'.parquet").replaceAll("'", "''")
    const found = await connection.runAndReadAll(
      `SELECT count(*), count("readOnly"), typeof(any_value("eventTime")) FROM '${file}'`,
    )
    expect(found.getRows()).toEqual([
      [BigInt(rows.length), BigInt(rows.filter(({ readOnly }) => readOnly !== null).length), 'TIMESTAMP'],
    ])
    expect(result.events).toBe(rows.length)
    connection.closeSync()
    instance.closeSync()
  })

  it('writes only the chosen events', async () => {
    const only = rows.slice(3, 9).map(({ seq }) => seq)
    const result = await exportEvents(
      opened,
      paramsOf({ format: 'csv', path: out('b.csv'), view: View.parse({}), only, columns: ['seq'] }),
      never,
      () => undefined,
    )
    expect(result.events).toBe(6)
    const lines = (await readFile(out('b.csv'), 'utf8')).trimEnd().split('\r\n').slice(1).map(Number)
    expect(lines.toSorted((a, b) => a - b)).toEqual(only)
  })

  it('rebuilds records whose source is gone, and says how many', async () => {
    const result = await exportEvents(
      opened,
      paramsOf({ format: 'ndjson', path: out('c.ndjson') }),
      never,
      () => undefined,
    )
    const lines = (await readFile(out('c.ndjson'), 'utf8')).trimEnd().split('\n')
    const expected = sorted(select(rows, denied), denied)
    expect(lines.map((line) => JSON.parse(line).eventID)).toEqual(expected.map(({ eventId }) => eventId))
    expect(result.rebuilt).toBe(expected.length)
    const about = JSON.parse(await readFile(result.sidecar, 'utf8'))
    expect(about).toMatchObject({ asDelivered: 0, rebuilt: expected.length })
  })

  it('does not replace a file unless it may, and goes nowhere near the evidence', async () => {
    await writeFile(out('d.csv'), 'mine')
    const attempt = (path: string) =>
      exportEvents(opened, paramsOf({ format: 'csv', path }), never, () => undefined).catch((error) => error)
    for (const path of [
      out('d.csv'),
      join(folder, 'case.backtrail', 'd.csv'),
      out('none/d.csv'),
      join(folder, 'out'),
    ]) {
      const error = await attempt(path)
      expect(error).toBeInstanceOf(EngineError)
      expect(error.code, path).toBe('export/target')
    }
    expect(await readFile(out('d.csv'), 'utf8')).toBe('mine')
    await exportEvents(
      opened,
      paramsOf({ format: 'csv', path: out('d.csv'), overwrite: true }),
      never,
      () => undefined,
    )
    expect(await readFile(out('d.csv'), 'utf8')).not.toBe('mine')
  })

  it.each(['csv', 'ndjson', 'parquet'])('leaves nothing behind when %s is cancelled', async (format) => {
    const controller = new AbortController()
    const call = exportEvents(opened, paramsOf({ format, path: out('e') }), controller.signal, () =>
      controller.abort(),
    )
    expect(isCancelled(await call.catch((error) => error))).toBe(true)
    expect(await readdir(join(folder, 'out'))).toEqual([])
  })
})
