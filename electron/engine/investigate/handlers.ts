import type { EngineHandlers } from '../../contract/engine-api'
import type { EngineState } from '../engine'
import { writeReport } from '../export/report'
import { writeText } from '../export/write-text'
import { ensureIndex } from './index-store'
import { ensureList } from './list-build'
import { listFacets, listPage } from './list-query'
import { searchResource } from './resource-life'
import { investigate } from './story'

type DeletionCalls = Extract<keyof EngineHandlers, `deletions.${string}`>

const quiet = () => undefined

/** Everything the Deletions view, `deletions` and `investigate` ask. */
export function deletionHandlers(engine: Pick<EngineState, 'cases'>): Pick<EngineHandlers, DeletionCalls> {
  const open = (id: string) => engine.cases.get(id)
  return {
    'deletions.list': async ({ case: id, filter, ...page }, { signal, progress }) => {
      const list = await ensureList(open(id), await ensureIndex(open(id), signal, progress), signal)
      return open(id).read(signal, (db) => listPage(db, list, filter, page))
    },
    'deletions.facets': async ({ case: id, filter, top }, { signal }) => {
      const list = await ensureList(open(id), await ensureIndex(open(id), signal, quiet), signal)
      return open(id).read(signal, (db) => listFacets(db, list, filter, top))
    },
    'deletions.resource': async ({ case: id, target, count }, { signal }) => {
      const { actions } = await ensureIndex(open(id), signal, quiet)
      return open(id).read(signal, (db) => searchResource(db, actions, target, count))
    },
    'deletions.story': ({ case: id, eventId }, { signal }) => investigate(open(id), eventId, signal),
    'deletions.report': async ({ case: id, eventId, format, path }, { signal }) => {
      const story = await investigate(open(id), eventId, signal)
      const report = await writeReport(open(id), story, format, new Date(), signal)
      if (path !== null) await writeText(path, report.text, open(id).path)
      return report
    },
  }
}
