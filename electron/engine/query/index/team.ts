import { type Bits, wordsFor } from './bits'
import { blockRows } from './block-totals'
import { Helper } from './helper'
import { type GivenOf, type PassName, passNamed, type ResultOf, type Timeline, type Work } from './passes'
import { sharedWords } from './shared-arrays'
import type { Slices } from './slices'

/** Rows from which a second thread is worth waking. */
const worthHelping = 2_000_000
/** The engine's own thread in the room for counting of a column; the helper has the other. */
const ownSlot = 0

/**
 * Runs passes over the rows of an index on the engine's own thread, in slices, and on a thread beside it. Both take the
 * next part when they are done with one, so neither waits for the other while there is something to do; a helper that is
 * busy or not there is done without.
 */
export class Team {
  readonly #from: number
  #helper: Helper | null = null
  #generation = -1
  #closed = false
  /** Where passes mark rows. */
  #marked: Bits = sharedWords(0)
  /** Over when the pass that was asked for last is. */
  #last: Promise<void> = Promise.resolve()

  constructor(helpsFrom = worthHelping) {
    this.#from = helpsFrom
  }

  /** What came of the pass. One goes on at a time: each has the room for counting, and the helper, to itself. */
  async run<N extends PassName>(
    name: N,
    index: Timeline & { generation: number },
    given: GivenOf[N],
    slices: Slices,
  ): Promise<ResultOf[N]> {
    const before = this.#last
    let leave = () => {}
    this.#last = new Promise((resolve) => {
      leave = resolve
    })
    await before
    try {
      return await this.#run(name, index, given, slices)
    } finally {
      leave()
    }
  }

  async #run<N extends PassName>(
    name: N,
    index: Timeline & { generation: number },
    given: GivenOf[N],
    slices: Slices,
  ): Promise<ResultOf[N]> {
    const parts = Math.ceil(index.rows / blockRows)
    const helping = this.#helperFor(index)?.start(name, given, parts) ?? null
    const take = helping ? helping.take : counter()
    const thread = { slot: ownSlot, marked: this.#markedFor(index) }
    let work: Work<ResultOf[N]>
    try {
      work = passNamed(name).begin(index, given, thread)
      for (let part = take(); part < parts; part = take()) {
        work.part(part)
        if (slices.due()) await slices.pause()
      }
    } catch (error) {
      // What it still writes would get between what the next pass counts.
      await helping?.giveUp()
      throw error
    }
    const told = (await helping?.finish()) ?? null
    return told === 'lost' ? this.#run(name, index, given, slices) : work.result(told)
  }

  close(): void {
    this.#closed = true
    this.#helper?.close()
  }

  #markedFor({ rows }: Timeline): Bits {
    if (this.#marked.length !== wordsFor(rows)) this.#marked = sharedWords(wordsFor(rows))
    return this.#marked
  }

  // Arrays that a thread has seen stay in memory until it collects its garbage, which it has no reason to do: a thread
  // lasts as long as the rows of the index stay the same.
  #helperFor(index: Timeline & { generation: number }): Helper | null {
    const { generation, rows } = index
    if (rows < this.#from || this.#closed || generation < this.#generation) return null
    if (generation !== this.#generation) {
      this.#helper?.close()
      this.#helper = Helper.start(index, this.#markedFor(index))
      this.#generation = generation
    }
    return this.#helper
  }
}

function counter(): () => number {
  let next = 0
  return () => next++
}
