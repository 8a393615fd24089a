import { execFileSync } from 'node:child_process'
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { zipOf } from '../../../e2e/support/generator/wrappers/containers'
import { recordOf, testBench } from './case-under-test.test-support'

const bench = testBench()
const document = (...records: object[]): string => JSON.stringify({ Records: records })
const many = (count: number, from = 0) => Array.from({ length: count }, (_, index) => recordOf(from + index))

/** Imports files beside a sound one, which has to be loaded whatever the others are. */
async function importFiles(files: Record<string, Buffer | string>) {
  await mkdir(bench.at('in'), { recursive: true })
  await writeFile(bench.at('in', 'sound.json'), document(recordOf(900_000)))
  for (const [name, content] of Object.entries(files)) await writeFile(bench.at('in', name), content)
  await bench.import([bench.at('in')])
  const contents = await bench.contents()
  expect(contents.info.reconciles).toBe(true)
  expect(contents.info.files.seen).toBe(contents.sources.length)
  const of = (name: string) => contents.sources.find(({ path }) => String(path).endsWith(name)) ?? {}
  expect(of('sound.json')).toMatchObject({ status: 'loaded', stored: 1 })
  return { ...contents, of }
}

describe('a damaged file', () => {
  it('truncated in its gzip data gives the records that are whole, and the rest as rejected', async () => {
    const packed = gzipSync(document(...many(500)))
    const { of, rejected } = await importFiles({ 'cut.json.gz': packed.subarray(0, packed.length >> 1) })
    const cut = of('cut.json.gz')
    expect(cut).toMatchObject({ status: 'loaded', rejected: 1 })
    expect(cut.reason).toBe('truncated gzip')
    expect(Number(cut.stored)).toBeGreaterThan(100)
    expect(rejected[0]).toMatchObject({ reason: 'cut off', source_id: cut.source_id })
  })

  it('corrupt in its gzip data gives the records before the damage', async () => {
    const packed = Buffer.from(gzipSync(document(...many(3000)), { level: 1 }))
    packed.fill(0xff, packed.length >> 1, (packed.length >> 1) + 40)
    const { of } = await importFiles({ 'bad.json.gz': packed })
    expect(of('bad.json.gz').reason).toMatch(/damaged gzip/)
    expect(Number(of('bad.json.gz').read)).toBeGreaterThan(0)
  })

  it('with bytes after the gzip data, or with more gzip data, says so and reads what is data', async () => {
    const packed = gzipSync(document(recordOf(1)))
    const { of } = await importFiles({
      'tail.gz': Buffer.concat([packed, Buffer.from('appended')]),
      'members.gz': Buffer.concat([gzipSync(document(recordOf(2))), gzipSync(document(recordOf(3)))]),
    })
    expect(of('tail.gz')).toMatchObject({ status: 'loaded', stored: 1 })
    expect(of('tail.gz').reason).toMatch(/8 bytes after the end/)
    expect(of('members.gz')).toMatchObject({ status: 'loaded', stored: 2 })
    expect(of('members.gz').reason).toMatch(/more than one gzip member/)
  })

  it('goes on behind a record that is no JSON, is not UTF-8, or is nested a million levels deep', async () => {
    const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`
    const lines = [
      JSON.stringify(recordOf(1)),
      '{"eventVersion":"1.08","eventName":"torn,"eventSource"}',
      JSON.stringify(recordOf(2)),
      Buffer.concat([
        Buffer.from('{"eventVersion":"1.08","eventName":"'),
        Buffer.from([0xff, 0xfe]),
        Buffer.from('"}'),
      ]),
      JSON.stringify(recordOf(3)),
      `{"eventVersion":"1.08","eventName":"x","eventSource":"y","requestParameters":${deep}}`,
      JSON.stringify(recordOf(4)),
      '{"eventVersion":"1.08","eventName":"\u0000"}',
      JSON.stringify(recordOf(5)),
    ].map((line) => Buffer.from(line as string))
    const { of, rejected } = await importFiles({
      'lines.json': Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])),
    })
    expect(of('lines.json')).toMatchObject({ stored: 5, rejected: 4 })
    expect(rejected.map(({ reason }) => reason)).toEqual([
      'not valid JSON',
      'not valid UTF-8',
      'nested too deeply',
      'not valid JSON',
    ])
  })

  it('holds a record of 40 MB: it is rejected, and what follows is read', async () => {
    const huge = JSON.stringify(recordOf(2, { requestParameters: { blob: 'x'.repeat(40 * 2 ** 20) } }))
    const { of, rejected } = await importFiles({
      'huge.json': `{"Records":[${JSON.stringify(recordOf(1))},${huge},${JSON.stringify(recordOf(3))}]}`,
    })
    expect(of('huge.json')).toMatchObject({ stored: 2, rejected: 1 })
    expect(rejected[0]).toMatchObject({ reason: 'longer than a record can be', byte_length: huge.length + 1 })
  })
})

describe('a hostile file', () => {
  it('that inflates without end is stopped', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20), { level: 9 })
    const padded = gzipSync(`{"Records":[${' '.repeat(48 * 2 ** 20)}`)
    const { of } = await importFiles({
      'bomb.gz': bomb,
      'padded.gz': padded,
      'zip.zip': zipOf([{ name: 'x', content: bomb }]),
    })
    expect(of('bomb.gz')).toMatchObject({ status: 'skipped', reason: 'binary data' })
    expect(of('padded.gz').status).toBe('skipped')
    expect(of('zip.zip!x')).toMatchObject({ status: 'skipped', reason: 'binary data' })
  })

  it('in a zip that points outside is not read under that name, and nothing is written there', async () => {
    const { sources } = await importFiles({
      'evil.zip': zipOf([
        { name: '../../outside.json', content: Buffer.from(document(recordOf(1))) },
        { name: '/etc/outside.json', content: Buffer.from(document(recordOf(2))) },
        { name: 'inside.json', content: Buffer.from(document(recordOf(3))) },
      ]),
    })
    const entries = sources.filter(({ path }) => String(path).includes('!'))
    expect(entries.map(({ status }) => status).sort()).toEqual(['loaded', 'skipped', 'skipped'])
  })

  it('that is no file at all is never opened', async () => {
    await mkdir(bench.at('in', 'loop'), { recursive: true })
    await symlink('..', bench.at('in', 'loop', 'up'))
    await symlink('/etc/hostname', bench.at('in', 'link.json'))
    if (process.platform !== 'win32') execFileSync('mkfifo', [bench.at('in', 'pipe.json')])
    const { of } = await importFiles({
      'torn.zip': Buffer.from('PK\u0003\u0004 and nothing'),
      'empty.json': '',
    })
    expect(of('pipe.json').reason).toBe('named pipe')
    expect(of('link.json').reason).toMatch(/symbolic link/)
    expect(of('loop/up').reason).toMatch(/symbolic link/)
    expect(of('empty.json').reason).toBe('empty')
    expect(of('torn.zip!(end)').reason).toMatch(/damaged archive/)
  })

  it.skipIf(process.getuid?.() === 0)('that may not be read is named with the reason', async () => {
    await mkdir(bench.at('in'), { recursive: true })
    await writeFile(bench.at('in', 'secret.json'), document(recordOf(1)))
    await chmod(bench.at('in', 'secret.json'), 0)
    const { of } = await importFiles({})
    expect(of('secret.json').reason).toMatch(/permission denied/)
  })
})

describe('input that cannot be used', () => {
  const failure = (paths: string[]) =>
    bench.import(paths).then(
      () => 'imported',
      (error) => error.code,
    )

  it('is an error with a sentence, and leaves nothing behind', async () => {
    await mkdir(bench.at('empty'))
    await mkdir(bench.at('other'))
    await writeFile(bench.at('other', 'notes.txt'), 'nothing of interest')
    expect(await failure([bench.at('nowhere')])).toBe('input/not-found')
    expect(await failure([bench.at('empty')])).toBe('input/empty')
    expect(await failure([bench.at('other')])).toBe('input/no-cloudtrail')
    await expect(bench.open()).rejects.toMatchObject({ code: 'case/not-found' })
  })

  it('cannot be imported twice at the same time into one case', async () => {
    await mkdir(bench.at('in'))
    await writeFile(bench.at('in', 'a.json'), document(...many(50)))
    const both = await Promise.allSettled([bench.import([bench.at('in')]), bench.import([bench.at('in')])])
    const failed = both.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []))
    expect(failed).toEqual(['case/locked'])
    expect((await bench.contents()).info.events).toBe(50)
  })
})
