import { existsSync } from 'node:fs'
import { EngineError } from '../contract/errors'
import { builtPath } from '../engine/paths'
import { startEngineProcess } from '../host/engine-process'
import { serveLoopback } from '../host/loopback'
import { openLog } from '../host/rotating-log'
import type { CommandIo } from './command'
import { onLastPort } from './last-port'
import { logFolder } from './log'
import { openInBrowser } from './open-in-browser'
import type { StartPaths } from './start-paths'

export type BrowserMode = {
  openAtStart: StartPaths | null
  /** Null for the one of last time, or a free one. */
  port: number | null
  openBrowser: boolean
  /** Why this is not the desktop app; null when browser mode was asked for. */
  reason: string | null
}

/** Serves the app until the signal aborts. Prints the address in one line on standard output. */
export async function runBrowserMode(mode: BrowserMode, io: CommandIo): Promise<void> {
  const root = builtPath('renderer')
  if (!existsSync(root)) {
    throw new EngineError('usage', 'The page has not been built yet.', { hint: 'Run npm run build.' })
  }
  const stop = new AbortController()
  const log = openLog(logFolder())
  const engine = await startEngineProcess(
    builtPath('host', 'child.js'),
    { openAtStart: mode.openAtStart },
    {
      onDown(reason, retryInMs) {
        const next =
          retryInMs === null ? 'It keeps doing so, so Backtrail stops.' : 'It is being started again.'
        void io.stderr.line(`backtrail: the engine ended (${reason}). ${next}`)
        if (retryInMs === null) stop.abort()
      },
      log,
    },
  )
  try {
    const listen = (port: number) => serveLoopback({ root, port, onWindow: (socket) => engine.join(socket) })
    const server = await (mode.port === null ? onLastPort(listen) : listen(mode.port))
    const before =
      mode.reason === null ? 'Backtrail is at' : `${mode.reason} Backtrail is in the browser instead:`
    await io.stdout.line(`${before} ${server.address}`)
    if (mode.openBrowser) openInBrowser(server.addressForOnce())
    await aborted(AbortSignal.any([io.signal, stop.signal]))
    await server.close()
  } finally {
    await engine.stop()
  }
  if (stop.signal.aborted) {
    throw new EngineError('engine/gone', 'The engine ended several times in a row.', {
      hint: 'Start Backtrail again. If it happens again with the same case, report it.',
    })
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
