import { MessageChannelMain, type UtilityProcess, utilityProcess, type WebContents } from 'electron'
import { z } from 'zod'
import { restartPolicy } from '../contract/restart-policy'
import { channels } from '../contract/shell-names'
import { log } from './app-log'

export type EngineStart = { openAtStart: { paths: string[]; case: string | null } | null }

export type Engine = {
  /** Hands the page a fresh port; the one it had before is closed by the reload. */
  connect(page: WebContents): void
  /** Lets windows name these paths in their calls. */
  grant(paths: string[]): void
  readonly pid: number | undefined
  /** After it was given up: three tries more. */
  restart(): void
  stop(): void
}

export type EngineEvents = {
  /** It ended by itself; `retryInMs` is null when it is not started again. */
  onDown(retryInMs: number | null): void
  /** Recent cases, newest first: at the start and whenever they change. */
  onRecents(recents: z.infer<typeof Recents>): void
}

const Recents = z.array(z.object({ name: z.string(), path: z.string() }))
const Told = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ sync: z.int() }),
  z.object({ recents: Recents }),
  z.object({ log: z.string(), facts: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])) }),
])

/** DuckDB holds one of libuv's threads for each running query; with Node's four, files could not be read beside three. */
const libuvThreads = '16'

/** Runs the engine in a process of its own and keeps it running. Pages that had a port get a new one by themselves. */
export function startEngine(script: string, start: EngineStart, events: EngineEvents): Engine {
  const granted = new Set<string>()
  const pages = new Set<WebContents>()
  let policy = restartPolicy()
  let running: UtilityProcess | undefined
  let isReady = false
  let stopping = false
  // Only the first engine opens what the program was started with; a restarted one finds its windows already open.
  let openAtStart = start.openAtStart

  const join = (page: WebContents): void => {
    if (page.isDestroyed() || !running) return
    const { port1, port2 } = new MessageChannelMain()
    running.postMessage({ port: true }, [port1])
    page.postMessage(channels.port, null, [port2])
  }

  const run = (): void => {
    const started = performance.now()
    const child = utilityProcess.fork(script, [JSON.stringify({ openAtStart })], {
      serviceName: 'Backtrail engine',
      env: { ...process.env, UV_THREADPOOL_SIZE: libuvThreads },
      stdio: 'ignore',
    })
    running = child
    child.on('message', (message: unknown) => {
      const told = Told.parse(message)
      if ('sync' in told) return child.postMessage({ granted: told.sync })
      if ('log' in told) return log(told.log, told.facts)
      if ('recents' in told) return events.onRecents(told.recents)
      isReady = true
      openAtStart = null
      log('engine.ready', { pid: child.pid ?? 0 })
      for (const page of pages) join(page)
    })
    child.on('exit', (code) => {
      running = undefined
      isReady = false
      if (stopping) return
      const retryInMs = policy.next(performance.now() - started)
      log('engine.ended', { code, retryInMs: retryInMs ?? -1 })
      events.onDown(retryInMs)
      if (retryInMs !== null) setTimeout(() => (stopping ? undefined : run()), retryInMs)
    })
    if (granted.size > 0) child.postMessage({ grant: [...granted] })
  }
  run()

  return {
    get pid() {
      return running?.pid
    },
    connect(page) {
      if (!pages.has(page)) {
        pages.add(page)
        page.once('destroyed', () => pages.delete(page))
      }
      if (isReady) join(page)
    },
    grant(paths) {
      for (const path of paths) granted.add(path)
      running?.postMessage({ grant: paths })
    },
    restart() {
      policy = restartPolicy()
      if (!running) run()
    },
    stop() {
      stopping = true
      running?.kill()
    },
  }
}
