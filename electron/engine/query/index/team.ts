import { wordsFor } from './bits'
import { blockRows, blockWords } from './block-totals'
import { Helper } from './helper'
import { type GivenOf, type PassName, passNamed, type ResultOf } from './passes'
import type { Slices } from './slices'

/** Rows from which a second thread is worth waking. */
const worthHelping = 2_000_000

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

  constructor(helpsFrom = worthHelping) {
    this.#from = helpsFrom
  }

  /** What each thread came to. `bits` of a pass that marks rows are complete when it is over. */
  async run<N extends PassName>(
    name: N,
    index: { generation: number; rows: number },
    given: GivenOf[N],
    slices: Slices,
  ): Promise<ResultOf[N][]> {
    const pass = passNamed(name)
    const parts = Math.ceil(index.rows / blockRows)
    const own = pass.begin(given)
    const helping = this.#helperFor(index)?.start(name, given, parts) ?? null
    const take = helping ? helping.take : counter()
    try {
      for (let part = take(); part < parts; part = take()) {
        pass.part(given, own, part)
        if (slices.due()) await slices.pause()
      }
    } catch (error) {
      helping?.giveUp()
      throw error
    }
    const theirs = await helping?.finish()
    if (!theirs) return [own]
    if (theirs === 'lost') return this.run(name, index, given, slices)
    if (name === 'mark') takeOver(given.bits, theirs.bits, theirs.result as number[])
    return [own, theirs.result]
  }

  close(): void {
    this.#closed = true
    this.#helper?.close()
  }

  // Arrays that a thread has seen stay in memory until it collects its garbage, which it has no reason to do: a thread
  // lasts as long as the rows of the index stay the same.
  #helperFor({ generation, rows }: { generation: number; rows: number }): Helper | null {
    if (rows < this.#from || this.#closed || generation < this.#generation) return null
    if (generation !== this.#generation) {
      this.#helper?.close()
      this.#helper = Helper.start(wordsFor(rows))
      this.#generation = generation
    }
    return this.#helper
  }
}

function counter(): () => number {
  let next = 0
  return () => next++
}

function takeOver(bits: Uint32Array, theirs: Uint32Array, parts: readonly number[]): void {
  for (const part of parts) {
    const words = theirs.subarray(part * blockWords, Math.min(bits.length, (part + 1) * blockWords))
    bits.set(words, part * blockWords)
  }
}
