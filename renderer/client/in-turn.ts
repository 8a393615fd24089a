/** Presses of a key that is held down and not answered yet; more would go on long after it was let go. */
const mostWaiting = 8

/** The same steps one after another: each begins where the last one led, and none of several quick presses is lost. */
export function inTurn<A extends unknown[]>(step: (...args: A) => Promise<void>) {
  let last: Promise<void> = Promise.resolve()
  let waiting = 0
  return (...args: A): Promise<void> => {
    if (waiting >= mostWaiting) return last
    waiting += 1
    last = last
      .then(() => step(...args))
      .finally(() => {
        waiting -= 1
      })
    return last
  }
}
