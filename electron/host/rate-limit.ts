/** True while the caller stays within the limit. */
export type RateLimit = () => boolean

/** Lets `burst` through at once and `perSecond` after that. `now` is in milliseconds, from a clock that never goes back. */
export function rateLimit(perSecond: number, burst: number, now = () => performance.now()): RateLimit {
  let tokens = burst
  let last = now()
  return () => {
    const time = now()
    tokens = Math.min(burst, tokens + ((time - last) / 1000) * perSecond)
    last = time
    if (tokens < 1) return false
    tokens -= 1
    return true
  }
}
