import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isCancelled } from '../../../contract/errors'
import { emptyView, type View } from '../../../contract/view'
import { type Case, openCase } from '../../case/case'
import { isoFromMicros } from '../../case/connection'
import { readManifest } from '../../case/manifest'
import { overviewBySql } from '../overview'
import { clausesToFind, facetFields, viewOf } from '../test-support/arbitrary-view'
import { addSegments, makeCase } from '../test-support/make-case'
import { facetOf, histogramProblems, placesOf, select, sorted } from '../test-support/oracle'
import { randomRows, type TestRow } from '../test-support/rows'
import type { EventIndex } from './event-index'
import { Explorer } from './explorer'
import { overviewByIndex } from './overview'

const never = new AbortController().signal
let folder: string
let opened: Case
let explorer: Explorer
let rows: TestRow[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-index-'))
  rows = await makeCase(folder, [randomRows(150, 1), randomRows(1, 5), randomRows(60, 2)])
  opened = await openCase(folder)
  explorer = new Explorer(opened)
})
afterAll(async () => {
  await opened.close()
  await rm(folder, { recursive: true, force: true })
})

async function indexed(): Promise<EventIndex> {
  const index = await explorer.keeper.latest(never)
  if (!index) throw new Error('there is no index')
  return index
}

const forEveryView = (check: (view: View, index: EventIndex, seed: number) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => check(viewOf(seed), await indexed(), seed)),
    { numRuns: 80 },
  )

describe('answers from the index agree with brute force over generated Views', () => {
  it('counts', () =>
    forEveryView(async (view, index) => {
      const answer = await explorer.count(index, view, never)
      expect(answer).toEqual({ visible: select(rows, view).length, total: rows.length })
    }))

  it('the overview, which SQL gives as well', async () => {
    for (const top of [1, 3, 50]) {
      const bySql = await opened.read(never, (db) => overviewBySql(db, top))
      expect(await overviewByIndex(explorer, await indexed(), top, never)).toEqual(bySql)
    }
  })

  it('facets of coded columns, of a list and of paths into nested JSON', () =>
    forEveryView(async (view, index, seed) => {
      const search = seed % 5 === 0 ? 'a' : ''
      const rarest = facetFields.filter((_, at) => (seed + at) % 3 === 0)
      const facets = await explorer.facets(index, view, facetFields, 3, search, never, rarest)
      expect(facets).toEqual(
        facetFields.map((field) => facetOf(rows, view, field, 3, search, rarest.includes(field))),
      )
    }))

  it('histograms', () =>
    forEveryView(async (view, index, seed) => {
      const by = seed % 2 === 0 ? 'eventCategory' : 'outcome'
      const answer = await explorer.histogram(index, view, by, 50, never)
      expect(answer && histogramProblems(rows, view, by, answer)).toEqual([])
    }))

  it('pages and positions', () =>
    forEveryView(async (view, index, seed) => {
      const expected = sorted(select(rows, view), view)
      const from = seed % (expected.length + 1)
      const columns = [
        'seq',
        'eventName',
        'readOnly',
        'resourceArns',
        'requestId',
        'requestParameters.bucketName',
      ]
      const page = await explorer.page(index, view, from, 20, columns, never)
      const slice = expected.slice(from, from + 20)
      expect(page.total).toBe(expected.length)
      expect(page.data[0]).toEqual(slice.map(({ seq }) => seq))
      expect(page.data[1]).toEqual(slice.map(({ eventName }) => eventName))
      expect(page.data[2]).toEqual(slice.map(({ readOnly }) => readOnly))
      expect(page.data[3]).toEqual(
        slice.map(({ resourceArns }) =>
          Array.isArray(resourceArns) && resourceArns.length > 0 ? resourceArns : null,
        ),
      )
      expect(page.data[4]).toEqual(slice.map(({ requestId }) => requestId))
      const target = expected[from]
      if (target) expect(await explorer.position(index, view, { seq: target.seq }, never)).toBe(from)
    }))

  it('what is looked for without narrowing, in either direction', () =>
    forEveryView(async (view, index, seed) => {
      const any = clausesToFind(seed)
      const places = await explorer.found(index, view, any, never)
      expect(Array.from(places)).toEqual(placesOf(sorted(select(rows, view), view), any))
    }))

  it('frames of a brush', () =>
    forEveryView(async (view, index, seed) => {
      const [axisFrom, axisTo] = [Date.UTC(2026, 2, 1), Date.UTC(2026, 2, 6)]
      const bins = 1 + (seed % 40)
      const axis = { from: new Date(axisFrom).toISOString(), to: new Date(axisTo).toISOString(), bins }
      const rarest = facetFields.filter((_, at) => (seed + at) % 3 === 0)
      const brush = await explorer.brush(index, view, facetFields, 3, axis, never, rarest)
      const edge = (bin: number) =>
        isoFromMicros(BigInt(axisFrom * 1000 + Math.round(((axisTo - axisFrom) * 1000 * bin) / bins)))
      for (const step of [1, 2, 3]) {
        const [fromBin, toBin] = [seed % bins, Math.min(bins, (seed % bins) + step)]
        const frame = await explorer.brushFrame(brush, fromBin, toBin, never)
        const ranged = { ...view, range: { from: edge(fromBin), to: edge(toBin) } }
        expect(frame?.visible).toBe(select(rows, ranged).length)
        expect(frame?.facets).toEqual(
          facetFields.map((field) => facetOf(rows, ranged, field, 3, '', rarest.includes(field))),
        )
      }
    }))
})

describe('the index', () => {
  it('takes over segments that are committed later, and keeps what was searched before', async () => {
    const view: View = { ...emptyView, filters: [viewText('ann')] }
    const before = await explorer.count(await indexed(), view, never)
    rows = [...rows, ...(await addSegments(folder, await readManifest(folder), [randomRows(40, 9)]))]
    const after = await explorer.count(await indexed(), view, never)
    expect(after).toEqual({ visible: select(rows, view).length, total: rows.length })
    expect(after.total).toBe(before.total + 40)
  })

  it('reads everything again when segments were merged', async () => {
    const other = await mkdtemp(join(tmpdir(), 'backtrail-merge-'))
    const first = await makeCase(other, [randomRows(30, 1), randomRows(30, 2)])
    const merging = await openCase(other)
    const over = new Explorer(merging)
    expect((await over.keeper.latest(never))?.rows).toBe(first.length)
    const merged = await addSegments(other, { ...(await readManifest(other)), segments: [], nextSeq: 0 }, [
      randomRows(45, 3),
    ])
    const index = await over.keeper.latest(never)
    if (!index) throw new Error('there is no index')
    const [facet] = await over.facets(index, emptyView, ['eventName'], 3, '', never)
    expect(facet).toEqual(facetOf(merged, emptyView, 'eventName', 3, ''))
    await merging.close()
    await rm(other, { recursive: true, force: true })
  })

  it('leaves it to SQL, and to its error, where a segment cannot be read', async () => {
    const other = await mkdtemp(join(tmpdir(), 'backtrail-damaged-'))
    await makeCase(other, [randomRows(30, 1)])
    const damaged = await openCase(other)
    await writeFile(join(other, 'events', 'segment-0.parquet'), 'not Parquet')
    const over = new Explorer(damaged)
    expect(await over.keeper.latest(never)).toBeNull()
    expect(await over.keeper.latest(never)).toBeNull()
    await damaged.close()
    await rm(other, { recursive: true, force: true })
  })

  it('answers nothing where the case is larger than it may be', async () => {
    const small = new Explorer(opened, { maxEvents: 10 })
    expect(await small.keeper.latest(never)).toBeNull()
  })

  it('goes to a moment in a View sorted by time', async () => {
    const index = await indexed()
    const view: View = { ...emptyView, sort: [{ field: 'eventTime', descending: false }] }
    const expected = sorted(rows, view)
    const time = isoFromMicros(BigInt(expected[50]?.timeMicros ?? 0))
    const first = expected.findIndex(({ timeMicros }) => timeMicros === expected[50]?.timeMicros)
    expect(await explorer.position(index, view, { time }, never)).toBe(first)
    expect(await explorer.position(index, { ...view, sort: [] }, { time }, never)).toBeNull()
  })

  it('ends a call that is cancelled, and answers the same call afterwards', async () => {
    const index = await indexed()
    const view: View = { ...emptyView, filters: [viewText('something rare')] }
    const controller = new AbortController()
    const call = explorer.count(index, view, controller.signal)
    controller.abort()
    expect(isCancelled(await call.catch((error) => error))).toBe(true)
    expect(await explorer.count(index, view, never)).toEqual({ visible: 0, total: rows.length })
  })

  it('lets one caller go without ending the search that another waits for', async () => {
    const index = await indexed()
    const view: View = { ...emptyView, filters: [viewText('bucket')] }
    const controller = new AbortController()
    const gone = explorer.count(index, view, controller.signal).catch((error) => error)
    const stays = explorer.count(index, view, never)
    controller.abort()
    expect(isCancelled(await gone)).toBe(true)
    expect((await stays).visible).toBe(select(rows, view).length)
  })

  it('finds identifiers through the filters of tokens as it does without, wherever they stand', async () => {
    const other = await mkdtemp(join(tmpdir(), 'backtrail-tokens-'))
    const own = await makeCase(other, [randomRows(200, 3), oddIdentities, randomRows(90, 4)])
    const holding = await openCase(other)
    const over = new Explorer(holding)
    const index = await over.keeper.ready()
    if (!index) throw new Error('there is no index')
    while (await over.tokens.buildNext(index, never));
    const values = own
      .slice(190, 215)
      .flatMap((row) => [row.eventId, row.requestId, row.principal, row.sourceIPAddress])
    const asked = new Set(
      [...values, ...identifiers].filter((value) => typeof value === 'string' && value !== ''),
    )
    for (const value of asked) {
      const view: View = { ...emptyView, filters: [viewIdentifier(String(value))] }
      const { visible } = await over.count(index, view, never)
      expect(visible, String(value)).toBe(select(own, view).length)
    }
    await holding.close()
    await rm(other, { recursive: true, force: true })
  })

  it('reports how far a search is, and that there was nothing to search the second time', async () => {
    const index = await indexed()
    const view: View = { ...emptyView, filters: [viewText('prod')] }
    const reports: { done: number; total: number; found: number }[] = []
    const visible = select(rows, view).length
    expect(await explorer.search(index, view, never, (report) => reports.push(report))).toEqual({
      visible,
      slow: true,
    })
    expect(reports.at(-1)).toEqual({ done: rows.length, total: rows.length, found: visible })
    expect(await explorer.search(index, view, never, () => undefined)).toEqual({ visible, slow: false })
  })
})

/** An identity whose JSON says what no column does. */
const oddIdentities: Omit<TestRow, 'seq'>[] = randomRows(20, 8).map((row, at) => ({
  ...row,
  'userIdentity.userName': 'ann',
  userIdentity: `{"type":"IAMUser","userName":"ann","future":{"badge":"badge-${at % 3}"}}`,
}))

const identifiers = [
  'badge-1',
  'badge-9',
  'ann',
  'userName',
  'arn:aws:s3:::logs',
  'arn:aws:s3:::data/key,with comma',
  'AKIAEXAMPLE1',
  'say "hi"',
  'x',
  'env',
  'bucketName',
  '日本',
]

const viewIdentifier = (value: string) =>
  ({ kind: 'identifier', id: 'identifier', exclude: false, disabled: false, value }) as const

const viewText = (text: string) =>
  ({ kind: 'text', id: 'text', exclude: false, disabled: false, text }) as const
