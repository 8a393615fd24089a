import { homedir } from 'node:os'
import type { EngineHandlers, Result } from '../contract/engine-api'
import { createEngine } from '../engine/engine'
import { casesFolder, stateFolder } from '../engine/paths'
import { confine } from './confine'
import { filesHandlers } from './files'
import { createGrants, type Grants } from './grants'

type Hello = Result<'engine.hello'>

export type HostOptions = {
  carrier: Hello['carrier']
  openAtStart: Hello['openAtStart']
  /** Whether the whole home folder may be named, beside what was opened. Desktop windows have dialogs instead. */
  grantHome: boolean
  /** False only where the person names every path with their own hands: the command line. */
  confined?: boolean
  /** See `createGrants`. */
  refreshGrants?: () => Promise<void>
}

export type Host = { handlers: EngineHandlers; grants: Grants; close(): Promise<void> }

/** The engine with what a window needs around it: a chooser, and calls confined to what the person opened. */
export async function composeHost(options: HostOptions): Promise<Host> {
  const { carrier, openAtStart } = options
  const engine = createEngine({ carrier, openAtStart })
  const grants = createGrants(
    [
      ...(options.grantHome ? [homedir()] : []),
      ...(openAtStart?.paths ?? []),
      ...(openAtStart?.case ? [openAtStart.case] : []),
      casesFolder(),
      stateFolder(),
    ],
    options.refreshGrants,
  )
  const handlers: EngineHandlers = { ...engine.handlers, ...filesHandlers(grants) }
  const context = { signal: new AbortController().signal, progress: () => undefined }
  const { cases } = await handlers['case.recent']({}, context)
  for (const recent of cases) grants.allow(recent.path)
  return {
    handlers: options.confined === false ? handlers : confine(handlers, grants),
    grants,
    close: () => engine.close(),
  }
}
