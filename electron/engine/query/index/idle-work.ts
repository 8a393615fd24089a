import { isCancelled } from '../../../contract/errors'

/** Without a question for so long, the case counts as idle. */
const idleMs = 1500

/**
 * Work that nobody waits for, done a step at a time while nobody asks anything. A question ends the step under way, which
 * is begun again later, so it has the machine to itself; the work never keeps the process alive, and ends with the case.
 */
export class IdleWork {
  readonly #closing: AbortSignal
  readonly #step: (signal: AbortSignal) => Promise<boolean>
  #current = new AbortController()
  #timer: NodeJS.Timeout | null = null
  #running = false
  #touched = 0

  /** `step` answers false when there is nothing left to do until the next question. */
  constructor(closing: AbortSignal, step: (signal: AbortSignal) => Promise<boolean>) {
    this.#closing = closing
    this.#step = step
  }

  /** Somebody asked something. */
  touch(): void {
    this.#touched = performance.now()
    this.#current.abort()
    if (!this.#running) this.#wait()
  }

  #wait(): void {
    if (this.#timer || this.#closing.aborted) return
    const left = Math.max(50, this.#touched + idleMs - performance.now())
    this.#timer = setTimeout(() => {
      this.#timer = null
      if (performance.now() - this.#touched < idleMs) this.#wait()
      else void this.#run()
    }, left)
    this.#timer.unref()
  }

  async #run(): Promise<void> {
    this.#running = true
    try {
      while (performance.now() - this.#touched >= idleMs) {
        this.#current = new AbortController()
        const signal = AbortSignal.any([this.#closing, this.#current.signal])
        if (!(await this.#step(signal))) return
      }
    } catch (error) {
      // Whoever asks next does without what was to be prepared, and meets the cause where it matters.
      if (!isCancelled(error)) return
    } finally {
      this.#running = false
    }
    this.#wait()
  }
}
