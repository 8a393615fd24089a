import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Marks } from '../../../contract/marks'
import { openCase } from '../../case/case'
import { makeCase } from '../test-support/make-case'
import type { TestRow } from '../test-support/rows'
import { marksOf } from './marks'

type NewRow = Omit<TestRow, 'seq'>

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-marks-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const start = Date.UTC(2026, 2, 1)
/** When the event of an hour is. */
const at = (hour: number) => new Date(start + hour * 3_600_000 + 60_000).toISOString().replace('.000Z', 'Z')
const span = (from: number, to: number) => Array.from({ length: to - from }, (_, nth) => from + nth)

const event = (account: string, region: string, hour: number, more: Partial<NewRow> = {}): NewRow => ({
  timeMicros: (start + hour * 3_600_000 + 60_000) * 1000,
  eventId: `${account} ${region} ${hour} ${JSON.stringify(more)}`,
  recipientAccountId: account,
  awsRegion: region,
  sourceId: 0,
  byteOffset: 0,
  byteLength: 1,
  ...more,
})

async function marksFor(rows: NewRow[]): Promise<Marks> {
  await makeCase(folder, [rows])
  const opened = await openCase(folder)
  const marks = await marksOf(opened, new AbortController().signal)
  await opened.close()
  return marks
}

describe('gaps of the archive', () => {
  it('are the hours in which one account and Region have nothing while others go on', async () => {
    const rows = [
      ...span(0, 60).map((hour) => event('111111111111', 'us-east-1', hour)),
      ...span(0, 30).map((hour) => event('222222222222', 'eu-west-1', hour)),
      ...span(34, 60).map((hour) => event('222222222222', 'eu-west-1', hour)),
    ]
    expect((await marksFor(rows)).gaps).toEqual([
      { from: at(29), to: at(34), account: '222222222222', region: 'eu-west-1' },
    ])
  })

  it('are said of the archive as a whole where nothing at all stands in it, and then not of each pair', async () => {
    const hours = [...span(0, 30), ...span(36, 60)]
    const rows = hours.flatMap((hour) => [
      event('111111111111', 'us-east-1', hour),
      event('222222222222', 'us-east-1', hour),
    ])
    expect((await marksFor(rows)).gaps).toEqual([{ from: at(29), to: at(36), account: null, region: null }])
  })

  it('are seen where deliveries stop for good', async () => {
    const rows = [
      ...span(0, 60).map((hour) => event('111111111111', 'us-east-1', hour)),
      ...span(0, 50).map((hour) => event('111111111111', 'eu-west-1', hour)),
    ]
    expect((await marksFor(rows)).gaps).toEqual([
      { from: at(49), to: at(59), account: '111111111111', region: 'eu-west-1' },
    ])
  })

  it('are not made by what is quiet by its nature, nor by a stray time years away', async () => {
    const rows = [
      ...span(0, 240).map((hour) => event('111111111111', 'us-east-1', hour)),
      ...span(0, 30).map((nth) => event('111111111111', 'ap-south-1', nth * 8)),
      ...[3, 90].map((hour) => event('111111111111', 'sa-east-1', hour)),
      event('111111111111', 'us-east-1', 60_000_000),
    ]
    const { gaps, quietPairs } = await marksFor(rows)
    expect(gaps.filter(({ account }) => account !== null)).toEqual([])
    expect(quietPairs).toBe(1)
  })
})

describe('windows of Insights', () => {
  const insight = (hour: number, state: string, shared: string | null) =>
    event('111111111111', 'us-east-1', hour, {
      eventCategory: 'Insight',
      sharedEventId: shared,
      insightDetails: JSON.stringify({
        state,
        eventSource: 'ec2.amazonaws.com',
        eventName: 'RunInstances',
        insightType: 'ApiCallRateInsight',
      }),
    })

  it('reach from the Start to the End record of one shared event ID', async () => {
    const { insights } = await marksFor([
      insight(1, 'Start', 'a'),
      insight(2, 'Start', 'b'),
      insight(3, 'End', 'a'),
      insight(5, 'End', 'c'),
    ])
    expect(insights.map(({ from, to, started }) => [from.slice(11, 13), to?.slice(11, 13), started])).toEqual(
      [
        ['01', '03', true],
        ['02', undefined, true],
        ['05', '05', false],
      ],
    )
    expect(insights[0]).toMatchObject({
      eventName: 'RunInstances',
      insightType: 'ApiCallRateInsight',
      seq: 0,
    })
  })
})
