import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Deletion } from '../../contract/deletions'
import { DeletionFilter } from '../../contract/deletions-api'
import type { Case } from '../case/case'
import type { Sql } from '../sql-text'
import { ensureIndex } from './index-store'
import { ensureList } from './list-build'
import { listFacets, listPage } from './list-query'
import { sampleCase, sampleTruth } from './sample-case.test-support'

const never = new AbortController().signal
const truth = sampleTruth()
let opened: Case
let dispose: () => Promise<void>
let list: Sql
let all: Map<string, Deletion>

const filter = (some: object = {}) => DeletionFilter.parse(some)
const page = (some: object = {}, count = 1000) =>
  opened.read(never, (db) => listPage(db, list, filter(some), { descending: false, from: 0, count }))

beforeAll(async () => {
  ;({ opened, dispose } = await sampleCase())
  list = await ensureList(opened, await ensureIndex(opened, never, () => undefined), never)
  all = new Map()
  for (let from = 0; ; from += 1000) {
    const part = await opened.read(never, (db) =>
      listPage(db, list, filter(), { descending: false, from, count: 1000 }),
    )
    for (const deletion of part.deletions) all.set(`${deletion.eventId}`, deletion)
    if (from + 1000 >= part.total) break
  }
})
afterAll(() => dispose())

const asTruth = ({ targets, human, cause, recoverable, ...rest }: Deletion) => ({
  eventTime: rest.eventTime,
  account: rest.account,
  region: rest.region,
  impact: rest.impact,
  outcome: rest.outcome,
  targets: targets.map(({ type, id, arn }) => ({ type, id, arn })).sort((a, b) => (a.id < b.id ? -1 : 1)),
  human: human && { kind: human.kind, name: human.name, arn: human.arn },
  cause: cause && { kind: cause.kind, eventId: cause.eventId },
  recoverable: recoverable && { state: recoverable.state, until: recoverable.until },
  children: rest.children,
})

describe('the list of deletions', () => {
  it.each(
    truth.deletions.map(
      (planted) => [`${planted.story}: ${planted.eventName} ${planted.eventId}`, planted] as const,
    ),
  )('has the planted %s as it is written', (_, planted) => {
    const found = all.get(planted.eventId)
    expect(found && asTruth(found)).toEqual({
      eventTime: planted.eventTime,
      account: planted.account,
      region: planted.region,
      impact: planted.impact,
      outcome: planted.outcome,
      targets: [...planted.targets].sort((a, b) => (a.id < b.id ? -1 : 1)),
      human: planted.human,
      cause: planted.cause,
      recoverable: planted.recoverable,
      children: planted.children.length,
    })
  })

  it('counts the items of a batch inside it and not again', () => {
    const children = truth.deletions.flatMap((planted) => planted.children)
    expect(children.length).toBeGreaterThan(0)
    expect(children.filter((eventId) => all.has(eventId))).toEqual([])
  })

  it('counts every value of a facet as often as the list has it', async () => {
    const { facets } = await opened.read(never, (db) => listFacets(db, list, filter(), 500))
    for (const { field, values } of facets) {
      const counted = new Map<string | null, number>()
      for (const deletion of all.values()) {
        const of = {
          impact: [deletion.impact],
          service: [deletion.eventSource],
          targetType: [...new Set(deletion.targets.map(({ type }) => type))],
          outcome: [deletion.outcome],
          actor: [deletion.actor.name],
          human: [deletion.human?.name ?? null],
          account: [deletion.account],
          region: [deletion.region],
          cause: [deletion.cause?.kind ?? 'direct'],
        }[field]
        for (const value of of) counted.set(value, (counted.get(value) ?? 0) + 1)
      }
      expect(new Map(values.map(({ value, total }) => [value, total])), field).toEqual(counted)
      expect(values.every(({ count, total }) => count === total)).toBe(true)
    }
  })

  it('keeps the counts of a facet that is narrowed to one of its values', async () => {
    const narrowed = filter({ impact: ['scheduled'] })
    const { facets } = await opened.read(never, (db) => listFacets(db, list, narrowed, 500))
    const impacts = facets.find(({ field }) => field === 'impact')?.values ?? []
    expect(impacts[0]?.value).toBe('scheduled')
    expect(impacts.length).toBeGreaterThan(1)
    expect(impacts.every(({ count, total }) => count === total)).toBe(true)
    const services = facets.find(({ field }) => field === 'service')?.values ?? []
    expect(services.filter(({ count }) => count > 0).map(({ value }) => value)).not.toContain(
      'ec2.amazonaws.com',
    )
  })

  it('finds what happened to a thing by its id, its ARN, or a part of either', async () => {
    const planted = truth.deletions.find(({ eventName }) => eventName === 'DeleteDBInstance')
    const id = planted?.targets[0]?.id ?? ''
    const arn = planted?.targets[0]?.arn ?? ''
    for (const target of [id, arn, arn.toUpperCase(), id.slice(0, -2), ` ${id} `]) {
      const found = await page({ target })
      expect(
        found.deletions.map(({ eventId }) => eventId),
        target,
      ).toContain(planted?.eventId)
    }
    expect((await page({ target: 'no-such-thing' })).total).toBe(0)
  })

  it('narrows by several fields at once, and pages through without gaps', async () => {
    const some = { outcome: ['denied', 'failed'], impact: ['destroyed'] }
    const expected = [...all.values()].filter(
      ({ outcome, impact }) => outcome !== 'succeeded' && outcome !== 'dry-run' && impact === 'destroyed',
    )
    const found = await page(some)
    expect(found.deletions.map(({ eventId }) => eventId)).toEqual(expected.map(({ eventId }) => eventId))
    expect(found.all).toBe(all.size)
  })
})
