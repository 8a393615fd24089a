import type { EngineHandlers } from '../../contract/engine-api'
import type { EngineState } from '../engine'
import { exportEvents } from './export-events'

/** Exports of events. Which paths a window may write to is the host's business, before a call gets here. */
export function exportHandlers(engine: Pick<EngineState, 'cases'>): Pick<EngineHandlers, 'export.events'> {
  return {
    'export.events': (params, { signal, progress }) =>
      exportEvents(engine.cases.get(params.case), params, signal, progress),
  }
}
