import type { EngineHandlers } from '../../contract/engine-api'
import type { EngineState } from '../engine'
import { Answers } from './answers'
import { marksOf } from './marks/marks'
import { neighbourViews } from './neighbours'
import { overviewOf } from './overview'
import { readRaw, readRecord } from './record'

type EventCalls = Extract<keyof EngineHandlers, `events.${string}`>

/** Everything the Events view and the overview ask. */
export function queryHandlers(engine: Pick<EngineState, 'cases'>): Pick<EngineHandlers, EventCalls> {
  const open = (id: string) => engine.cases.get(id)
  const answers = (id: string, signal: AbortSignal) => new Answers(open(id), signal)
  return {
    'events.count': (params, { signal }) => answers(params.case, signal).count(params.view),
    'events.histogram': (params, { signal }) => answers(params.case, signal).histogram(params),
    'events.facets': async (params, { signal }) => {
      const { view, fields, top, search, rarest } = params
      return { facets: await answers(params.case, signal).facets(view, fields, top, search, rarest) }
    },
    'events.page': (params, { signal }) => answers(params.case, signal).page(params),
    'events.search': (params, { signal, progress }) =>
      answers(params.case, signal).search(params.view, progress),
    'events.position': (params, { signal }) => answers(params.case, signal).position(params),
    'events.find': (params, { signal, progress }) => answers(params.case, signal).find(params, progress),
    'events.marks': async (params, { signal }) => {
      const opened = open(params.case)
      await opened.refresh()
      return marksOf(opened, signal)
    },
    'events.brush': async (params, { signal }) => ({
      brush: await answers(params.case, signal).brush(params),
    }),
    'events.brushFrame': (params, { signal }) =>
      answers(params.case, signal).brushFrame(params.brush, params.fromBin, params.toBin),
    'events.overview': async (params, { signal }) => {
      const opened = open(params.case)
      await opened.refresh()
      return overviewOf(opened, params.top, signal)
    },
    'events.neighbours': async (params, { signal }) => {
      const opened = open(params.case)
      const own = new Answers(opened, signal)
      const views = await opened.read(signal, (db) => neighbourViews(db, params.seq, params.minutes))
      const links = []
      for (const link of views) links.push({ ...link, count: (await own.count(link.view)).visible })
      return { links }
    },
    'events.record': (params, { signal }) => readRecord(open(params.case), params.key, signal),
    'events.raw': (params, { signal }) => readRaw(open(params.case), params.key, signal),
  }
}
