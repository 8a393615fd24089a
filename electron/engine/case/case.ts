import { createHash } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { EngineError } from '../../contract/errors'
import { type CaseReader, readerOn } from './connection'
import { type Database, type DatabaseOptions, openDatabase } from './database'
import { toEngineError } from './duckdb-errors'
import { type Manifest, manifestName, readManifest } from './manifest'
import { viewStatements } from './views'

/** Readers at once. More only compete for the same cores. */
const poolSize = 3

export type Case = {
  readonly id: string
  readonly path: string
  /** `NAME` of `NAME.backtrail`. */
  readonly name: string
  /** The latest snapshot this process has seen; `read` brings it up to date first. */
  readonly manifest: Manifest
  /** Takes over what other processes have committed since. True when there was something. */
  refresh(): Promise<boolean>
  /**
   * Runs with a connection of the pool, over the views as of now. Aborting interrupts DuckDB and throws `cancelled`;
   * a call that still waits for a connection leaves the queue at once.
   */
  read<T>(signal: AbortSignal, run: (db: CaseReader) => Promise<T>): Promise<T>
  /** Aborted when the case is closed: what works in the background for it ends then. */
  readonly closing: AbortSignal
  /** A connection of the caller's own, which the caller closes. */
  connect(): Promise<DuckDBConnection>
  /** Runs when the case is closed, for what a feature keeps beside it. */
  onClose(run: () => void): void
  close(): Promise<void>
}

/** Opens a case for reading. Any number of processes may, also while one imports. Errors: case/*. */
export async function openCase(path: string, options: Omit<DatabaseOptions, 'folders'> = {}): Promise<Case> {
  const found = await realpath(path).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'ENOENT'
      ? new EngineError('case/not-found', `There is nothing at ${path}.`, {
          hint: 'Check the path, or import an archive to make a case there.',
          cause,
        })
      : new EngineError('case/damaged', `${path} cannot be opened (${cause.code}).`, { cause })
  })
  const manifest = await readManifest(found)
  const database = await openDatabase({ ...options, folders: [found] })
  const opened = new OpenCase(found, manifest, database)
  try {
    await opened.applyViews()
  } catch (cause) {
    await opened.close()
    throw cause
  }
  return opened
}

/** The same folder has the same id for as long as the program runs, whoever opens it. */
export const caseIdOf = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 16)

class OpenCase implements Case {
  readonly id: string
  readonly path: string
  readonly name: string
  manifest: Manifest
  readonly #database: Database
  readonly #idle: DuckDBConnection[] = []
  readonly #waiting: (() => void)[] = []
  readonly #closer = new AbortController()
  readonly #closing: (() => void)[] = []
  #busy = 0
  #closed = false
  #manifestStamp = ''
  #refreshing: Promise<boolean> | null = null

  constructor(path: string, manifest: Manifest, database: Database) {
    this.path = path
    this.id = caseIdOf(path)
    this.name = basename(path).replace(/\.backtrail$/, '')
    this.manifest = manifest
    this.#database = database
  }

  get closing(): AbortSignal {
    return this.#closer.signal
  }

  async applyViews(): Promise<void> {
    const connection = await this.#database.instance.connect()
    try {
      for (const statement of viewStatements(this.path, this.manifest)) await connection.run(statement.text)
    } catch (cause) {
      throw toEngineError(cause)
    } finally {
      connection.closeSync()
    }
  }

  refresh(): Promise<boolean> {
    this.#refreshing ??= this.#refreshNow().finally(() => {
      this.#refreshing = null
    })
    return this.#refreshing
  }

  async #refreshNow(): Promise<boolean> {
    const stamp = await manifestStamp(this.path)
    if (stamp === this.#manifestStamp) return false
    const next = await readManifest(this.path)
    this.#manifestStamp = stamp
    const isSame = next.revision === this.manifest.revision && next.createdAt === this.manifest.createdAt
    this.manifest = next
    if (isSame) return false
    await this.applyViews()
    return true
  }

  async read<T>(signal: AbortSignal, run: (db: CaseReader) => Promise<T>): Promise<T> {
    signal.throwIfAborted()
    await this.refresh()
    const connection = await this.#acquire(signal)
    let again: NodeJS.Timeout | undefined
    // DuckDB forgets an interrupt that comes while a statement is still being prepared, so it is said until it is heard.
    const interrupt = () => {
      connection.interrupt()
      again = setInterval(() => connection.interrupt(), 20)
    }
    signal.addEventListener('abort', interrupt)
    try {
      if (signal.aborted) throw cancelled()
      return await run(readerOn(connection))
    } catch (error) {
      throw signal.aborted ? cancelled(error) : toEngineError(error)
    } finally {
      signal.removeEventListener('abort', interrupt)
      clearInterval(again)
      this.#release(connection)
    }
  }

  connect(): Promise<DuckDBConnection> {
    return this.#database.instance.connect()
  }

  async #acquire(signal: AbortSignal): Promise<DuckDBConnection> {
    if (this.#busy >= poolSize) await this.#turn(signal)
    this.#busy += 1
    if (this.#closed) throw new EngineError('engine/gone', 'This case has been closed.')
    return this.#idle.pop() ?? (await this.#database.instance.connect())
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1)
        reject(cancelled())
      }
      const enter = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      signal.addEventListener('abort', leave, { once: true })
      this.#waiting.push(enter)
    })
  }

  #release(connection: DuckDBConnection): void {
    this.#busy -= 1
    if (this.#closed) connection.closeSync()
    else this.#idle.push(connection)
    this.#waiting.shift()?.()
  }

  onClose(run: () => void): void {
    this.#closing.push(run)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    for (const run of this.#closing.splice(0)) run()
    this.#closer.abort()
    for (const connection of this.#idle.splice(0)) connection.closeSync()
    this.#database.close()
  }
}

const cancelled = (cause?: unknown) => new EngineError('cancelled', 'Cancelled.', { cause })

async function manifestStamp(path: string): Promise<string> {
  try {
    const { ino, mtimeMs, size } = await stat(join(path, manifestName))
    return `${ino} ${mtimeMs} ${size}`
  } catch (cause) {
    throw new EngineError('case/not-found', `The case at ${path} is no longer there.`, {
      hint: 'Was the folder moved, deleted or unmounted? Open it again from where it is now.',
      cause,
    })
  }
}
