/** Waits before the first, second and third restart of an engine that keeps dying, in milliseconds. */
const delays = [200, 1_000, 3_000]

/** An engine that lived this long was well; its end starts a new count. */
const wellAfterMs = 60_000

export type RestartPolicy = {
  /** How long to wait before the engine is started again, given how long it lived; null to give up. */
  next(livedMs: number): number | null
}

/** Three tries in a row, each later than the one before. */
export function restartPolicy(): RestartPolicy {
  let failures = 0
  return {
    next(livedMs) {
      failures = livedMs >= wellAfterMs ? 0 : failures
      const delay = delays[failures]
      failures += 1
      return delay ?? null
    },
  }
}
