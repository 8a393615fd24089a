/**
 * Paces a stream of requests: one at a time, and of those that come meanwhile only the newest is kept. A hand on the
 * mouse makes sixty a second; an answer is always under way and never more than one behind.
 */
export function latestWins<Request, Answer>(
  ask: (request: Request, signal: AbortSignal) => Promise<Answer>,
  onAnswer: (answer: Answer, request: Request) => void,
  onError: (error: unknown) => void,
): { push(request: Request): void; stop(): void } {
  let running: AbortController | null = null
  let waiting: { request: Request } | null = null

  const run = async (request: Request) => {
    const control = new AbortController()
    running = control
    try {
      const answer = await ask(request, control.signal)
      if (!control.signal.aborted) onAnswer(answer, request)
    } catch (error) {
      if (!control.signal.aborted) onError(error)
    }
    if (running !== control) return
    running = null
    const next = waiting
    waiting = null
    if (next) void run(next.request)
  }

  return {
    push(request) {
      if (running) waiting = { request }
      else void run(request)
    },
    /** Forgets what waits and cancels what runs. */
    stop() {
      waiting = null
      running?.abort()
      running = null
    },
  }
}
