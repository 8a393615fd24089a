import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engineApi, type Params, type Result } from '../../contract/engine-api'
import { EngineError } from '../../contract/errors'
import { View } from '../../contract/view'
import { createRegistry } from '../case/registry'
import { queryHandlers } from './handlers'
import { makeCase } from './test-support/make-case'
import { facetOf, select, valuesOf } from './test-support/oracle'
import { randomRows, type TestRow } from './test-support/rows'

const cases = createRegistry()
const handlers = queryHandlers({ cases })
let folder: string
let id: string
let rows: TestRow[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-handlers-'))
  rows = await makeCase(folder, [randomRows(120, 21), randomRows(60, 22)])
  id = (await cases.open(folder)).id
})
afterAll(async () => {
  await cases.closeAll()
  await rm(folder, { recursive: true, force: true })
})

/** As the host calls: parameters parsed by the contract, the answer checked against it. */
async function call<N extends keyof typeof handlers>(name: N, params: Params<N>): Promise<Result<N>> {
  const handler = handlers[name] as (params: unknown, context: unknown) => Promise<unknown>
  const context = { signal: new AbortController().signal, progress: () => undefined }
  const answer = await handler(engineApi[name].params.parse(params), context)
  return engineApi[name].result.parse(answer) as Result<N>
}

const tallied = (field: string): { value: string | null; count: number }[] =>
  facetOf(rows, View.parse({}), field, 1000, '').values.map(({ value, count }) => ({ value, count }))
const byValue = (a: { value: string | null }, b: { value: string | null }) =>
  String(a.value).localeCompare(String(b.value))

describe('the calls of the Events view', () => {
  it('describe the case: every number of the overview is one that the rows give', async () => {
    const overview = await call('events.overview', { case: id })
    expect(overview.events).toBe(rows.length)
    expect(overview.withoutTime).toBe(rows.filter(({ timeMicros }) => timeMicros === null).length)
    expect(overview.categories.toSorted(byValue)).toEqual(tallied('eventCategory').toSorted(byValue))
    expect(overview.outcomes.toSorted(byValue)).toEqual(tallied('outcome').toSorted(byValue))
    expect(overview.readOnly.toSorted(byValue)).toEqual(tallied('readOnly').toSorted(byValue))
    expect(overview.principals.distinct).toBe(new Set(rows.flatMap((row) => valuesOf(row, 'principal'))).size)
    expect(overview.errorCodes.values.every(({ value }) => value !== null)).toBe(true)
    for (const { value, events, errors } of overview.errorRates) {
      const own = rows.filter(({ eventSource }) => (eventSource ?? null) === value)
      expect(events).toBe(own.length)
      expect(errors).toBe(own.filter(({ outcome }) => outcome === 'denied' || outcome === 'failed').length)
    }
  })

  it('count a facet by SQL where the field is not worth coding', async () => {
    const { facets } = await call('events.facets', {
      case: id,
      view: {},
      fields: ['eventId', 'eventName'],
      top: 2,
    })
    expect(facets[0]).toEqual(facetOf(rows, View.parse({}), 'eventId', 2, ''))
    expect(facets[1]).toEqual(facetOf(rows, View.parse({}), 'eventName', 2, ''))
  })

  it('lead from one event to its neighbours by Views that count what they say', async () => {
    const from = rows.find(
      (row) => row.timeMicros !== null && row.principal && row['userIdentity.accessKeyId'],
    )
    const { links } = await call('events.neighbours', { case: id, seq: from?.seq ?? 0, minutes: 600 })
    expect(links.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['around', 'session', 'principal', 'request']),
    )
    for (const { view, count } of links) {
      expect(count).toBe(select(rows, view).length)
      expect(select(rows, view).map(({ seq }) => seq)).toContain(from?.seq)
    }
  })

  it('give a record with what is known of its origin, rebuilt where its file is gone', async () => {
    const row = rows[7] as TestRow
    const record = await call('events.record', { case: id, key: { eventId: String(row.eventId) } })
    expect(record).toMatchObject({
      seq: row.seq,
      delivered: false,
      provenance: { byteOffset: row.byteOffset },
    })
    expect(JSON.parse(record.json).eventID).toBe(row.eventId)
    const missing = await call('events.record', { case: id, key: { seq: -1 } }).catch((error) => error)
    expect(missing).toBeInstanceOf(EngineError)
    expect(missing.code).toBe('event/not-found')
    const raw = await call('events.raw', { case: id, key: { seq: row.seq } }).catch((error) => error)
    expect(raw.code).toBe('input/source-gone')
  })

  it('refuse a frame of a brush that nobody began, and an axis that ends before it begins', async () => {
    const axis = { from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' }
    const frame = await call('events.brushFrame', { case: id, brush: 'none', fromBin: 0, toBin: 1 }).catch(
      (e) => e,
    )
    expect(frame.code).toBe('request/invalid')
    const brush = await call('events.brush', {
      case: id,
      view: {},
      fields: ['eventName'],
      axis,
      bins: 10,
    }).catch((e) => e)
    expect(brush.code).toBe('request/invalid')
  })

  it('refuse a block of addresses that is none', async () => {
    const view = {
      filters: [{ id: 'a', kind: 'cidr' as const, field: 'sourceIPAddress', block: '10.0.0.0/33' }],
    }
    const error = await call('events.count', { case: id, view }).catch((e) => e)
    expect(error.code).toBe('request/invalid')
  })
})
