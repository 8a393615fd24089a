import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

export type DatabaseOptions = {
  /** Segments are written rather than read: what their footers say is not kept, or it would grow with the case. */
  readonly forgetsFooters?: boolean
  /** Folders that statements may read, and nothing else on the machine. */
  readonly folders: readonly string[]
  /** Bytes; a quarter of the machine's memory when not said, at most 4 GiB. */
  readonly memoryLimit?: number
  readonly threads?: number
  /** Further settings of DuckDB's, given before they are locked. */
  readonly settings?: Readonly<Record<string, string>>
}

export type Database = { readonly instance: DuckDBInstance; close(): void }

/**
 * An in-memory DuckDB that can see the given folders only, loads no extension, and whose settings nothing can change
 * afterwards (security.md 4.2). What it spills goes to a folder of its own that is removed on close.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const spill = mkdtempSync(join(tmpdir(), 'backtrail-'))
  const memory = options.memoryLimit ?? Math.min(totalmem() / 4, 4 * 2 ** 30)
  const folders = [...options.folders.map((folder) => resolve(folder)), spill]
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${Math.floor(memory / 2 ** 20)}MiB`,
    threads: String(options.threads ?? availableParallelism()),
    temp_directory: spill,
    max_temp_directory_size: '32GiB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    preserve_insertion_order: 'true',
    ...options.settings,
  })
  const connection = await instance.connect()
  const list = folders.map((folder) => `'${folder.replaceAll("'", "''")}'`).join(', ')
  // Without GLOBAL it would hold for this connection only.
  await connection.run(`SET GLOBAL TimeZone = 'UTC'`)
  // Built in, but named before its setting. Segments never change, so what their footers say is kept: small look-ups
  // spent most of their time reading them again.
  await connection.run('LOAD parquet')
  if (options.forgetsFooters !== true) await connection.run('SET GLOBAL parquet_metadata_cache = true')
  await connection.run(`SET allowed_directories = [${list}]`)
  await connection.run('SET enable_external_access = false')
  await connection.run('SET lock_configuration = true')
  connection.closeSync()
  return {
    instance,
    close() {
      instance.closeSync()
      rmSync(spill, { recursive: true, force: true })
    },
  }
}
