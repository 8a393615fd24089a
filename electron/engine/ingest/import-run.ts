import { mkdir, readdir, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { commit } from '../case/commit'
import { openDatabase } from '../case/database'
import type { Manifest } from '../case/manifest'
import { viewStatements } from '../case/views'
import { type Container, entriesOf, totalsOf } from './containers'
import { discover } from './discover'
import { KeyFiles, partOf } from './key-files'
import { KnownFiles } from './known-files'
import { maxNesting } from './limits'
import type { SourceReport } from './messages'
import { batchesOf, type Pace, Plan, type Planned } from './plan'
import { Pool, type RunningBatch } from './pool'
import type { ProgressMeter } from './progress'
import { Queue } from './queue'
import { hashKeyOf } from './scanner'
import { SeenKeys } from './seen-keys'
import { segmentSteps } from './segment'
import { BatchStore, type Intake } from './store-batch'

/** DuckDB's share of the gigabyte that an import may use. */
const databaseMemory = 256 * 2 ** 20

/** Batches that are decided, but not committed yet. */
const maxUncommitted = 4

export type RunOptions = {
  inputs: readonly string[]
  casePath: string
  copy: boolean
  signal: AbortSignal
  meter: ProgressMeter
  pace: Pace
}

/** One run over the inputs, with the lock held: reads what is new and commits it batch by batch. */
export async function runImport(options: RunOptions, manifest: Manifest): Promise<Manifest> {
  const staging = join(options.casePath, 'staging')
  const folders = [options.casePath]
  // `x IN (six values or more)` would become a join, and rows that several threads join lose their order.
  const settings = { enable_external_file_cache: 'false', disabled_optimizers: 'in_clause' }
  // The other cores are the workers'.
  const threads = Math.max(1, Math.floor(availableParallelism() / 2))
  const database = await openDatabase({
    folders,
    memoryLimit: databaseMemory,
    threads,
    settings,
    forgetsFooters: true,
  })
  const db = await database.instance.connect()
  // The next files are looked up while a batch is written; a statement would end what is being streamed beside it.
  const lookUps = await database.instance.connect()
  const interrupt = () => {
    db.interrupt()
    lookUps.interrupt()
  }
  options.signal.addEventListener('abort', interrupt)
  const pool = new Pool(staging, hashKeyOf(manifest.hashSeed), (delta) => options.meter.read(delta))
  let run: ImportRun | undefined
  try {
    for (const step of segmentSteps()) await step.prepare?.(db)
    await mkdir(join(options.casePath, 'events'), { recursive: true, mode: 0o700 })
    run = new ImportRun(options, manifest, { db, lookUps }, pool, staging)
    return await run.run()
  } finally {
    options.signal.removeEventListener('abort', interrupt)
    await pool.close(new Error('the import has ended'))
    await run?.settled()
    lookUps.closeSync()
    db.closeSync()
    database.close()
  }
}

const partsIn = ({ segments }: Manifest) =>
  segments
    .filter(({ kind }) => kind === 'events')
    .map((segment) => ({ name: partOf(segment), span: segment }))

class ImportRun {
  readonly #options: RunOptions
  readonly #db: DuckDBConnection
  readonly #lookUps: DuckDBConnection
  readonly #pool: Pool
  readonly #staging: string
  readonly #plan: Plan
  readonly #keyFiles: KeyFiles
  readonly #intake: Intake
  #manifest: Manifest
  #nextSourceId: number
  #nextSeq: number
  #nextRevision: number
  /** Commits that are under way or to come, in their order; each waits for the one before. */
  readonly #commits: Promise<void>[] = []
  #spooled = 0
  /** Containers of the next level, met while this one is read. */
  #met: Container[] = []

  constructor(
    options: RunOptions,
    manifest: Manifest,
    connections: { db: DuckDBConnection; lookUps: DuckDBConnection },
    pool: Pool,
    staging: string,
  ) {
    this.#options = options
    this.#manifest = manifest
    this.#nextSourceId = manifest.nextSourceId
    this.#db = connections.db
    this.#lookUps = connections.lookUps
    this.#pool = pool
    this.#staging = staging
    this.#plan = new Plan(connections.lookUps)
    this.#nextSeq = manifest.nextSeq
    this.#nextRevision = manifest.revision + 1
    this.#keyFiles = new KeyFiles(options.casePath)
    const committed = () => this.#committed()
    this.#intake = {
      db: this.#db,
      casePath: options.casePath,
      seen: new SeenKeys(this.#keyFiles, partsIn(manifest)),
      files: new KnownFiles(this.#db, committed),
      committed,
      segments: () => this.#manifest.segments,
    }
  }

  /** Waits until nothing is written any more, whatever became of it. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#commits)
  }

  async #committed(): Promise<void> {
    await this.#commits.at(-1)
  }

  async run(): Promise<Manifest> {
    const { inputs, casePath, meter, signal } = this.#options
    // They come up while files are looked for.
    this.#pool.start(Math.min(3, availableParallelism()))
    await this.#refreshViews()
    await this.#keyFiles.prepare(this.#manifest.segments)
    await this.#intake.files.load()
    const known = await this.#plan.make(
      stoppable(discover(inputs, casePath), signal),
      this.#staging,
      (files) => meter.discovered(files),
    )
    meter.planned(this.#plan.totals, this.#manifest.revision)
    for (const file of known) await this.#meet(file, 1)
    await this.#readAll(this.#plan.files(), 1)
    // Entries of archives come after all plain files, level by level, archives in the order of their paths: so a run
    // that was interrupted meets them in the same order.
    for (let depth = 2; this.#met.length > 0; depth += 1) {
      const level = this.#met.sort((a, b) => (a.path < b.path ? -1 : 1))
      this.#met = []
      meter.met(await totalsOf(level))
      await this.#readAll(this.#entries(level, depth), depth)
    }
    return this.#manifest
  }

  async *#entries(level: Container[], depth: number): AsyncGenerator<Planned> {
    for (const container of level) {
      const entries = entriesOf(container, () => join(this.#staging, 'spool', String(this.#spooled++)))
      const dropped: Planned[] = []
      for await (const entry of this.#plan.unknown(entries, (known) => dropped.push(known))) {
        yield depth > maxNesting + 1 ? { ...entry, problem: 'archives inside of archives too deeply' } : entry
        while (dropped.length > 0) await this.#passKnown(dropped.pop() as Planned, depth)
      }
      for (const known of dropped) await this.#passKnown(known, depth)
    }
  }

  /** An entry that the case has: nothing to do, unless it is an archive itself. */
  async #passKnown(entry: Planned, depth: number): Promise<void> {
    const { path: current, size: bytes } = entry
    this.#options.meter.read({ files: 1, bytes, inflated: 0, records: 0, current })
    if (await this.#meet(entry, depth)) return
    if (entry.place?.kind === 'spooled') await rm(entry.place.file, { force: true })
  }

  /** Notes an archive that is in the case already, but perhaps not all of its entries. */
  async #meet(file: Planned, depth: number): Promise<boolean> {
    const result = await this.#lookUps.runAndReadAll(
      'SELECT kind FROM sources WHERE path = $1 AND stamp = $2 AND status = $3 LIMIT 1',
      [file.path, file.stamp, 'loaded'],
    )
    const kind = result.getRows()[0]?.[0]
    if (kind !== 'zip' && kind !== 'tar' && kind !== 'tar.gz') return false
    this.#met.push({ path: file.path, place: file.place, kind, depth })
    return true
  }

  /** Reads files with all workers; decides their batches in order, and commits them in order behind that. */
  async #readAll(files: AsyncIterable<Planned>, depth: number): Promise<void> {
    const started = new Queue<RunningBatch>()
    const starting = this.#start(files, started).then(
      () => started.end(),
      (error: unknown) => started.fail(error),
    )
    for (let batch = await started.next(); batch !== null; batch = await started.next()) {
      this.#options.signal.throwIfAborted()
      const store = new BatchStore(this.#intake, batch, this.#nextRevision, this.#nextSeq)
      await store.decide()
      this.#nextRevision += 1
      this.#nextSeq += store.events
      this.#commits.push(this.#committed().then(() => this.#commit(batch, store, depth)))
      this.#commits.at(-1)?.catch(() => undefined)
      if (this.#commits.length > maxUncommitted) await this.#commits.shift()
    }
    await starting
    await this.#committed()
  }

  /** Gives batches to the workers, as soon as one is free. */
  async #start(files: AsyncIterable<Planned>, started: Queue<RunningBatch>): Promise<void> {
    const copies = this.#options.copy ? join(this.#options.casePath, 'originals') : null
    for await (const planned of batchesOf(files, this.#manifest.records.stored === 0, this.#options.pace)) {
      const units = planned.map((file) => ({ ...file, sourceId: this.#nextSourceId++ }))
      started.push(await this.#pool.run({ batch: this.#nextSourceId, units, poisoned: [], copies }))
    }
  }

  async #commit(batch: RunningBatch, store: BatchStore, depth: number): Promise<void> {
    const { casePath, meter, copy, signal } = this.#options
    signal.throwIfAborted()
    const { addition, kept } = await store.addition(copy)
    this.#manifest = await commit(casePath, this.#manifest, addition)
    await this.#refreshViews()
    meter.committed(this.#manifest, addition)
    await this.#meetAll(batch, kept, depth)
  }

  /** Notes the archives among the files of a batch, and removes copies that were made to read entries. */
  async #meetAll(batch: RunningBatch, kept: SourceReport[], depth: number): Promise<void> {
    const containers = new Map(
      kept.flatMap(({ sourceId, container }) => (container ? [[sourceId, container]] : [])),
    )
    for (const { sourceId, path, place } of batch.request.units) {
      const kind = containers.get(sourceId)
      if (kind) this.#met.push({ path, place, kind, depth })
      else if (place?.kind === 'spooled') await rm(place.file, { force: true })
    }
  }

  async #refreshViews(): Promise<void> {
    for (const { text } of viewStatements(this.#options.casePath, this.#manifest)) await this.#db.run(text)
  }
}

async function* stoppable<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  for await (const item of items) {
    signal.throwIfAborted()
    yield item
  }
}

/** Empties the folder of work in progress. */
export async function clearStaging(casePath: string): Promise<void> {
  const staging = join(casePath, 'staging')
  await rm(staging, { recursive: true, force: true })
  await mkdir(staging, { mode: 0o700 })
}

/** Removes copies of files that no row of `sources` speaks of: what a killed import had made. */
export async function removeStrayCopies(casePath: string, nextSourceId: number): Promise<void> {
  const folder = join(casePath, 'originals')
  for (const name of await readdir(folder).catch(() => [] as string[])) {
    if (!(Number(name) < nextSourceId)) await rm(join(folder, name), { force: true })
  }
}
