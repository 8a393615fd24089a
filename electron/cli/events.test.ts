import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallName } from '../contract/engine-api'
import { composeHost, type Host } from '../host/compose'
import { callInProcess } from '../host/serve'
import type { CommandIo, Output } from './command'
import { runCommandLine } from './run'

/** Records as text, so that every blank of theirs can be asked back. */
const records = [
  '{"eventVersion":"1.08", "eventID" : "e-1","eventTime":"2026-03-04T10:07:31Z","eventName":"DeleteBucket","eventSource":"s3.amazonaws.com","awsRegion":"eu-central-1","recipientAccountId":"111111111111","readOnly":false,"sourceIPAddress":"198.51.100.7","userIdentity":{"type":"Root","arn":"arn:aws:iam::111111111111:root"},"eventCategory":"Management"}',
  '{\n  "eventVersion": "1.08",\n  "eventID": "e-2",\n  "eventTime": "2026-03-05T11:00:00Z",\n  "eventName": "Get\\u001b[31mObject",\n  "eventSource": "s3.amazonaws.com",\n  "errorCode": "=AccessDenied",\n  "big": 12345678901234567890\n}',
  '{"eventVersion":"1.08","eventID":"e-3","eventTime":"2026-03-03T09:00:00Z","eventName":"Äpfel","eventSource":"ec2.amazonaws.com","readOnly":true}',
]
let folder: string
let host: Host

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-cli-'))
  await mkdir(join(folder, 'in'))
  await writeFile(join(folder, 'in', 'trail.json'), `{"Records": [ ${records.join(' ,\n')} ]}`)
  // What the program remembers between runs does not belong into the home of whoever runs the tests.
  process.env.XDG_STATE_HOME = folder
  host = await composeHost({ carrier: 'process', openAtStart: null, grantHome: true, confined: false })
  const imported = await run('import', join(folder, 'in'))
  expect(imported.status).toBe(0)
})
afterAll(async () => {
  await host.close()
  await rm(folder, { recursive: true, force: true })
})

async function run(name: string, ...args: string[]) {
  const chunks: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] }
  const output = (to: keyof typeof chunks): Output => {
    const add = async (text: string) => void chunks[to].push(Buffer.from(text))
    return {
      isTTY: false,
      columns: 120,
      line: (text) => add(`${text}\n`),
      text: (text) => add(`${text}\n`),
      json: (value, indent) => add(`${JSON.stringify(value, null, indent)}\n`),
      bytes: async (chunk) => void chunks[to].push(Buffer.from(chunk)),
      status: () => undefined,
    }
  }
  const signal = new AbortController().signal
  const io: CommandIo = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    readInput: async () => '',
    signal,
    call: (call, params, onProgress) =>
      callInProcess<typeof call & CallName>(host.handlers, call, params, {
        signal,
        progress: onProgress ?? (() => undefined),
      }),
  }
  const status = await runCommandLine([name, ...args, '--case', join(folder, 'c.backtrail')], '0', io)
  const text = (of: keyof typeof chunks) => Buffer.concat(chunks[of]).toString('utf8')
  return { status, stdout: text('stdout'), stderr: text('stderr') }
}

const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('backtrail events', () => {
  it('prints one line of JSON an event, newest first', async () => {
    const { stdout, status } = await run('events', '--json')
    expect(status).toBe(0)
    expect(lines(stdout).map(({ eventId }) => eventId)).toEqual(['e-2', 'e-1', 'e-3'])
    expect(lines(stdout)[1]).toEqual({
      seq: 1,
      eventId: 'e-1',
      eventTime: '2026-03-04T10:07:31Z',
      eventName: 'DeleteBucket',
      eventSource: 's3.amazonaws.com',
      eventCategory: 'Management',
      readOnly: false,
      awsRegion: 'eu-central-1',
      recipientAccountId: '111111111111',
      principal: 'arn:aws:iam::111111111111:root',
      sourceIPAddress: '198.51.100.7',
      errorCode: null,
    })
  })

  it('takes a View as JSON or from a file, and a limit', async () => {
    const view = JSON.stringify({
      filters: [{ id: 'a', kind: 'values', field: 'readOnly', values: ['true', null] }],
    })
    await writeFile(join(folder, 'view.json'), view)
    for (const given of [view, join(folder, 'view.json')]) {
      const { stdout } = await run('events', '--json', '--view', given)
      expect(lines(stdout).map(({ eventId }) => eventId)).toEqual(['e-2', 'e-3'])
    }
    const { stdout } = await run('events', '--json', '--limit', '1')
    expect(lines(stdout)).toHaveLength(1)
  })

  it('refuses a View that asks for something it does not know', async () => {
    const { status, stdout, stderr } = await run('events', '--json', '--view', '{"filter": []}')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(JSON.parse(stderr).error.message).toContain('"filter"')
  })

  it('never sends an escape code of a log to the terminal', async () => {
    const { stdout } = await run('events')
    expect(stdout).not.toContain('\u001b')
    expect(stdout).toContain('Get\\u001b[31mObject')
  })

  it.each([
    ['--view', '{"filters":[{"kind":"nothing"}]}'],
    ['--view', '{broken'],
    ['--limit', 'many'],
  ])('ends with 2 and a sentence for %s %s', async (...args) => {
    const { status, stderr } = await run('events', ...args)
    expect(status).toBe(2)
    expect(stderr).toMatch(/^backtrail: .*--(view|limit)/)
  })
})

describe('backtrail record', () => {
  it.each([0, 1, 2])('prints the bytes of record %i exactly as they stand in the file', async (at) => {
    const { stdout, status } = await run('record', `e-${at + 1}`, '--raw')
    expect(status).toBe(0)
    expect(stdout).toBe(records[at])
  })

  it('indents the record where that loses nothing, and says where it came from', async () => {
    const { stdout, stderr } = await run('record', 'e-3')
    expect(JSON.parse(stdout)).toEqual(JSON.parse(records[2] as string))
    expect(stderr).toContain('trail.json, bytes ')
    expect((await run('record', 'e-2')).stdout).toContain('12345678901234567890')
  })

  it('ends with 3 where there is no such event', async () => {
    const { status, stderr } = await run('record', 'e-9')
    expect(status).toBe(3)
    expect(stderr).toContain('e-9')
  })
})

describe('backtrail info', () => {
  it('prints the accounts, which agree', async () => {
    const { stdout, status } = await run('info', '--json')
    expect(status).toBe(0)
    expect(stdout).toContain('"events": 3')
    expect(JSON.parse(stdout)).toMatchObject({
      reconciles: true,
      files: { seen: 1, loaded: 1, skipped: 0 },
      records: { read: 3, stored: 3, duplicates: 0, rejected: 0 },
      span: { from: '2026-03-03T09:00:00Z', to: '2026-03-05T11:00:00Z' },
    })
    expect((await run('info')).stdout).toMatch(/Accounts agree +yes/)
  })
})

describe('backtrail export', () => {
  it('writes the records as delivered, one a line', async () => {
    const file = join(folder, 'all.ndjson')
    const { status } = await run('export', '--format', 'ndjson', file)
    expect(status).toBe(0)
    const written = (await readFile(file, 'utf8')).trimEnd().split('\n')
    expect(written).toEqual([records[1]?.replaceAll('\n', ' '), records[0], records[2]])
    expect(JSON.parse(await readFile(`${file}.about.json`, 'utf8'))).toMatchObject({
      asDelivered: 3,
      rebuilt: 0,
    })
  })

  it('neutralises formulas in CSV unless told to keep them', async () => {
    const file = join(folder, 'errors.csv')
    const args = ['--format', 'csv', '--columns', 'errorCode', '--overwrite', file]
    await run('export', ...args)
    expect(await readFile(file, 'utf8')).toContain("'=AccessDenied")
    await run('export', '--keep-formulas', ...args)
    expect(await readFile(file, 'utf8')).toMatch(/^=AccessDenied/m)
  })

  it.each([
    ['--format', 'xlsx'],
    ['--format', 'csv', '--columns', 'nosuch'],
  ])('ends with 2 for %s %s', async (...args) => {
    expect((await run('export', ...args, join(folder, 'x'))).status).toBe(2)
  })
})
