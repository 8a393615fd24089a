import { EngineError } from '../../../contract/errors'

/**
 * Work that several callers wait for: started once, and aborted only when the last of them has gone. A caller that goes
 * gets `cancelled` at once.
 */
export class Shared<T> {
  readonly #controller = new AbortController()
  readonly #work: Promise<T>
  #waiting = 0

  constructor(start: (signal: AbortSignal) => Promise<T>) {
    this.#work = start(this.#controller.signal)
    // Every caller may have gone by the time it fails.
    this.#work.catch(() => undefined)
  }

  /** True once the work was given up: it must be started again. */
  get abandoned(): boolean {
    return this.#controller.signal.aborted
  }

  join(signal: AbortSignal): Promise<T> {
    if (signal.aborted) return Promise.reject(cancelled())
    this.#waiting += 1
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        this.#waiting -= 1
        if (this.#waiting === 0) this.#controller.abort()
        reject(cancelled())
      }
      signal.addEventListener('abort', leave, { once: true })
      const settle = () => signal.removeEventListener('abort', leave)
      this.#work.then(
        (value) => {
          settle()
          resolve(value)
        },
        (error) => {
          settle()
          reject(error)
        },
      )
    })
  }
}

const cancelled = () => new EngineError('cancelled', 'Cancelled.')

/** Joins the work of that name, or starts it. Work that failed or was given up is forgotten. */
export function shareIn<T>(
  running: Map<string, Shared<T>>,
  name: string,
  signal: AbortSignal,
  start: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const known = running.get(name)
  if (known && !known.abandoned) return known.join(signal)
  const shared: Shared<T> = new Shared(async (inner) => {
    try {
      return await start(inner)
    } finally {
      if (running.get(name) === shared) running.delete(name)
    }
  })
  running.set(name, shared)
  return shared.join(signal)
}
