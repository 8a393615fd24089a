/** Items that are handed over one at a time; whoever takes them waits for the next. */
export class Queue<T> {
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
