import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeChunk } from './chunk-file'
import { openFound } from './found-file'
import { segmentBytes, segmentRows } from './limits'
import type { BatchRequest, RejectedReport, SourceReport, Unit, WorkerData, WorkerReport } from './messages'
import { readUnit } from './read-unit'
import type { Scanner } from './scanner'

/** Chunk files that may wait for DuckDB before the worker waits too: about 700 MB. */
const maxWaitingChunks = 64

/** Reports are at least this far apart, in milliseconds. */
const reportEvery = 100

/** Reads batches of files into segments; one in each worker thread. */
export class BatchWorker {
  readonly #scanner: Scanner
  readonly #folder: string
  readonly #send: (report: WorkerReport) => void
  readonly #free: string[] = []
  #chunkCount = 0
  #onRelease: () => void = () => undefined

  readonly #reading: Float64Array

  constructor(scanner: Scanner, data: WorkerData, send: (report: WorkerReport) => void) {
    this.#scanner = scanner
    this.#folder = data.folder
    this.#reading = data.reading
    this.#send = send
  }

  /** Takes back chunk files that DuckDB has read: they are written over. */
  release(chunks: string[]): void {
    this.#free.push(...chunks)
    this.#onRelease()
  }

  /** Reads the files of a batch in their order. What stops it is an error of the disk, which is reported. */
  async run(request: BatchRequest): Promise<void> {
    const { batch } = request
    try {
      const sources: SourceReport[] = []
      const rejected: RejectedReport[] = []
      const progress = { files: 0, bytes: 0, inflated: 0, records: 0 }
      let reported = performance.now()
      const report = (current: string) => {
        reported = performance.now()
        this.#send({ type: 'progress', batch, ...progress, current })
        Object.assign(progress, { files: 0, bytes: 0, inflated: 0, records: 0 })
      }
      for (const unit of request.units) {
        this.#reading[0] = unit.sourceId
        const read = await this.#read(unit, request)
        sources.push(read.source)
        for (const row of read.rejected) rejected.push(row)
        progress.files += 1
        progress.bytes += unit.size
        progress.inflated += read.source.inflated
        progress.records += read.source.read
        if (performance.now() - reported > reportEvery) report(unit.path)
        await this.#closeSegmentIfFull(batch)
      }
      this.#closeSegment(batch)
      report(request.units.at(-1)?.path ?? '')
      this.#send({ type: 'batch', batch, sources, rejected })
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      this.#scanner.clearSegment()
      this.#send({ type: 'failed', batch, message, code: code ?? null })
    }
  }

  async #read(unit: Unit, request: BatchRequest) {
    const isPoisoned = request.poisoned.includes(unit.sourceId)
    const read = await readUnit(
      isPoisoned ? { ...unit, problem: 'brought the reader down; it was left out' } : unit,
      this.#scanner,
      () => this.#closeSegmentIfFull(request.batch),
    )
    const { status, container } = read.source
    if (request.copies && status === 'loaded' && !container) await this.#copy(unit, request.copies)
    return read
  }

  /** Keeps the file as found inside the case, under the number of its row. */
  async #copy(unit: Unit, folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const target = join(folder, String(unit.sourceId))
    const found = openFound(unit.path, unit.place)
    const file = openSync(target, 'w', 0o600)
    try {
      for (let block = await found.blocks.next(); !block.done; block = await found.blocks.next()) {
        writeFileSync(file, block.value)
      }
    } finally {
      closeSync(file)
      found.close()
    }
  }

  /** Where a segment ends is decided by what is in the files alone, so that a resumed import cuts in the same places. */
  async #closeSegmentIfFull(batch: number): Promise<void> {
    const scanner = this.#scanner
    const isFull =
      scanner.rowCount >= segmentRows || scanner.segmentBytes >= segmentBytes || scanner.isCrowded
    if (!isFull) return
    this.#closeSegment(batch)
    while (this.#chunkCount - this.#free.length > maxWaitingChunks) {
      await new Promise<void>((resolve) => {
        this.#onRelease = resolve
      })
    }
  }

  #closeSegment(batch: number): void {
    const rows = this.#scanner.rowCount
    if (rows > 0) {
      const chunks: string[] = []
      for (const chunk of this.#scanner.chunks()) {
        const path = this.#free.pop() ?? join(this.#folder, `${this.#chunkCount++}.parquet`)
        writeChunk(path, chunk)
        chunks.push(path)
      }
      this.#send({ type: 'segment', batch, segment: { chunks, rows } })
    }
    this.#scanner.clearSegment()
  }
}
