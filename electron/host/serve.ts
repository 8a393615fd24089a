import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import {
  type CallContext,
  type CallName,
  type EngineHandlers,
  engineApi,
  type Params,
  type ParsedParams,
  type Result,
} from '../contract/engine-api'
import { EngineError, isCancelled, type WireError } from '../contract/errors'
import { ClientFrame, contractVersion, type Port, type ServerFrame } from '../contract/wire'
import { errorFacts, type Log } from './rotating-log'

/** A call that takes longer than this is worth a line. */
const slowMs = 2_000

export type ServeOptions = {
  /** Told of errors that nobody expected, by the number that the person sees, and of calls that took long. */
  log?: Log
  /** Calls of one port that may run at once; more are refused. */
  maxRunning?: number
}

/**
 * Serves the contract over one port until it closes. `hello` goes first; each request is validated, run and answered
 * exactly once; closing the port aborts what still runs for it.
 */
export function serve(handlers: EngineHandlers, port: Port, options: ServeOptions = {}): void {
  const running = new Map<number, AbortController>()
  const maxRunning = options.maxRunning ?? 200
  let open = true

  const answer = (id: number, frame: ServerFrame): void => {
    if (!open) return
    try {
      port.post(frame)
    } catch (error) {
      // Not every carrier can take every value; without an answer the window would wait for ever.
      port.post({ id, error: unexpected('reply', error, options) } satisfies ServerFrame)
    }
  }

  const run = async (id: number, call: string, params: unknown): Promise<void> => {
    if (running.has(id)) {
      return answer(id, { id, error: invalid(`The id ${id} is in use by a call that still runs.`) })
    }
    if (running.size >= maxRunning) {
      return answer(id, { id, error: invalid('Too many calls at once.') })
    }
    const controller = new AbortController()
    running.set(id, controller)
    const started = performance.now()
    try {
      const ok = await dispatch(handlers, call, params, {
        signal: controller.signal,
        progress: (report) => answer(id, { id, progress: report }),
      })
      answer(id, { id, ok })
    } catch (error) {
      answer(id, { id, error: toWireError(error, call, options) })
    } finally {
      running.delete(id)
      const tookMs = Math.round(performance.now() - started)
      if (tookMs > slowMs && isCallName(call)) options.log?.('call.slow', { call, tookMs })
    }
  }

  port.onMessage((message) => {
    const parsed = ClientFrame.safeParse(message)
    if (!parsed.success) {
      const id = idOf(message)
      if (id === null) port.close()
      else answer(id, { id, error: invalid('The message is not a request.') })
      return
    }
    const frame = parsed.data
    if ('cancel' in frame) running.get(frame.id)?.abort()
    else void run(frame.id, frame.call, frame.params)
  })
  port.onClose(() => {
    open = false
    for (const controller of running.values()) controller.abort()
  })
  port.post({ hello: 'backtrail', contract: contractVersion } satisfies ServerFrame)
}

/**
 * Runs one call: the name must be of the contract and the parameters must parse. Throws `request/unknown` and
 * `request/invalid`, and whatever the handler throws.
 */
export async function dispatch(
  handlers: EngineHandlers,
  call: string,
  params: unknown,
  context: CallContext<CallName>,
): Promise<Result<CallName>> {
  if (!isCallName(call)) throw new EngineError('request/unknown', `There is no call named "${call}".`)
  const parsed = engineApi[call].params.safeParse(params)
  if (!parsed.success) {
    throw new EngineError('request/invalid', `${call} was asked with parameters it does not take.`, {
      detail: z.prettifyError(parsed.error),
    })
  }
  // The name ties parameters, context and result together, which a lookup by a variable cannot express.
  const handler = handlers[call] as (params: unknown, context: unknown) => Promise<Result<CallName>>
  return handler(parsed.data as ParsedParams<CallName>, context)
}

/** The same for callers in this process, typed by the name. */
export const callInProcess = <N extends CallName>(
  handlers: EngineHandlers,
  call: N,
  params: Params<N>,
  context: CallContext<N>,
): Promise<Result<N>> =>
  dispatch(handlers, call, params, context as CallContext<CallName>) as Promise<Result<N>>

const isCallName = (call: string): call is CallName => Object.hasOwn(engineApi, call)

const invalid = (message: string): WireError => ({ code: 'request/invalid', message })

function idOf(message: unknown): number | null {
  const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : null
  return Number.isSafeInteger(id) ? (id as number) : null
}

function toWireError(error: unknown, call: string, options: ServeOptions): WireError {
  if (error instanceof EngineError) return error.toWire()
  if (isCancelled(error)) return { code: 'cancelled', message: 'Cancelled.' }
  return unexpected(call, error, options)
}

function unexpected(call: string, error: unknown, options: ServeOptions): WireError {
  const logId = randomUUID().slice(0, 8)
  options.log?.('call.unexpected', { id: logId, call, ...errorFacts(error) })
  return {
    code: 'internal/unexpected',
    message: `Something went wrong inside Backtrail (${logId}).`,
    hint: 'Try it again. If it happens again, report it with this number and the log (Help menu, or backtrail log).',
    detail: call,
  }
}
