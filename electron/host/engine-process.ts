import { type ChildProcess, fork } from 'node:child_process'
import type { WebSocket } from 'ws'
import { restartPolicy } from '../contract/restart-policy'
import { type EngineStart, FromEngine, type ToEngine } from './child-protocol'
import type { Log } from './rotating-log'

export type EngineProcess = {
  /** Joins a window to the engine. While the engine is away the window is told to come back (1013). */
  join(socket: WebSocket): void
  /** The id of the process that runs now. */
  readonly pid: number | undefined
  stop(): Promise<void>
}

export type EngineEvents = {
  /** The engine ended by itself; it is started again in `retryInMs`, or not at all when that is null. */
  onDown(reason: string, retryInMs: number | null): void
  /** Where the lines of both processes go. */
  log: Log
}

/** DuckDB holds one of libuv's threads for each running query; with Node's four, files could not be read beside three. */
const libuvThreads = '16'
const tryAgainLater = 1013
const serviceRestart = 1012
const mostUnreadBytes = 256 * 1024 * 1024

/** Forks `script` (the built child.ts) and keeps it running. Resolves when the engine is ready for windows. */
export async function startEngineProcess(
  script: string,
  start: EngineStart,
  events: EngineEvents,
): Promise<EngineProcess> {
  const windows = new Map<number, WebSocket>()
  const policy = restartPolicy()
  let nextId = 1
  let child: ChildProcess | undefined
  let isReady = false
  let stopping = false

  const tell = (message: ToEngine): void => {
    if (child?.connected) child.send(message)
  }

  const receive = (message: unknown): void => {
    const parsed = FromEngine.parse(message)
    if ('to' in parsed) sendTo(windows.get(parsed.to), parsed.text)
    else if ('log' in parsed) events.log(parsed.log, parsed.facts)
    else if ('closed' in parsed) windows.get(parsed.closed)?.close()
    else {
      isReady = true
      events.log('engine.ready', { pid: child?.pid ?? 0 })
    }
  }

  const run = (): ChildProcess => {
    const started = performance.now()
    const forked = fork(script, [JSON.stringify(start)], {
      env: { ...process.env, UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? libuvThreads },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    })
    forked.on('message', receive)
    forked.on('exit', (code, signal) => {
      isReady = false
      for (const window of windows.values()) window.close(serviceRestart, 'The engine was restarted.')
      windows.clear()
      if (stopping) return
      const retryInMs = policy.next(performance.now() - started)
      events.log('engine.ended', { code: code ?? -1, signal: signal ?? '', retryInMs: retryInMs ?? -1 })
      events.onDown(signal ?? `exit status ${code}`, retryInMs)
      if (retryInMs === null) return
      setTimeout(() => {
        if (!stopping) child = run()
      }, retryInMs)
    })
    return forked
  }

  child = run()
  try {
    await firstReady(child)
  } catch (error) {
    stopping = true
    throw error
  }

  return {
    get pid() {
      return child?.pid
    },
    join(socket) {
      if (!isReady) return socket.close(tryAgainLater, 'The engine is being started.')
      const id = nextId++
      windows.set(id, socket)
      socket.on('message', (data, isBinary) => tell({ to: id, text: isBinary ? '' : String(data) }))
      socket.on('close', () => {
        if (windows.delete(id)) tell({ close: id })
      })
      tell({ open: id })
    },
    async stop() {
      stopping = true
      const running = child
      if (!running || running.exitCode !== null || running.signalCode !== null) return
      const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()))
      running.disconnect()
      const impatient = setTimeout(() => running.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(impatient)
    },
  }
}

/** A window that does not read what it asked for must not fill this process's memory. */
function sendTo(window: WebSocket | undefined, text: string): void {
  if (window && window.bufferedAmount > mostUnreadBytes) window.terminate()
  else if (window?.readyState === window?.OPEN) window?.send(text)
}

function firstReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) =>
      reject(new Error(`The engine ended with status ${code} before it was ready.`)),
    )
  })
}
