import { availableParallelism, totalmem } from 'node:os'
import type { DuckDBConnection } from '@duckdb/node-api'
import { EngineError } from '../../contract/errors'
import type { Case } from '../case/case'
import { openDatabase } from '../case/database'
import { viewStatements } from '../case/views'
import macros from './macros.sql?raw'
import { dialectViews } from './shape/views'

/** Queries that run at once; the next ones wait their turn. Each holds a thread of Node's pool while it runs. */
const atOnce = 3

/**
 * The SQL console's own DuckDB over a case. Apart from the one that serves the rest of the window, with a core less and
 * memory of its own, so that a query that runs away slows nobody.
 */
export type Console = {
  /** A connection for one query, with the views as of the latest commit. Hand it back by `release`. */
  acquire(signal: AbortSignal): Promise<{ connection: DuckDBConnection; release(): void }>
  close(): void
}

export type ConsoleOptions = { readonly threads?: number; readonly memoryLimit?: number }

export async function openConsole(of: Case, options: ConsoleOptions = {}): Promise<Console> {
  const database = await openDatabase({
    folders: [of.path],
    threads: options.threads ?? Math.max(1, availableParallelism() - 1),
    memoryLimit: options.memoryLimit ?? Math.min(totalmem() / 4, 4 * 2 ** 30),
    settings: { errors_as_json: 'true' },
  })
  let revision: number | null = null
  let running = 0
  let closed = false
  const waiting: (() => void)[] = []

  const applyViews = async () => {
    await of.refresh()
    if (revision === of.manifest.revision) return
    const first = revision === null
    revision = of.manifest.revision
    const connection = await database.instance.connect()
    try {
      if (first) await connection.run(macros)
      for (const view of [...viewStatements(of.path, of.manifest), ...dialectViews()])
        await connection.run(view.text)
    } catch (error) {
      revision = null
      throw error
    } finally {
      connection.closeSync()
    }
  }
  let applying: Promise<void> = Promise.resolve()

  return {
    async acquire(signal) {
      signal.throwIfAborted()
      if (running >= atOnce) await turn(waiting, signal)
      running += 1
      const free = () => {
        running -= 1
        waiting.shift()?.()
      }
      try {
        if (closed) throw new EngineError('engine/gone', 'This case has been closed.')
        // One after the other: two queries that start together must not both replace the views.
        applying = applying.catch(() => undefined).then(applyViews)
        await orAborted(applying, signal)
        const connection = await database.instance.connect()
        return {
          connection,
          release() {
            connection.closeSync()
            free()
          },
        }
      } catch (error) {
        free()
        throw error
      }
    },
    close() {
      closed = true
      database.close()
    },
  }
}

/** Waits, but no longer than somebody wants the answer. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(new EngineError('cancelled', 'Cancelled.'))
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}

function turn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      waiting.splice(waiting.indexOf(enter), 1)
      reject(new EngineError('cancelled', 'Cancelled.'))
    }
    const enter = () => {
      signal.removeEventListener('abort', leave)
      resolve()
    }
    signal.addEventListener('abort', leave, { once: true })
    waiting.push(enter)
  })
}

const consoles = new WeakMap<Case, Promise<Console>>()

/** The console of a case, opened with the first query and closed with the case. */
export function consoleOf(of: Case): Promise<Console> {
  let found = consoles.get(of)
  if (!found) {
    found = openConsole(of)
    consoles.set(of, found)
    found.catch(() => consoles.delete(of))
    of.onClose(() => {
      found?.then(
        (opened) => opened.close(),
        () => undefined,
      )
    })
  }
  return found
}
