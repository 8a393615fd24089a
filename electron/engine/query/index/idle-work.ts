/** Without a question for so long, the case counts as idle. */
const idleMs = 1500

/**
 * Work that nobody waits for, done a step at a time while nobody asks anything. Each question puts it off; it never keeps
 * the process alive, and ends with the case.
 */
export class IdleWork {
  readonly #closing: AbortSignal
  readonly #step: () => Promise<boolean>
  #timer: NodeJS.Timeout | null = null
  #running = false
  #touched = 0

  /** `step` answers false when there is nothing left to do until the next question. */
  constructor(closing: AbortSignal, step: () => Promise<boolean>) {
    this.#closing = closing
    this.#step = step
  }

  /** Somebody asked something. */
  touch(): void {
    this.#touched = performance.now()
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
      while (!this.#closing.aborted && performance.now() - this.#touched >= idleMs) {
        if (!(await this.#step())) return
      }
    } catch {
      // Whoever asks next does without what was to be prepared, and meets the cause where it matters.
      return
    } finally {
      this.#running = false
    }
    this.#wait()
  }
}
