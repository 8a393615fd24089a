import { execFile, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { cliPath, environmentOf } from '../support/server'
import { writeTinyArchive } from '../support/tiny-archive'

/** The built command as a script would call it: what it prints, and what it ends with. */

const corpus = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus')
const invictus = join(corpus, 'invictus-aws_dataset')

type Ended = { status: number; stdout: string; stderr: string }

let folder: string
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-cli-'))
})
test.afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const inFolder = (...parts: string[]) => join(folder, ...parts)

async function backtrail(...args: string[]): Promise<Ended> {
  const options = { env: environmentOf(inFolder('home')), maxBuffer: 256 * 1024 * 1024 }
  return promisify(execFile)(process.execPath, [cliPath, ...args], options).then(
    ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ status: code, stdout, stderr }),
  )
}

const lines = (text: string) => text.split('\n').filter((line) => line !== '')

test.describe('the public trail of 2,900 events', () => {
  test.skip(!existsSync(invictus), 'the corpus is not beside the project')

  test('is imported whole, described, listed newest first, and gives every record back to the byte', async () => {
    const path = inFolder('C')
    expect((await backtrail('import', invictus, '--case', path)).status).toBe(0)

    const info = JSON.parse((await backtrail('info', '--case', path, '--json')).stdout)
    expect(info).toMatchObject({
      events: 2900,
      reconciles: true,
      files: { seen: 55, loaded: 55, skipped: 0 },
      records: { read: 2900, stored: 2900, duplicates: 0, rejected: 0 },
      span: { from: '2023-07-10T11:42:18Z', to: '2023-07-10T12:37:50Z' },
      categories: [{ value: 'Management', count: 2900 }],
    })
    expect(info.accounts.length).toBeGreaterThan(0)
    expect(info.regions.length).toBeGreaterThan(0)

    const listed = lines((await backtrail('events', '--case', path, '--json')).stdout).map((line) =>
      JSON.parse(line),
    )
    expect(listed).toHaveLength(2900)
    expect(Object.keys(listed[0])).toEqual([
      'seq',
      'eventId',
      'eventTime',
      'eventName',
      'eventSource',
      'eventCategory',
      'readOnly',
      'awsRegion',
      'recipientAccountId',
      'principal',
      'sourceIPAddress',
      'errorCode',
    ])
    const times = listed.map(({ eventTime }) => eventTime)
    expect(times).toEqual([...times].sort().reverse())

    const texts = readdirSync(invictus, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    for (const { eventId } of [listed[0], listed[1450], listed[2899]]) {
      const raw = await backtrail('record', eventId, '--case', path, '--raw')
      expect(JSON.parse(raw.stdout).eventID).toBe(eventId)
      const home = texts.find((text) => text.includes(raw.stdout.trimEnd()))
      expect(home, 'the bytes stand in a source file as they were printed').toBeDefined()
    }

    const counted = await backtrail(
      'sql',
      '--case',
      path,
      '--dialect',
      'duckdb',
      '--format',
      'json',
      'SELECT count(*) AS n FROM events',
    )
    expect(JSON.parse(counted.stdout)).toEqual([{ n: 2900 }])
  })
})

test.describe('input that cannot be used', () => {
  const refused: [what: string, make: () => Promise<string>, says: RegExp][] = [
    ['a path that does not exist', async () => inFolder('nowhere'), /nowhere/],
    [
      'an empty folder',
      async () => {
        await mkdir(inFolder('empty'))
        return inFolder('empty')
      },
      /empty/i,
    ],
    [
      'a folder without CloudTrail in it',
      async () => {
        await mkdir(inFolder('other'))
        await writeFile(inFolder('other', 'notes.txt'), 'shopping list\n')
        await writeFile(inFolder('other', 'package.json'), '{"name": "x", "version": "1.0.0"}')
        return inFolder('other')
      },
      /CloudTrail/,
    ],
  ]
  for (const [what, make, says] of refused) {
    test(`${what} is answered with a sentence and status 3, and no case is left behind`, async () => {
      const ended = await backtrail('import', await make(), '--case', inFolder('C'))
      expect(ended.status).toBe(3)
      expect(ended.stderr).toMatch(says)
      expect(lines(ended.stderr).filter((line) => /^\s+at /.test(line))).toEqual([])
      expect(existsSync(inFolder('C', 'manifest.json'))).toBe(false)
    })
  }

  test('a truncated .gz and a file of other JSON beside good files cost nothing but themselves', async () => {
    const archive = await writeTinyArchive(inFolder('archive'), 40)
    const whole = gzipSync(JSON.stringify({ Records: [] }).padEnd(4000))
    await writeFile(join(archive, 'cut.json.gz'), whole.subarray(0, whole.length - 12))
    await writeFile(join(archive, 'other.json'), '{"a": [1, 2, 3]}')
    const ended = await backtrail('import', archive, '--case', inFolder('C'), '--json')
    const result = JSON.parse(ended.stdout)
    expect(result).toMatchObject({ reconciles: true, records: { stored: 40 } })
    expect(result.files.seen).toBe(6)
    const info = JSON.parse((await backtrail('info', '--case', inFolder('C'), '--json')).stdout)
    expect(info.files.seen).toBe(info.files.loaded + info.files.skipped)
    expect(info.skipped.length + info.records.rejected).toBeGreaterThan(0)
  })

  test('a folder that may not be read is named, and the rest is imported', async () => {
    test.skip(process.getuid?.() === 0 || process.platform === 'win32', 'root may read everything')
    const archive = await writeTinyArchive(inFolder('archive'), 10)
    await mkdir(join(archive, 'closed'))
    await chmod(join(archive, 'closed'), 0)
    const ended = await backtrail('import', archive, '--case', inFolder('C'), '--json')
    await chmod(join(archive, 'closed'), 0o700)
    expect(JSON.parse(ended.stdout).records.stored).toBe(10)
    expect(ended.stdout + ended.stderr).toContain('closed')
  })

  test('a case that another import has open is refused, and goes on there', async () => {
    const archive = await writeTinyArchive(inFolder('archive'), 20)
    const path = inFolder('C')
    expect((await backtrail('import', archive, '--case', path)).status).toBe(0)
    // Holds the lock as a running import does: a live process that is not the one asking.
    const holder = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'])
    await writeFile(
      join(path, 'import.lock'),
      JSON.stringify({ pid: holder.pid, host: hostname(), started: new Date().toISOString() }),
    )
    const ended = await backtrail('import', archive, '--case', path)
    holder.kill('SIGKILL')
    expect(ended.status).toBe(3)
    expect(ended.stderr).toMatch(/import/i)
    const again = await backtrail('info', '--case', path, '--json')
    expect(JSON.parse(again.stdout).events).toBe(20)
  })

  test('a case that is none, and an event that is not there, are status 3; a wrong option is status 2', async () => {
    expect((await backtrail('info', '--case', inFolder('home'))).status).toBe(3)
    const archive = await writeTinyArchive(inFolder('archive'), 10)
    await backtrail('import', archive, '--case', inFolder('C'))
    expect((await backtrail('record', 'no-such-id', '--case', inFolder('C'))).status).toBe(3)
    expect((await backtrail('info', '--case', inFolder('C'), '--colour')).status).toBe(2)
    expect((await backtrail('serve', '--port', 'many')).status).toBe(2)
  })
})
