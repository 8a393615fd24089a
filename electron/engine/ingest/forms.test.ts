import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { tarGzOf, tarOf, zipOf } from '../../../e2e/support/generator/wrappers/containers'
import { wrapperForms } from '../../../e2e/support/generator/wrappers/wrappers'
import { fieldNames, specOf } from '../../contract/event'
import type { Row } from '../case/connection'
import { canonicalJson } from './canonical'
import { recordOf, testBench } from './case-under-test.test-support'
import { rebuildRecord } from './rebuild'
import { membersOf } from './record-cells'
import { deliveredJson, readDelivered } from './reread'

const bench = testBench()

const insight = {
  eventVersion: '1.08',
  eventTime: '2026-03-04T11:00:00Z',
  awsRegion: 'eu-west-1',
  eventID: 'aaaaaaaa-0000-4000-8000-000000000001',
  eventType: 'AwsCloudTrailInsight',
  recipientAccountId: '111122223333',
  sharedEventID: 'bbbbbbbb-0000-4000-8000-000000000001',
  insightDetails: { state: 'Start', eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances' },
  eventCategory: 'Insight',
}

/** Records as JSON text, with what makes trouble: numbers beyond doubles, escapes, nulls, odd types, unknown keys. */
const records: string[] = [
  JSON.stringify(recordOf(1)),
  JSON.stringify(recordOf(2, { userAgent: ['a', 'b'], readOnly: 'true', somethingNew: { deep: [1, null] } })),
  JSON.stringify(recordOf(3, { requestParameters: { n: 1 } })).replace(
    '"n":1',
    '"n":0.10000000000000000555,"m":9007199254740993',
  ),
  JSON.stringify(
    recordOf(4, { errorCode: 'AccessDenied', errorMessage: 'Über "quotes", {a=b}, \\ and\tcontrol 😀 日本' }),
  ).replace('Über', '\\u00dcber'),
  JSON.stringify(
    recordOf(5, {
      resources: [
        { ARN: 'arn:aws:s3:::a', accountId: '1', type: 'AWS::S3::Bucket' },
        { ARN: 'arn:aws:s3:::a' },
      ],
    }),
  ),
  JSON.stringify(
    recordOf(6, {
      additionalEventData: '{"as":"a string"}',
      eventCategory: 'Brand New',
      sessionCredentialFromConsole: 'true',
    }),
  ),
  JSON.stringify({
    ...recordOf(7),
    eventCategory: undefined,
    managementEvent: undefined,
    userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
  }),
  JSON.stringify(insight),
]

/** What a column has to hold, worked out from the record with nothing but JSON.parse. Undefined: not checked here. */
function expectedCell(text: string, path: readonly string[], type: string): unknown {
  const value = path.reduce<unknown>(
    (at, key) => (at as Record<string, unknown> | undefined)?.[key],
    JSON.parse(text),
  )
  if (value === undefined || value === null) return null
  if (type === 'json') {
    const raw = membersOf(Buffer.from(text)).find(({ key }) => key === path[0])?.raw
    return Buffer.from(raw ?? []).toString('utf8')
  }
  if (type === 'bool') return String(value) === 'true'
  return typeof value === 'object' ? null : String(value)
}

function expectColumns(row: Row, text: string): void {
  for (const field of fieldNames) {
    const { column, type, path } = specOf(field)
    if (!path || (field === 'eventCategory' && row.category_derived)) continue
    const expected = expectedCell(text, path, type)
    const found = row[column]
    if (type === 'json' && expected !== null)
      expect(canonicalJson(String(found)), column).toBe(canonicalJson(String(expected)))
    else expect(found, column).toBe(expected)
  }
  expect(canonicalJson(rebuildRecord(row))).toBe(canonicalJson(text))
}

const idOf = (text: string): string => JSON.parse(text).eventID
const textFor = (row: Row): string => records.find((text) => idOf(text) === row.event_id) ?? ''

describe('a file in the form', () => {
  it.each(wrapperForms)(
    '$name is recognised whatever it is called, and gives every column of every record',
    async (form) => {
      // What a form does not keep, and what its writer cannot write, is no matter of reading it.
      const kept = records.filter((text) => {
        if (form.fidelity === 'value') return !text.includes('9007199254740993')
        return form.fidelity !== 'columns' || !text.includes('"userAgent":[')
      })
      const given = form.single ? kept.slice(0, 1) : kept
      const path = bench.at('in', 'data')
      await mkdir(dirname(path))
      await writeFile(path, form.wrap(given))
      await bench.import([path])
      const { info, events, sources } = await bench.contents()
      expect(info.reconciles).toBe(true)
      expect(info.records).toEqual({ read: given.length, stored: given.length, duplicates: 0, rejected: 0 })
      expect(events.map(({ event_id }) => event_id).sort()).toEqual(given.map(idOf).sort())
      const opened = await bench.open()
      for (const row of events) {
        const text = textFor(row)
        const bytes = await readDelivered(
          opened,
          sources[0] ?? {},
          Number(row.byte_offset),
          Number(row.byte_length),
        )
        if (form.fidelity === 'columns') {
          for (const key of [
            'eventTime',
            'eventName',
            'eventSource',
            'awsRegion',
            'errorCode',
            'userAgent',
          ] as const) {
            const { column, path = [], type } = specOf(key)
            const expected = expectedCell(text, path, type)
            if (expected !== null) expect(row[column], key).toBe(expected)
          }
          expect(bytes.toString('utf8')).toContain(idOf(text))
          continue
        }
        expectColumns(row, text)
        if (form.fidelity === 'bytes') expect(bytes.toString('utf8')).toBe(text)
        const json = deliveredJson(bytes)
        if (json !== null) expect(canonicalJson(json)).toBe(canonicalJson(text))
        else expect(form.file).toMatch(/csv$/)
      }
    },
  )
})

const document = (...texts: string[]): Buffer => Buffer.from(`{"Records":[${texts.join(',')}]}`)

describe('an archive', () => {
  const tree = (root: string) =>
    records.map((text, index) => ({
      name: `${root}/111122223333_CloudTrail_eu-west-1_20260304T10${String(index).padStart(2, '0')}Z_abcdefghijklmno${index}.json.gz`,
      content: gzipSync(document(text)),
    }))

  it.each([
    ['zip', async () => zipOf(tree('AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/04'))],
    ['zip, stored', async () => zipOf(tree('x'), 'store')],
    ['tar', async () => tarOf(tree('AWSLogs/o-abc/111122223333/CloudTrail/eu-west-1/2026/03/04'))],
    ['tar.gz', async () => tarGzOf(tree('prefix/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/04'))],
    ['zip in a zip', async () => zipOf([{ name: 'inner.zip', content: zipOf(tree('x')) }])],
    ['tar.gz in a tar', async () => tarOf([{ name: 'inner', content: await tarGzOf(tree('x')) }])],
    ['tar in a zip', async () => zipOf([{ name: 'a!b.tar', content: await tarOf(tree('x')) }])],
  ])('as %s is read entry by entry, and every record is found in it again', async (_, make) => {
    await writeFile(bench.at('handed-over'), await make())
    await bench.import([bench.at('handed-over')])
    const { info, events, sources } = await bench.contents()
    expect(info).toMatchObject({ events: records.length, reconciles: true })
    const opened = await bench.open()
    for (const row of events) {
      const source = sources.find(({ source_id }) => source_id === row.source_id) ?? {}
      expectColumns(row, textFor(row))
      const bytes = await readDelivered(opened, source, Number(row.byte_offset), Number(row.byte_length))
      expect(bytes.toString('utf8')).toBe(textFor(row))
    }
    const before = sources.length
    await bench.import([bench.at('handed-over')])
    expect((await bench.contents()).sources.length).toBe(before)
  })

  it('is loaded in every layout that S3 and people make of it, with account and Region from the names', async () => {
    const name = (index: number) =>
      `111122223333_CloudTrail_eu-west-1_20260304T100${index}Z_abcdefghijklmnop.json.gz`
    const layouts = [
      `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/04/${name(0)}`,
      `AWSLogs/o-a1b2c3/111122223333/CloudTrail/eu-west-1/2026/03/04/${name(1)}`,
      `o-a1b2c3/AWSLogs/o-a1b2c3/111122223333/CloudTrail/eu-west-1/2026/03/04/${name(2)}`,
      `my/prefix/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/04/${name(3)}`,
      name(4),
      'renamed.bin',
    ]
    for (const [index, path] of layouts.entries()) {
      const file = bench.at('in', path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, gzipSync(document(records[index] ?? '')))
    }
    await bench.import([bench.at('in')])
    const { info, sources } = await bench.contents()
    expect(info).toMatchObject({ events: layouts.length, reconciles: true })
    const named = sources.filter(({ path }) => !String(path).endsWith('renamed.bin'))
    expect(named.map(({ account, region }) => [account, region])).toEqual(
      named.map(() => ['111122223333', 'eu-west-1']),
    )
    expect(named.map(({ delivered_at }) => delivered_at)).toEqual(
      named.map((_, index) => `2026-03-04T10:0${index}:00Z`),
    )
  })
})

describe('text', () => {
  it('in UTF-16 and with byte order marks is read, and its records are found again', async () => {
    const text = records.join('\n')
    await mkdir(bench.at('in'))
    await writeFile(
      bench.at('in', 'a.json'),
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
    )
    await bench.import([bench.at('in')])
    const { events, sources } = await bench.contents()
    const opened = await bench.open()
    expect(events.length).toBe(records.length)
    for (const row of events) {
      const bytes = await readDelivered(
        opened,
        sources[0] ?? {},
        Number(row.byte_offset),
        Number(row.byte_length),
      )
      expect(bytes.toString('utf8')).toBe(textFor(row))
    }
    const other = bench.at('other.backtrail')
    await writeFile(
      bench.at('bom.json'),
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), document(...records)]),
    )
    await bench.import([bench.at('bom.json')], { casePath: other })
    const again = await bench.contents(other)
    const reopened = await bench.open(other)
    for (const row of again.events) {
      const bytes = await readDelivered(
        reopened,
        again.sources[0] ?? {},
        Number(row.byte_offset),
        Number(row.byte_length),
      )
      expect(bytes.toString('utf8')).toBe(textFor(row))
    }
  })
})
