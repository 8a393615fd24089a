import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { sqlLiteral } from '../sql-text'
import type { FoundPath } from './discover'
import type { Unit } from './messages'
import { factsOfName } from './source-name'

/** A unit before it has its number. */
export type Planned = Omit<Unit, 'sourceId'>

export type Totals = { files: number; bytes: number }

/** About how many records are committed, and become visible, together: in an empty case, and afterwards. */
export type Pace = { first: number; next: number }
export const defaultPace: Pace = { first: 20_000, next: 64_000 }

const batchFiles = 8192

/**
 * The order in which files are read: by the time of their delivery, so that segments stay close in time, then by path.
 * Held by DuckDB, which may spill it: an archive can have millions of files.
 */
export class Plan {
  readonly #db: DuckDBConnection
  readonly totals: Totals = { files: 0, bytes: 0 }

  constructor(db: DuckDBConnection) {
    this.#db = db
  }

  /**
   * Writes down every file that is found, and leaves out those that the case has already: same path, same size, same
   * stamp. Answers the containers among these, whose entries may not all have been read.
   */
  async make(
    found: AsyncIterable<FoundPath>,
    staging: string,
    onFound: (files: number) => void,
  ): Promise<Planned[]> {
    const path = join(staging, 'found.ndjson')
    const out = createWriteStream(path, { mode: 0o600 })
    for await (const file of found) {
      const { deliveredAt } = factsOfName(file.path)
      this.totals.files += 1
      if (!out.write(`${JSON.stringify({ ...file, delivered: deliveredAt })}\n`)) await once(out, 'drain')
      if (this.totals.files % 200 === 0) onFound(this.totals.files)
    }
    out.end()
    await finished(out)
    onFound(this.totals.files)
    const columns = `{path: 'VARCHAR', size: 'BIGINT', stamp: 'VARCHAR', problem: 'VARCHAR', delivered: 'VARCHAR'}`
    const files = `read_json(${sqlLiteral(path).text}, format = 'newline_delimited', columns = ${columns})`
    await this.#db.run(`CREATE OR REPLACE TABLE plan AS
      SELECT row_number() OVER (ORDER BY delivered NULLS LAST, path) AS position, f.*
      FROM ${files} f ANTI JOIN sources s ON s.path = f.path AND s.stamp = f.stamp`)
    const [total] = await this.#rows(
      `SELECT count(*) AS files, coalesce(sum(size), 0)::BIGINT AS bytes FROM plan`,
    )
    this.totals.files = Number(total?.files)
    this.totals.bytes = Number(total?.bytes)
    const containers = await this.#rows(`SELECT f.* FROM ${files} f SEMI JOIN
      (SELECT * FROM sources WHERE kind IN ('zip', 'tar', 'tar.gz')) s ON s.path = f.path AND s.stamp = f.stamp
      ORDER BY f.path`)
    return containers.map(asPlanned)
  }

  /** The files that are to be read, in their order. */
  async *files(): AsyncGenerator<Planned> {
    const page = 2000
    for (let from = 0; ; from += page) {
      const rows = await this.#rows(
        `SELECT path, size, stamp, problem FROM plan WHERE position > ${from} AND position <= ${from + page} ORDER BY position`,
      )
      yield* rows.map(asPlanned)
      if (rows.length < page) return
    }
  }

  /** Of entries of an archive, those that the case does not have already. */
  async *unknown(
    entries: AsyncIterable<Planned>,
    dropped: (entry: Planned) => void,
  ): AsyncGenerator<Planned> {
    for await (const group of groupsOf(entries, 256)) {
      const paths = group.map(({ path }) => sqlLiteral(path).text).join(', ')
      const rows = await this.#rows(`SELECT path, stamp FROM sources WHERE path IN (${paths})`)
      const known = new Set(rows.map(({ path, stamp }) => `${path}\0${stamp}`))
      for (const entry of group) {
        if (known.has(`${entry.path}\0${entry.stamp}`)) dropped(entry)
        else yield entry
      }
    }
  }

  async #rows(statement: string) {
    return (await this.#db.runAndReadAll(statement)).getRowObjects()
  }
}

const asPlanned = (row: Record<string, unknown>): Planned => ({
  path: String(row.path),
  size: Number(row.size),
  stamp: String(row.stamp),
  problem: row.problem === null ? null : String(row.problem),
  place: null,
})

async function* groupsOf<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = []
  for await (const item of items) {
    group.push(item)
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}

/**
 * Cuts files into batches, which are committed as a whole. Where it cuts depends on names and sizes only, and on
 * whether the case is empty, so that an import that was killed goes on with the very batches it would have made.
 */
export async function* batchesOf(
  files: AsyncIterable<Planned>,
  isFirst: boolean,
  pace: Pace,
): AsyncGenerator<Planned[]> {
  let batch: Planned[] = []
  let records = 0
  let target = isFirst ? pace.first : pace.next
  for await (const file of files) {
    const expected = expectedRecords(file.path, file.size)
    if (batch.length > 0 && (records + expected > target || batch.length >= batchFiles)) {
      yield batch
      batch = []
      records = 0
      target = pace.next
    }
    batch.push(file)
    records += expected
  }
  if (batch.length > 0) yield batch
}

/** About 130 bytes a record in gzip, 1,300 without. */
function expectedRecords(path: string, size: number): number {
  return size / (/\.gz$/i.test(path) ? 130 : 1300)
}
