import { setImmediate } from 'node:timers/promises'
import { EngineError } from '../../../contract/errors'

/** How long a computation may hold the process before others get a turn. Cancelling takes about as long. */
const sliceMs = 8

/**
 * Long loops on the engine's own thread run in slices: `if (slices.due()) await slices.pause()`. A pause lets messages
 * through and throws `cancelled` when the signal was aborted in the meantime.
 */
export class Slices {
  readonly #signal: AbortSignal
  #until = performance.now() + sliceMs

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  due(): boolean {
    return performance.now() > this.#until
  }

  async pause(): Promise<void> {
    await setImmediate()
    throwIfCancelled(this.#signal)
    this.#until = performance.now() + sliceMs
  }
}

export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new EngineError('cancelled', 'Cancelled.')
}
