import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openFound } from './found-file'
import { segmentBytes, segmentRows } from './limits'
import type {
  BatchRequest,
  RejectedReport,
  SourceReport,
  Unit,
  WorkerData,
  WorkerReport,
  WriteOrder,
} from './messages'
import { readUnit } from './read-unit'
import type { Scanner } from './scanner'
import { writeSegmentFile } from './segment-file'

/** Reports are at least this far apart, in milliseconds. */
const reportEvery = 100

/** Reads batches of files into segments; one in each worker thread. */
export class BatchWorker {
  readonly #scanner: Scanner
  readonly #createdBy: string
  readonly #send: (report: WorkerReport) => void
  readonly #reading: Float64Array
  /** Files that have come to their end since the last part. */
  #sources: SourceReport[] = []
  #rejected: RejectedReport[] = []
  #onOrder: (order: WriteOrder) => void = () => undefined

  constructor(scanner: Scanner, data: WorkerData, send: (report: WorkerReport) => void) {
    this.#scanner = scanner
    this.#createdBy = data.createdBy
    this.#reading = data.reading
    this.#send = send
  }

  /** Says what becomes of the part that was reported last. */
  write(order: WriteOrder): void {
    this.#onOrder(order)
  }

  /** Reads the files of a batch in their order. What stops it is an error of the disk, which is reported. */
  async run(request: BatchRequest): Promise<void> {
    const { batch } = request
    try {
      const progress = { files: 0, bytes: 0, inflated: 0, records: 0 }
      let reported = performance.now()
      const report = (current: string) => {
        reported = performance.now()
        this.#send({ type: 'progress', batch, ...progress, current })
        Object.assign(progress, { files: 0, bytes: 0, inflated: 0, records: 0 })
      }
      const last = request.units.at(-1)
      for (const unit of request.units) {
        this.#reading[0] = unit.sourceId
        const read = await this.#read(unit, request)
        this.#sources.push(read.source)
        for (const row of read.rejected) this.#rejected.push(row)
        progress.files += 1
        progress.bytes += unit.size
        progress.inflated += read.source.inflated
        progress.records += read.source.read
        if (performance.now() - reported > reportEvery) report(unit.path)
        if (unit !== last && this.#isFull()) await this.#closePart(batch, true, false)
      }
      report(last?.path ?? '')
      await this.#closePart(batch, true, true)
      this.#send({ type: 'done', batch })
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      this.#clear()
      this.#send({ type: 'failed', batch, message, code: code ?? null })
    }
  }

  async #read(unit: Unit, request: BatchRequest) {
    const isPoisoned = request.poisoned.includes(unit.sourceId)
    const read = await readUnit(
      isPoisoned ? { ...unit, problem: 'brought the reader down; it was left out' } : unit,
      this.#scanner,
      async () => {
        if (this.#isFull()) await this.#closePart(request.batch, false, false)
      },
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
  #isFull(): boolean {
    const scanner = this.#scanner
    return scanner.rowCount >= segmentRows || scanner.segmentBytes >= segmentBytes || scanner.isCrowded
  }

  /** Reports the rows that are held, waits for what becomes of them, and forgets them. */
  async #closePart(batch: number, isWhole: boolean, isLast: boolean): Promise<void> {
    const scanner = this.#scanner
    const rows = scanner.rowCount
    const ordered = new Promise<WriteOrder>((resolve) => {
      this.#onOrder = resolve
    })
    const described = rows > 0 ? scanner.describe() : new Uint8Array(0)
    const part = { rows, described, sources: this.#sources, rejected: this.#rejected, isWhole, isLast }
    this.#send({ type: 'part', batch, part })
    if (rows > 0) {
      const { file, firstSeq, dropped } = await ordered
      for (const position of dropped) scanner.dropRow(position)
      const written =
        dropped.length === rows
          ? { rows: 0, bytes: 0, minTime: null, maxTime: null }
          : writeSegmentFile(file, scanner.rowGroups(firstSeq), this.#createdBy)
      this.#send({ type: 'written', batch, written })
    }
    this.#clear()
  }

  #clear(): void {
    this.#scanner.clearSegment()
    this.#sources = []
    this.#rejected = []
  }
}
