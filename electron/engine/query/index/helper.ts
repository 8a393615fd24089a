import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { builtPath } from '../../paths'
import type { Bits } from './bits'
import { type Errand, state, turn } from './errand'
import type { GivenOf, PassName, ResultOf } from './passes'
import { sharedWords } from './shared-arrays'

type Helping<R> = {
  take: () => number
  /**
   * What the helper came to, and the bits that it read or wrote; null when it had no part in it, `lost` when it took some
   * parts and ended.
   */
  finish: () => Promise<{ result: R; bits: Bits } | 'lost' | null>
  giveUp: () => void
}

/** A thread that takes parts of one pass at a time. */
export class Helper {
  readonly #worker: Worker
  /** The set of the pass under way: lent to the thread for good, so that it keeps no others alive. */
  readonly #bits: Bits
  #busy = false
  #gone = false
  #settle: ((result: unknown) => void) | null = null

  private constructor(worker: Worker, words: number) {
    this.#worker = worker
    this.#bits = sharedWords(words)
    worker.on('message', (result) => this.#answer(result))
    worker.on('error', () => this.#leave())
    worker.on('exit', () => this.#leave())
    // It holds the process only while somebody waits for it; after the listeners, which would hold it as well.
    worker.unref()
  }

  /** Null where the program was not built: then there is one thread. */
  static start(words: number): Helper | null {
    const path = builtPath('query', 'helper.js')
    return existsSync(path) ? new Helper(new Worker(path), words) : null
  }

  /** Null when it is at another pass. */
  start<N extends PassName>(name: N, given: GivenOf[N], parts: number): Helping<ResultOf[N]> | null {
    if (this.#busy || this.#gone || given.bits.length !== this.#bits.length) return null
    this.#busy = true
    this.#worker.ref()
    this.#bits.set(given.bits)
    const shared = new Int32Array(new SharedArrayBuffer(8))
    const answered = new Promise<unknown>((resolve) => {
      this.#settle = resolve
    })
    this.#worker.postMessage({ name, given: { ...given, bits: this.#bits }, parts, shared } satisfies Errand)
    // A thread that had not even begun reads that it is over, and answers nothing.
    const isTooLate = () => Atomics.compareExchange(shared, turn.state, state.open, state.over) === state.open
    const leave = () => {
      this.#busy = false
      this.#settle = null
      this.#worker.unref()
    }
    return {
      take: () => Atomics.add(shared, turn.next, 1),
      finish: async () => {
        if (isTooLate()) {
          leave()
          return null
        }
        const result = await answered
        leave()
        return result === null ? 'lost' : { result: result as ResultOf[N], bits: this.#bits }
      },
      giveUp: () => {
        Atomics.store(shared, turn.next, parts)
        if (isTooLate()) leave()
        else void answered.then(() => leave())
      },
    }
  }

  close(): void {
    this.#gone = true
    void this.#worker.terminate()
  }

  #answer(result: unknown): void {
    this.#settle?.(result)
    this.#settle = null
  }

  #leave(): void {
    this.#gone = true
    this.#answer(null)
  }
}
