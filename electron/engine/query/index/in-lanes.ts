/** Statements at a time: the last row group of one leaves no core idle. */
const lanes = 2

/** Runs for each item in turn, a few at a time. Ends with the first failure. */
export async function inLanes<T>(items: Iterable<T>, run: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await run(next)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}
