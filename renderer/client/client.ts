import type { CallName, Params, Progress, Result } from '../../electron/contract/engine-api'
import { EngineError } from '../../electron/contract/errors'
import { contractVersion, type Port, ServerFrame } from '../../electron/contract/wire'

export type CallOptions<N extends CallName> = {
  signal?: AbortSignal
  onProgress?: (report: Progress<N>) => void
}

/** What the carrier is doing now: `lost` counts the seconds-long waits between attempts. */
export type LinkState =
  | { kind: 'connecting' }
  | { kind: 'ready' }
  | { kind: 'lost'; attempt: number; retryInMs: number }
  | { kind: 'refused'; message: string }

export type Client = {
  /** Asks the engine; waits for the link when there is none yet. Rejects with `EngineError`. */
  call<N extends CallName>(name: N, params: Params<N>, options?: CallOptions<N>): Promise<Result<N>>
  link(): LinkState
  onLink(listener: () => void): () => void
  /** Tries again at once instead of waiting for the next attempt. */
  reconnect(): void
  close(): void
}

/** Opens a carrier. Rejects when there is nothing at the other end. */
export type OpenPort = () => Promise<Port>

type Pending = {
  name: CallName
  params: unknown
  resolve: (value: never) => void
  reject: (error: unknown) => void
  onProgress: ((report: never) => void) | undefined
  release: () => void
}

/** Asking these twice would do something twice; everything else is asked again when the engine comes back. */
const onlyOnce = new Set<string>(['import.start', 'import.cancel'])

const backoffMs = [200, 400, 800, 1_500, 3_000, 5_000]

const gone = () =>
  new EngineError('engine/gone', 'The engine stopped before it answered.', {
    hint: 'It is being started again; try once more when it is back.',
  })

const cancelled = () => new EngineError('cancelled', 'The request was cancelled.')

/** The window's end of the contract over carriers that may break and come back. */
export function createClient(openPort: OpenPort): Client {
  const pending = new Map<number, Pending>()
  const listeners = new Set<() => void>()
  let state: LinkState = { kind: 'connecting' }
  let port: Port | null = null
  let nextId = 1
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  const setState = (next: LinkState) => {
    state = next
    for (const listener of [...listeners]) listener()
  }

  const send = (id: number, call: Pending) => port?.post({ id, call: call.name, params: call.params })

  const lose = () => {
    port = null
    if (closed || state.kind === 'refused') return
    for (const [id, call] of pending) {
      if (!onlyOnce.has(call.name)) continue
      pending.delete(id)
      call.release()
      call.reject(gone())
    }
    const retryInMs = backoffMs[Math.min(attempt, backoffMs.length - 1)] ?? 5_000
    attempt += 1
    setState({ kind: 'lost', attempt, retryInMs })
    timer = setTimeout(connect, retryInMs)
  }

  const receive = (message: unknown) => {
    const parsed = ServerFrame.safeParse(message)
    if (!parsed.success) return
    const frame = parsed.data
    if ('hello' in frame) {
      if (frame.contract !== contractVersion) {
        setState({
          kind: 'refused',
          message: 'This page is older or newer than the engine. Reload the window.',
        })
        port?.close()
        return
      }
      attempt = 0
      for (const [id, call] of pending) send(id, call)
      setState({ kind: 'ready' })
      return
    }
    const call = pending.get(frame.id)
    if (!call) return
    if ('progress' in frame) {
      call.onProgress?.(frame.progress as never)
      return
    }
    pending.delete(frame.id)
    call.release()
    if ('error' in frame) call.reject(EngineError.fromWire(frame.error))
    else call.resolve(frame.ok as never)
  }

  const connect = () => {
    clearTimeout(timer)
    if (closed || port) return
    openPort().then(
      (opened) => {
        if (closed) return opened.close()
        port = opened
        opened.onMessage((message) => {
          if (port === opened) receive(message)
        })
        opened.onClose(() => {
          if (port === opened) lose()
        })
      },
      () => lose(),
    )
  }

  connect()

  return {
    call(name, params, options = {}) {
      const { signal } = options
      if (signal?.aborted) return Promise.reject(cancelled())
      return new Promise((resolve, reject) => {
        const id = nextId++
        const onAbort = () => {
          if (!pending.delete(id)) return
          if (state.kind === 'ready') port?.post({ id, cancel: true })
          reject(cancelled())
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        const call: Pending = {
          name,
          params,
          resolve,
          reject,
          onProgress: options.onProgress as Pending['onProgress'],
          release: () => signal?.removeEventListener('abort', onAbort),
        }
        pending.set(id, call)
        if (state.kind === 'ready') send(id, call)
      })
    },
    link: () => state,
    onLink(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    reconnect() {
      if (state.kind === 'lost') connect()
    },
    close() {
      closed = true
      clearTimeout(timer)
      port?.close()
    },
  }
}
