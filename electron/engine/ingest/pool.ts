import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { toDiskError } from '../case/commit'
import { builtPath } from '../paths'
import type {
  BatchRequest,
  RejectedReport,
  SegmentReport,
  SourceReport,
  WorkerData,
  WorkerReport,
  WorkerRequest,
} from './messages'

export type ProgressDelta = {
  files: number
  bytes: number
  inflated: number
  records: number
  current: string
}

/** A batch that is being read. Its segments are taken one after the other; `null` after the last. */
export type RunningBatch = {
  readonly request: BatchRequest
  nextSegment(): Promise<SegmentReport | null>
  /** What was in the files; settled when the last segment is there. */
  readonly reports: Promise<{ sources: SourceReport[]; rejected: RejectedReport[] }>
  /** Gives chunk files back to the worker that wrote them. */
  release(chunks: string[]): void
}

type Slot = { worker: Worker; reading: Float64Array; folder: string }

/** Worker threads that read batches, one each at a time. */
export class Pool {
  readonly #staging: string
  readonly #onProgress: (delta: ProgressDelta) => void
  readonly #scanner: WebAssembly.Module
  readonly #idle: Slot[] = []
  readonly #waiting: ((slot: Slot) => void)[] = []
  readonly #all = new Set<Slot>()
  #started = 0
  #closed: Error | null = null
  readonly #failures: ((error: Error) => void)[] = []

  constructor(staging: string, onProgress: (delta: ProgressDelta) => void) {
    this.#staging = staging
    this.#onProgress = onProgress
    this.#scanner = new WebAssembly.Module(readFileSync(builtPath('ingest', 'scanner.wasm')))
  }

  async start(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) this.#giveBack(await this.#startWorker())
  }

  async #startWorker(): Promise<Slot> {
    const folder = join(this.#staging, `w${this.#started++}`)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const reading = new Float64Array(new SharedArrayBuffer(8))
    const workerData: WorkerData = { scanner: this.#scanner, folder, reading }
    const worker = new Worker(builtPath('ingest', 'worker.js'), { workerData, stdin: false })
    const slot = { worker, reading, folder }
    this.#all.add(slot)
    return slot
  }

  #giveBack(slot: Slot): void {
    const next = this.#waiting.shift()
    if (next) next(slot)
    else this.#idle.push(slot)
  }

  /** Starts a batch as soon as a worker is free. */
  async run(request: BatchRequest): Promise<RunningBatch> {
    if (this.#closed) throw this.#closed
    const slot =
      this.#idle.pop() ??
      (await new Promise<Slot>((resolve, reject) => {
        this.#waiting.push(resolve)
        this.#failures.push(reject)
      }))
    return this.#runOn(slot, request)
  }

  #runOn(first: Slot, request: BatchRequest): RunningBatch {
    const segments = new Queue<SegmentReport>()
    let slot = first
    let settle: (reports: { sources: SourceReport[]; rejected: RejectedReport[] }) => void = () => undefined
    let fail: (error: unknown) => void = () => undefined
    const reports = new Promise<{ sources: SourceReport[]; rejected: RejectedReport[] }>(
      (resolve, reject) => {
        settle = resolve
        fail = (error) => {
          reject(error)
          segments.fail(error)
        }
      },
    )
    reports.catch(() => undefined)
    this.#failures.push(fail)
    let given = 0
    const listen = (request: BatchRequest) => {
      const { worker } = slot
      let skipped = 0
      const onMessage = (report: WorkerReport) => {
        if (report.type === 'progress') this.#onProgress(report)
        // After a restart the same segments come again, cut in the same places; those already taken are left out.
        else if (report.type === 'segment') {
          if (skipped < given) skipped += 1
          else {
            given += 1
            segments.push(report.segment)
          }
        } else {
          worker.off('message', onMessage).off('error', onError)
          this.#failures.splice(this.#failures.indexOf(fail), 1)
          if (report.type === 'batch') {
            segments.end()
            settle(report)
          } else
            fail(
              toDiskError(
                Object.assign(new Error(report.message), { code: report.code }),
                dirname(this.#staging),
              ),
            )
          this.#giveBack(slot)
        }
      }
      const onError = async (error: Error) => {
        // Something in the file that was being read has brought the thread down: go on without that file.
        this.#all.delete(slot)
        const poisoned = slot.reading[0] as number
        if (request.poisoned.includes(poisoned) || given > 0) return fail(error)
        slot = await this.#startWorker()
        listen({ ...request, poisoned: [...request.poisoned, poisoned] })
      }
      worker.on('message', onMessage).once('error', onError)
      this.#send(slot, { type: 'batch', request })
    }
    listen(request)
    return {
      request,
      nextSegment: () => segments.next(),
      reports,
      release: (chunks) => this.#send(slot, { type: 'release', chunks }),
    }
  }

  #send(slot: Slot, message: WorkerRequest): void {
    slot.worker.postMessage(message)
  }

  /** Ends all threads at once, wherever they are. What waits for them fails with `reason`. */
  async close(reason: Error): Promise<void> {
    this.#closed ??= reason
    for (const fail of this.#failures.splice(0)) fail(reason)
    await Promise.all([...this.#all].map(({ worker }) => worker.terminate()))
  }
}

/** Items that are handed over one at a time. */
class Queue<T> {
  readonly #items: T[] = []
  #waiting: { resolve: (item: T | null) => void; reject: (error: unknown) => void } | null = null
  #ended = false
  #error: unknown = null

  push(item: T): void {
    if (this.#waiting) this.#take().resolve(item)
    else this.#items.push(item)
  }
  end(): void {
    this.#ended = true
    if (this.#waiting) this.#take().resolve(null)
  }
  fail(error: unknown): void {
    this.#error = error
    if (this.#waiting) this.#take().reject(error)
  }
  #take() {
    const waiting = this.#waiting
    this.#waiting = null
    if (!waiting) throw new Error('nobody waits')
    return waiting
  }
  next(): Promise<T | null> {
    if (this.#error) return Promise.reject(this.#error)
    const item = this.#items.shift()
    if (item !== undefined) return Promise.resolve(item)
    if (this.#ended) return Promise.resolve(null)
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
    })
  }
}
