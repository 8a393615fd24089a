const HOUR = 3600_000

/** A stretch of time in which nothing is recorded: the trail was stopped. Epoch milliseconds. */
export interface Pause {
  readonly fromMs: number
  readonly toMs: number
}

/** Share of the day's calls by hour (UTC): a working day over a floor of machines that never sleep. */
const BY_HOUR = [4, 4, 4, 4, 4, 5, 6, 8, 11, 13, 13, 12, 11, 12, 13, 13, 12, 10, 8, 7, 6, 5, 5, 4]

/** How activity is spread over the archive's time. Turns a share of all events (0 to 1) into a moment, and back. */
export class Activity {
  private readonly starts: number[] = []
  private readonly lengths: number[] = []
  /** Sum of weights before each stretch; one longer than the stretches. */
  private readonly before: number[] = [0]

  constructor(fromMs: number, toMs: number, pauses: readonly Pause[]) {
    let sum = 0
    for (let start = fromMs; start < toMs; start = nextEdge(start, toMs, pauses)) {
      const end = nextEdge(start, toMs, pauses)
      if (pauses.some((pause) => start >= pause.fromMs && start < pause.toMs)) continue
      const date = new Date(start)
      const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6
      const perHour = weekend ? 4.5 : (BY_HOUR[date.getUTCHours()] ?? 4)
      this.starts.push(start)
      this.lengths.push(end - start)
      sum += (perHour * (end - start)) / HOUR
      this.before.push(sum)
    }
  }

  private get total(): number {
    return this.before.at(-1) ?? 0
  }

  /** The moment (epoch milliseconds) before which this share of all events lies. */
  at(share: number): number {
    const point = Math.min(Math.max(share, 0), 1) * this.total
    const i = lastAtMost(this.before, point, this.starts.length - 1)
    const low = this.before[i] ?? 0
    const high = this.before[i + 1] ?? low
    const part = high > low ? (point - low) / (high - low) : 0
    return (this.starts[i] ?? 0) + part * (this.lengths[i] ?? 0)
  }

  /** The share of all events that lie before this moment. */
  shareBefore(ms: number): number {
    const i = lastAtMost(this.starts, ms, this.starts.length - 1)
    const start = this.starts[i] ?? 0
    const length = this.lengths[i] ?? 1
    const part = Math.min(Math.max((ms - start) / length, 0), 1)
    const low = this.before[i] ?? 0
    const high = this.before[i + 1] ?? low
    return (low + part * (high - low)) / this.total
  }
}

/** The next full hour, or edge of a pause, or the end: whichever comes first. */
function nextEdge(ms: number, toMs: number, pauses: readonly Pause[]): number {
  const edges = [toMs, Math.floor(ms / HOUR + 1) * HOUR]
  for (const pause of pauses) edges.push(pause.fromMs, pause.toMs)
  return Math.min(...edges.filter((edge) => edge > ms))
}

function lastAtMost(values: readonly number[], value: number, last: number): number {
  let low = 0
  let high = last
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((values[middle] ?? 0) <= value) low = middle
    else high = middle - 1
  }
  return low
}
