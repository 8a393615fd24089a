import type { EngineHandlers } from '../contract/engine-api'
import { EngineStart } from './child-protocol'
import { composeHost } from './compose'
import { electronPort } from './ports'
import type { Log } from './rotating-log'
import { serve } from './serve'

/** The engine's process on the desktop: main forks it and hands it one port for each page that loads. */

type Told = { grant: string[] } | { granted: number } | { port: true }

const { openAtStart } = EngineStart.parse(JSON.parse(process.argv[2] ?? '{}'))
const log: Log = (what, facts = {}) => process.parentPort.postMessage({ log: what, facts })
const waiting = new Map<number, () => void>()
let nextAsk = 1

const host = await composeHost({
  carrier: 'desktop',
  openAtStart,
  grantHome: false,
  // What a dialog granted comes through main, what a window asks comes directly: the window may be faster.
  refreshGrants: () =>
    new Promise((resolve) => {
      const ask = nextAsk++
      waiting.set(ask, resolve)
      process.parentPort.postMessage({ sync: ask })
    }),
})

const handlers = openingOnce(announcingRecents(host.handlers))
process.parentPort.on('message', ({ data, ports }) => {
  const told = data as Told
  if ('grant' in told) for (const path of told.grant) host.grants.allow(path)
  else if ('granted' in told) {
    waiting.get(told.granted)?.()
    waiting.delete(told.granted)
  } else if (ports[0]) serve(handlers, electronPort(ports[0]), { log })
})
process.parentPort.postMessage({ ready: true })
void tellRecents()

/** What the program was started with is for the first window; the others begin empty. */
function openingOnce(handlers: EngineHandlers): EngineHandlers {
  let isFirst = true
  return {
    ...handlers,
    'engine.hello': async (params, context) => {
      const hello = await handlers['engine.hello'](params, context)
      const answer = isFirst ? hello : { ...hello, openAtStart: null }
      isFirst = false
      return answer
    },
  }
}

async function tellRecents(): Promise<void> {
  const context = { signal: new AbortController().signal, progress: () => undefined }
  const { cases } = await host.handlers['case.recent']({}, context)
  const recents = cases.filter((entry) => entry.exists).map(({ name, path }) => ({ name, path }))
  process.parentPort.postMessage({ recents })
}

/** The menu's list of recent cases follows every call that may change it. */
function announcingRecents(handlers: EngineHandlers): EngineHandlers {
  const after = <P extends unknown[], R>(run: (...args: P) => Promise<R>) => {
    return async (...args: P): Promise<R> => {
      const result = await run(...args)
      void tellRecents()
      return result
    }
  }
  return {
    ...handlers,
    'case.open': after(handlers['case.open']),
    'case.sample': after(handlers['case.sample']),
    'case.forget': after(handlers['case.forget']),
    'import.start': after(handlers['import.start']),
    'import.watch': after(handlers['import.watch']),
  }
}
