import { extname } from 'node:path'
import type { EngineHandlers } from '../../contract/engine-api'
import { EngineError } from '../../contract/errors'
import type { EngineState } from '../engine'
import { exportEvents } from './export-events'
import { writeText } from './write-text'

type ExportCalls = Extract<keyof EngineHandlers, `export.${string}`>

/** Exports. Which paths a window may write to is the host's business, before a call gets here. */
export function exportHandlers(engine: Pick<EngineState, 'cases'>): Pick<EngineHandlers, ExportCalls> {
  return {
    'export.events': (params, { signal, progress }) =>
      exportEvents(engine.cases.get(params.case), params, signal, progress),
    'export.text': async ({ case: id, path, format, text }) => {
      if (extname(path).toLowerCase() !== `.${format}`) {
        throw new EngineError('export/target', `The name of the file has to end in .${format}.`, {
          hint: 'Save again under such a name.',
        })
      }
      return { path: await writeText(path, text, engine.cases.get(id).path) }
    },
  }
}
