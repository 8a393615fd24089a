import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { builtPath } from '../../paths'
import { type Bits, wordsFor } from './bits'
import { type Errand, type Lent, state, turn } from './errand'
import type { Given, GivenOf, PassName, PassStore, Small, Timeline } from './passes'
import { sharedWords } from './shared-arrays'

type Helping = {
  take: () => number
  /** What the helper has to say; null when it had no share in it, `lost` when it took some parts and ended. */
  finish: () => Promise<number | 'lost' | null>
  /** Over when the helper is done with what it was at. */
  giveUp: () => Promise<void>
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
  #settle: ((told: number | null) => void) | null = null

  private constructor(worker: Worker, { bits, sent }: Lent) {
    this.#worker = worker
    this.#bits = bits
    this.#sent = sent
    worker.on('message', (told: number) => this.#answer(told))
    worker.on('error', () => this.#leave())
    worker.on('exit', () => this.#leave())
    // It holds the process only while somebody waits for it; after the listeners, which would hold it as well.
    worker.unref()
  }

  /** Null where the program was not built: then there is one thread. */
  static start({ rows, segments, times }: Timeline, marked: Bits): Helper | null {
    const path = builtPath('query', 'helper.js')
    if (!existsSync(path)) return null
    const runs = segments.map(({ firstRow, rows: own }) => ({ firstRow, rows: own }))
    const lent: Lent = {
      timeline: { rows, segments: runs, times },
      bits: sharedWords(wordsFor(rows)),
      marked,
      sent: new Int32Array(new SharedArrayBuffer(4)),
    }
    return new Helper(new Worker(path, { workerData: lent }), lent)
  }

  /** Null when it is at another pass. */
  start<N extends PassName>(name: N, given: GivenOf[N], parts: number): Helping | null {
    const { bits, stores, ...small }: Given = given
    if (this.#busy || this.#gone || (bits && bits.length !== this.#bits.length)) return null
    this.#busy = true
    this.#worker.ref()
    if (bits && bits !== this.#copied) this.#bits.set(bits)
    this.#copied = bits ?? this.#copied
    const shared = new Int32Array(new SharedArrayBuffer(8))
    const answered = new Promise<number | null>((resolve) => {
      this.#settle = resolve
    })
    const lent = stores.filter((store) => !this.#lent.has(store))
    for (const store of lent) this.#lent.set(store, this.#lent.size)
    const errand: Errand = {
      name,
      given: small as unknown as Small[N],
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
        const told = await answered
        leave()
        return told ?? 'lost'
      },
      giveUp: async () => {
        Atomics.store(shared, turn.next, parts)
        if (!isTooLate()) await answered
        leave()
      },
    }
  }

  close(): void {
    this.#gone = true
    void this.#worker.terminate()
  }

  #answer(told: number | null): void {
    this.#settle?.(told)
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
