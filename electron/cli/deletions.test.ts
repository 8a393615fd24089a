import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engineApi } from '../contract/engine-api'
import { createEngine, type Engine } from '../engine/engine'
import { caseOf, sampleTruth } from '../engine/investigate/sample-case.test-support'
import type { CommandIo, Output } from './command'
import { runCommandLine } from './run'

const truth = sampleTruth()
let casePath: string
let folder: string
let dispose: () => Promise<void>
let engine: Engine

beforeAll(async () => {
  const made = await caseOf([join(process.cwd(), 'resources/sample')])
  casePath = made.opened.path
  dispose = made.dispose
  folder = mkdtempSync(join(tmpdir(), 'backtrail-cli-'))
  engine = createEngine({ carrier: 'process', stateFolder: folder, casesFolder: folder })
})
afterAll(async () => {
  await engine.close()
  await dispose()
  rmSync(folder, { recursive: true, force: true })
})

async function run(...args: string[]) {
  const texts = { stdout: '', stderr: '' }
  const output = (name: keyof typeof texts): Output => {
    const add = async (text: string) => {
      texts[name] += text
    }
    return {
      isTTY: false,
      columns: 200,
      line: (text) => add(`${text}\n`),
      text: (text) => add(`${text}\n`),
      json: (value) => add(`${JSON.stringify(value)}\n`),
      bytes: (chunk) => add(Buffer.from(chunk).toString('utf8')),
      status: () => undefined,
    }
  }
  const io: CommandIo = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    readInput: async () => '',
    signal: new AbortController().signal,
    call: (name, params) => {
      const handler = engine.handlers[name as keyof typeof engine.handlers] as (...given: unknown[]) => never
      return handler(engineApi[name].params.parse(params), {
        signal: new AbortController().signal,
        progress: () => undefined,
      })
    },
  }
  const status = await runCommandLine(args, '0', io)
  return { status, ...texts }
}
const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

describe('backtrail deletions', () => {
  it('prints one line a deletion with what scripts rely on', async () => {
    const { status, stdout } = await run('deletions', '--case', casePath, '--json')
    expect(status).toBe(0)
    const found = new Map(lines(stdout).map((line) => [line.eventId, line]))
    for (const planted of truth.deletions) {
      expect(found.get(planted.eventId)).toMatchObject({
        eventTime: planted.eventTime,
        eventSource: planted.eventSource,
        eventName: planted.eventName,
        impact: planted.impact,
        outcome: planted.outcome,
        recoverable: planted.recoverable,
        cause: planted.cause,
      })
    }
    expect(Object.keys(lines(stdout)[0]?.actor)).toEqual(
      expect.arrayContaining(['type', 'arn', 'name', 'accessKeyId', 'sourceIp', 'userAgent']),
    )
  })

  it.each([
    [
      ['--target', 'prod-orders'],
      (line: { targets: { id: string }[] }) => line.targets[0]?.id === 'prod-orders',
      3,
    ],
    [
      ['--target', 'prod-orders', '--outcome', 'failed'],
      (line: { outcome: string }) => line.outcome === 'failed',
      1,
    ],
    [
      ['--actor', 'eva.lindqvist'],
      (line: { human: { name: string } }) => line.human.name.startsWith('eva'),
      4,
    ],
    [
      ['--from', '2026-03-04', '--to', '2026-03-04T10:07:31Z', '--target', 'prod-orders'],
      (line: { eventTime: string }) => line.eventTime < '2026-03-04T10:07:31Z',
      2,
    ],
  ] as const)('narrows by %j', async (args, fits, count) => {
    const { stdout } = await run('deletions', '--case', casePath, '--json', ...args)
    const found = lines(stdout)
    expect(found).toHaveLength(count)
    expect(found.every(fits as (line: unknown) => boolean)).toBe(true)
  })

  it.each([
    [['--outcome', 'maybe'], 'one of succeeded'],
    [['--from', 'yesterday'], 'takes a time'],
  ])('refuses %j with what it takes', async (args, sentence) => {
    const { status, stderr } = await run('deletions', '--case', casePath, ...args)
    expect(status).toBe(2)
    expect(stderr).toContain(sentence)
  })

  it('prints a table for people', async () => {
    const { stdout } = await run('deletions', '--case', casePath, '--target', 'prod-orders')
    expect(stdout.split('\n')[0]).toMatch(/^time +event +impact/)
    expect(stdout).toContain('2026-03-04T10:07:31Z')
  })
})

describe('backtrail investigate', () => {
  const planted = truth.deletions.find(
    ({ eventName, outcome }) => eventName === 'DeleteDBInstance' && outcome === 'succeeded',
  )
  const eventId = planted?.eventId ?? ''

  it('prints the story as one document', async () => {
    const { status, stdout } = await run('investigate', eventId, '--case', casePath, '--json')
    expect(status).toBe(0)
    const story = JSON.parse(stdout)
    expect(Object.keys(story)).toEqual(
      expect.arrayContaining(
        'deletion chain chainEnd cause cascade precursors session attempts resource recoverable caveats summary'.split(
          ' ',
        ),
      ),
    )
    expect(story.chain.map((hop: { eventId: string }) => hop.eventId)).toEqual(planted?.chain)
    expect(story.precursors[0]).toMatchObject({
      eventId: planted?.precursors[0]?.eventId,
      kind: 'protection-removed',
      target: planted?.targets[0]?.arn,
    })
  })

  it.each(['html', 'md'])('writes the report as %s', async (format) => {
    const file = join(folder, `report.${format}`)
    const { status } = await run('investigate', eventId, '--case', casePath, '--report', file)
    expect(status).toBe(0)
    expect(readFileSync(file, 'utf8').replaceAll('\\', '')).toContain('deleted RDS database prod-orders')
  })

  it('says what is wrong with an ID and with a file', async () => {
    const missing = await run('investigate', 'nope', '--case', casePath)
    expect([missing.status, missing.stderr]).toEqual([
      3,
      expect.stringContaining('no event with the ID nope'),
    ])
    const format = await run('investigate', eventId, '--case', casePath, '--report', 'report.pdf')
    expect(format.status).toBe(2)
    const nowhere = await run(
      'investigate',
      eventId,
      '--case',
      casePath,
      '--report',
      join(folder, 'no', 'x.html'),
    )
    expect(nowhere.status).toBe(3)
  })
})
