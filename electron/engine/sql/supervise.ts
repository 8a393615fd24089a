import type { DuckDBConnection } from '@duckdb/node-api'
import { EngineError } from '../../contract/errors'

/** Keeps watch over a connection while a query runs on it: the clock, the person's cancel, and tidying up. */
export type Supervision = {
  readonly timedOut: () => boolean
  /** Waits for a step of the query. Cancelled, it rejects at once; what DuckDB still does is awaited by `end`. */
  during<T>(step: Promise<T>): Promise<T>
  /** Ends the transaction and hands the connection back; after a cancel that happens behind the caller's back. */
  end(): Promise<void>
}

export function supervise(
  connection: DuckDBConnection,
  release: () => void,
  signal: AbortSignal,
  timeoutMs: number,
): Supervision {
  let timedOut = false
  let repeating: NodeJS.Timeout | undefined
  let step: Promise<unknown> = Promise.resolve()
  // Planning and reading footers cannot be interrupted: they may take longer than somebody waits who has cancelled.
  let leave: (error: EngineError) => void = () => undefined
  const left = new Promise<never>((_, reject) => {
    leave = reject
  })
  left.catch(() => undefined)
  // An interrupt that falls between two steps is forgotten with the next one, so it is said until the query has ended.
  const interrupt = () => {
    connection.interrupt()
    repeating ??= setInterval(() => connection.interrupt(), 20)
  }
  const onAbort = () => {
    interrupt()
    leave(new EngineError('cancelled', 'Cancelled.'))
  }
  const timer = setTimeout(() => {
    timedOut = true
    interrupt()
  }, timeoutMs)
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort)

  const tidy = async () => {
    await step
    clearInterval(repeating)
    connection.interrupt()
    await connection.run('ROLLBACK').catch(() => undefined)
    release()
  }
  let ending: Promise<void> | null = null
  return {
    timedOut: () => timedOut,
    during(started) {
      step = started.catch(() => undefined)
      return Promise.race([started, left])
    },
    end() {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      ending ??= tidy()
      return signal.aborted ? Promise.resolve() : ending
    },
  }
}
