import type { EngineHandlers } from '../../contract/engine-api'
import type { EngineState } from '../engine'
import { neighbourViews } from './neighbours'
import { readOverview } from './overview'
import { positionBySql } from './position'
import { readRaw, readRecord } from './record'
import { countBySql, facetBySql, histogramBySql, pageBySql } from './sql-answers'

type EventCalls = Extract<keyof EngineHandlers, `events.${string}`>

/** Everything the Events view and the overview ask. */
export function queryHandlers(engine: Pick<EngineState, 'cases'>): Pick<EngineHandlers, EventCalls> {
  const open = (id: string) => engine.cases.get(id)
  return {
    'events.count': (params, { signal }) =>
      open(params.case).read(signal, (db) => countBySql(db, params.view)),
    'events.histogram': (params, { signal }) =>
      open(params.case).read(signal, (db) => histogramBySql(db, params.view, params.by, params.bars)),
    'events.facets': (params, { signal }) =>
      open(params.case).read(signal, async (db) => {
        const facets = []
        for (const field of params.fields) {
          facets.push(await facetBySql(db, params.view, field, params.top, params.search))
        }
        return { facets }
      }),
    'events.page': (params, { signal }) =>
      open(params.case).read(signal, (db) =>
        pageBySql(db, params.view, params.from, params.count, params.columns),
      ),
    'events.search': async (params, { signal, progress }) => {
      const started = performance.now()
      return open(params.case).read(signal, async (db) => {
        const { visible, total } = await countBySql(db, params.view)
        progress({ done: total, total, found: visible })
        return { visible, slow: false, elapsedMs: performance.now() - started }
      })
    },
    'events.position': (params, { signal }) =>
      open(params.case).read(signal, async (db) => ({
        index: await positionBySql(db, params.view, params.of),
      })),
    'events.overview': (params, { signal }) =>
      open(params.case).read(signal, (db) => readOverview(db, params.top)),
    'events.neighbours': (params, { signal }) =>
      open(params.case).read(signal, async (db) => {
        const links = []
        for (const link of await neighbourViews(db, params.seq, params.minutes)) {
          links.push({ ...link, count: (await countBySql(db, link.view)).visible })
        }
        return { links }
      }),
    'events.record': (params, { signal }) => readRecord(open(params.case), params.key, signal),
    'events.raw': (params, { signal }) => readRaw(open(params.case), params.key, signal),
    'events.brush': async () => {
      throw new Error('brush')
    },
    'events.brushFrame': async () => {
      throw new Error('brush')
    },
  }
}
