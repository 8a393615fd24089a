import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { toDiskError } from '../case/commit'
import { appVersion, builtPath } from '../paths'
import type {
  BatchRequest,
  PartReport,
  WorkerData,
  WorkerReport,
  WorkerRequest,
  WriteOrder,
} from './messages'
import { Queue } from './queue'
import type { HashKey } from './scanner'
import type { WrittenSegment } from './segment-file'

export type ProgressDelta = {
  files: number
  bytes: number
  inflated: number
  records: number
  current: string
}

/** A batch that is being read. */
export type RunningBatch = {
  readonly request: BatchRequest
  /** The parts one after the other; `null` after the last. */
  nextPart(): Promise<PartReport | null>
  /** Says what becomes of the rows of the newest part. */
  write(order: WriteOrder): Promise<WrittenSegment>
}

type Slot = { worker: Worker; reading: Float64Array }

/** What a worker has in JavaScript is short-lived and small; its rows are in WebAssembly's memory. */
const resourceLimits = { maxYoungGenerationSizeMb: 12 }

/** Worker threads that read batches, one each at a time. */
export class Pool {
  readonly #staging: string
  readonly #onProgress: (delta: ProgressDelta) => void
  readonly #scanner: WebAssembly.Module
  readonly #idle: Slot[] = []
  readonly #waiting: ((slot: Slot) => void)[] = []
  readonly #all = new Set<Slot>()
  readonly #hashKey: HashKey
  #closed: Error | null = null
  readonly #failures: ((error: Error) => void)[] = []

  readonly #program: string

  /** `program` is what each thread runs. */
  constructor(
    staging: string,
    hashKey: HashKey,
    onProgress: (delta: ProgressDelta) => void,
    program = builtPath('ingest', 'worker.js'),
  ) {
    this.#program = program
    this.#hashKey = hashKey
    this.#staging = staging
    this.#onProgress = onProgress
    this.#scanner = new WebAssembly.Module(readFileSync(builtPath('ingest', 'scanner.wasm')))
  }

  start(count: number): void {
    for (let index = 0; index < count; index += 1) this.#giveBack(this.#startWorker())
  }

  #startWorker(): Slot {
    const reading = new Float64Array(new SharedArrayBuffer(8))
    const createdBy = `backtrail ${appVersion()}`
    const workerData: WorkerData = { scanner: this.#scanner, createdBy, hashKey: this.#hashKey, reading }
    const worker = new Worker(this.#program, { workerData, stdin: false, resourceLimits })
    const slot = { worker, reading }
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
    const parts = new Queue<PartReport>()
    const written = new Queue<WrittenSegment>()
    let slot = first
    const fail = (error: unknown) => {
      parts.fail(error)
      written.fail(error)
    }
    this.#failures.push(fail)
    let given = 0
    const listen = (request: BatchRequest) => {
      const { worker } = slot
      const onMessage = (report: WorkerReport) => {
        if (report.type === 'progress') this.#onProgress(report)
        else if (report.type === 'part') {
          given += 1
          parts.push(report.part)
        } else if (report.type === 'written') written.push(report.written)
        else {
          worker.off('message', onMessage).off('error', onError)
          this.#failures.splice(this.#failures.indexOf(fail), 1)
          if (report.type === 'done') parts.end()
          else {
            const error = Object.assign(new Error(report.message), { code: report.code })
            fail(toDiskError(error, dirname(this.#staging)))
          }
          this.#giveBack(slot)
        }
      }
      const onError = (error: Error) => {
        // Something in the file that was being read has brought the thread down: go on without that file.
        this.#all.delete(slot)
        const poisoned = slot.reading[0] as number
        if (request.poisoned.includes(poisoned) || given > 0) return fail(error)
        slot = this.#startWorker()
        listen({ ...request, poisoned: [...request.poisoned, poisoned] })
      }
      worker.on('message', onMessage).once('error', onError)
      this.#send(slot, { type: 'batch', request })
    }
    listen(request)
    return {
      request,
      nextPart: () => parts.next(),
      write: async (order) => {
        this.#send(slot, { type: 'write', order })
        const segment = await written.next()
        if (!segment) throw new Error('a worker ended without writing')
        return segment
      },
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
