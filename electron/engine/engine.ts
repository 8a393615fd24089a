import { realpath } from 'node:fs/promises'
import { version as duckdbVersion } from '@duckdb/node-api'
import type { EngineHandlers, Result } from '../contract/engine-api'
import { caseHandlers } from './case/handlers'
import { type CaseRegistry, createRegistry } from './case/registry'
import { exportHandlers } from './export/handlers'
import { createImports, importHandlers } from './ingest/handlers'
import { deletionHandlers } from './investigate/handlers'
import { appVersion, casesFolder, stateFolder } from './paths'
import { queryHandlers } from './query/handlers'
import { type Recents, recentsIn } from './recents'
import { sqlHandlers } from './sql/handlers'

type Hello = Result<'engine.hello'>

export type EngineOptions = {
  carrier: Hello['carrier']
  openAtStart?: Hello['openAtStart']
  /** What the program remembers between runs; the platform's place for it when not said. */
  stateFolder?: string
  /** Where new cases go. */
  casesFolder?: string
}

/** What the handlers of every feature share. */
export type EngineState = {
  readonly options: Required<EngineOptions>
  readonly cases: CaseRegistry
  readonly recents: Recents
  /** Starts an import in the background; the case folder is there when this resolves. */
  startImport(paths: string[], casePath: string, copy: boolean): Promise<{ job: string }>
}

/** Calls that the host answers itself, because they depend on how the window is connected. */
export type HostCalls = 'files.list'
export type Engine = { handlers: Omit<EngineHandlers, HostCalls>; close(): Promise<void> }

const real = (paths: readonly string[]) => Promise.all(paths.map((path) => realpath(path).catch(() => path)))

async function sameFiles(some: readonly string[], others: readonly string[]): Promise<boolean> {
  return JSON.stringify(await real(some)) === JSON.stringify(await real(others))
}

/** The product without a window. One per process; the host or the command line puts a carrier before it. */
export function createEngine(given: EngineOptions): Engine {
  const options = {
    openAtStart: null,
    stateFolder: stateFolder(),
    casesFolder: casesFolder(),
    ...given,
  }
  const cases = createRegistry()
  const imports = createImports()
  const engine: EngineState = {
    options,
    cases,
    recents: recentsIn(options.stateFolder),
    startImport: (paths, casePath, copy) => imports.start({ paths, casePath, copy }),
  }
  const importing = importHandlers(engine, imports)
  let { openAtStart } = options
  return {
    handlers: {
      'engine.hello': async () => ({
        version: appVersion(),
        duckdb: duckdbVersion(),
        carrier: options.carrier,
        openAtStart,
      }),
      ...caseHandlers(engine),
      ...importing,
      // A window that comes later gets the case that the first one made of the archives, not one more of its own.
      'import.start': async (params, context) => {
        const started = await importing['import.start'](params, context)
        if (openAtStart && (await sameFiles(openAtStart.paths, params.paths)))
          openAtStart = { paths: [], case: started.case.path }
        return started
      },
      ...deletionHandlers(engine),
      ...queryHandlers(engine),
      ...exportHandlers(engine),
      ...sqlHandlers(engine),
    },
    async close() {
      await imports.close()
      await cases.closeAll()
    },
  }
}
