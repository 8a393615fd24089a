import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { builtPath } from '../../paths'
import { type Bits, wordsFor } from './bits'
import { type Errand, type Lent, state, turn } from './errand'
import type { GivenOf, PassName, PassStore, ResultOf, Small, Timeline } from './passes'
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
  /** What stands in it; several passes in a row are mostly about one set. */
  #copied: Bits | null = null
  /** Errands sent so far. */
  readonly #sent: Int32Array
  /** Numbers of the columns that the thread has. */
  readonly #lent = new Map<PassStore, number>()
  #busy = false
  #gone = false
  #settle: ((result: unknown) => void) | null = null

  private constructor(worker: Worker, { bits, sent }: Lent) {
    this.#worker = worker
    this.#bits = bits
    this.#sent = sent
    worker.on('message', (result) => this.#answer(result))
    worker.on('error', () => this.#leave())
    worker.on('exit', () => this.#leave())
    // It holds the process only while somebody waits for it; after the listeners, which would hold it as well.
    worker.unref()
  }

  /** Null where the program was not built: then there is one thread. */
  static start({ rows, segments, times }: Timeline): Helper | null {
    const path = builtPath('query', 'helper.js')
    if (!existsSync(path)) return null
    const runs = segments.map(({ firstRow, rows: own }) => ({ firstRow, rows: own }))
    const lent: Lent = {
      timeline: { rows, segments: runs, times },
      bits: sharedWords(wordsFor(rows)),
      sent: new Int32Array(new SharedArrayBuffer(4)),
    }
    return new Helper(new Worker(path, { workerData: lent }), lent)
  }

  /** Null when it is at another pass. */
  start<N extends PassName>(name: N, given: GivenOf[N], parts: number): Helping<ResultOf[N]> | null {
    if (this.#busy || this.#gone || given.bits.length !== this.#bits.length) return null
    this.#busy = true
    this.#worker.ref()
    // Marking begins with no rows, and writes all of what it answers.
    if (name !== 'mark' && given.bits !== this.#copied) this.#bits.set(given.bits)
    this.#copied = name === 'mark' ? null : given.bits
    const shared = new Int32Array(new SharedArrayBuffer(8))
    const answered = new Promise<unknown>((resolve) => {
      this.#settle = resolve
    })
    const { bits: _, stores, ...small } = given
    const lent = stores.filter((store) => !this.#lent.has(store))
    for (const store of lent) this.#lent.set(store, this.#lent.size)
    const errand: Errand = {
      name,
      given: small as Small[N],
      stores: stores.map((store) => this.#lent.get(store) as number),
      lent: lent.map((store) => [this.#lent.get(store) as number, passStore(store)]),
      ...{ parts, shared },
    }
    this.#worker.postMessage(errand)
    Atomics.add(this.#sent, 0, 1)
    Atomics.notify(this.#sent, 0)
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

  /** While it is at a pass, or at the rest of one that was given up. */
  get isBusy(): boolean {
    return this.#busy
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

/** What another thread needs of a column, and nothing that cannot be sent. */
const passStore = ({ memory, codes, offsets, filled, room, distinct, blocks }: PassStore): PassStore => ({
  ...{ memory, codes, offsets, filled, room },
  ...{ distinct, blocks },
})
