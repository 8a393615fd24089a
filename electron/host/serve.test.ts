import { afterEach, describe, expect, it } from 'vitest'
import { type EngineHandlers, engineApi } from '../contract/engine-api'
import { EngineError } from '../contract/errors'
import { contractVersion, type Port, type ServerFrame } from '../contract/wire'
import { portPair } from './ports'
import type { Facts } from './rotating-log'
import { type ServeOptions, serve } from './serve'

type AnyHandler = (params: never, context: { signal: AbortSignal; progress(report: never): void }) => unknown

/** Handlers of which a test cares about some; the others are never called. */
const handlersWith = (some: Partial<Record<keyof EngineHandlers, AnyHandler>>): EngineHandlers =>
  some as unknown as EngineHandlers

const open: Port[] = []
afterEach(() => {
  for (const port of open.splice(0)) port.close()
})

function connect(some: Partial<Record<keyof EngineHandlers, AnyHandler>>, options?: ServeOptions) {
  const [client, host] = portPair()
  open.push(client, host)
  const frames: ServerFrame[] = []
  const waiting: { matches: (frame: ServerFrame) => boolean; resolve: (frame: ServerFrame) => void }[] = []
  client.onMessage((message) => {
    const frame = message as ServerFrame
    frames.push(frame)
    for (const one of waiting.filter(({ matches }) => matches(frame))) one.resolve(frame)
  })
  serve(handlersWith(some), host, options)
  const next = (matches: (frame: ServerFrame) => boolean): Promise<ServerFrame> => {
    const there = frames.find(matches)
    return there ? Promise.resolve(there) : new Promise((resolve) => waiting.push({ matches, resolve }))
  }
  const answerTo = (id: number) =>
    next((frame) => 'id' in frame && frame.id === id && ('ok' in frame || 'error' in frame))
  return { client, frames, next, answerTo }
}

const recent = { cases: [] }

describe('the contract over a port', () => {
  it('says hello with its version before anything else', async () => {
    const { frames, next } = connect({})
    await next((frame) => 'hello' in frame)
    expect(frames[0]).toEqual({ hello: 'backtrail', contract: contractVersion })
  })

  it('answers a call with what its handler returns', async () => {
    const { client, answerTo } = connect({ 'case.recent': async () => recent })
    client.post({ id: 7, call: 'case.recent', params: {} })
    expect(await answerTo(7)).toEqual({ id: 7, ok: recent })
  })

  it('sends every report of progress before the answer, in order', async () => {
    const { client, frames, answerTo } = connect({
      'import.watch': async (_params, { progress }) => {
        for (const done of [1, 2, 3]) progress({ done } as never)
        return { outcome: 'done' }
      },
    })
    client.post({ id: 1, call: 'import.watch', params: { job: 'j' } })
    await answerTo(1)
    expect(frames.slice(1)).toEqual([
      { id: 1, progress: { done: 1 } },
      { id: 1, progress: { done: 2 } },
      { id: 1, progress: { done: 3 } },
      { id: 1, ok: { outcome: 'done' } },
    ])
  })

  it.each(Object.keys(engineApi))('refuses %s with parameters it does not take', async (call) => {
    let ran = false
    const handler = async () => {
      ran = true
    }
    const { client, answerTo } = connect({ [call]: handler })
    client.post({ id: 1, call, params: 'not an object' })
    expect(await answerTo(1)).toMatchObject({ id: 1, error: { code: 'request/invalid' } })
    expect(ran).toBe(false)
  })

  it.each(['nothing.here', 'constructor', '__proto__', 'toString'])('refuses the name %s', async (call) => {
    const { client, answerTo } = connect({})
    client.post({ id: 1, call, params: {} })
    expect(await answerTo(1)).toMatchObject({ error: { code: 'request/unknown' } })
  })

  it('carries an expected error with everything a person needs', async () => {
    const { client, answerTo } = connect({
      'case.recent': async () => {
        throw new EngineError('case/locked', 'Another window has this case open.', {
          hint: 'Close it there.',
        })
      },
    })
    client.post({ id: 1, call: 'case.recent', params: {} })
    expect(await answerTo(1)).toEqual({
      id: 1,
      error: { code: 'case/locked', message: 'Another window has this case open.', hint: 'Close it there.' },
    })
  })

  it('turns any other error into a number that is logged, and tells nothing of what it says', async () => {
    const logged: [string, Facts | undefined][] = []
    const { client, answerTo } = connect(
      {
        'case.recent': async () => {
          throw new TypeError('secret from a log record')
        },
      },
      { log: (what, facts) => logged.push([what, facts]) },
    )
    client.post({ id: 1, call: 'case.recent', params: {} })
    const answer = JSON.stringify(await answerTo(1))
    const [what, facts] = logged[0] ?? []
    expect(what).toBe('call.unexpected')
    expect(facts).toMatchObject({
      call: 'case.recent',
      error: 'TypeError',
      at: expect.stringContaining('.ts:'),
    })
    expect(JSON.stringify(facts)).not.toContain('secret')
    expect(answer).toContain(facts?.id)
    expect(answer).toContain('internal/unexpected')
    expect(answer).not.toContain('secret')
  })

  it('answers with an error when the result cannot cross the port', async () => {
    const { client, answerTo } = connect({ 'case.recent': async () => ({ cases: [() => 1] }) })
    client.post({ id: 1, call: 'case.recent', params: {} })
    expect(await answerTo(1)).toMatchObject({ error: { code: 'internal/unexpected' } })
  })

  it('aborts the signal of the call that is cancelled, and of no other', async () => {
    const signals: AbortSignal[] = []
    const { client, answerTo } = connect({
      'case.recent': (_params, { signal }) => {
        signals.push(signal)
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new EngineError('cancelled', 'Cancelled.'))),
        )
      },
    })
    client.post({ id: 1, call: 'case.recent', params: {} })
    client.post({ id: 2, call: 'case.recent', params: {} })
    client.post({ id: 2, cancel: true })
    expect(await answerTo(2)).toMatchObject({ error: { code: 'cancelled' } })
    expect(signals.map((signal) => signal.aborted)).toEqual([false, true])
  })

  it('aborts everything that still runs for a port that closes', async () => {
    const aborted = new Promise<void>((resolve) => {
      const { client } = connect({
        'case.recent': (_params, { signal }) => {
          signal.addEventListener('abort', () => resolve())
          client.close()
          return new Promise(() => undefined)
        },
      })
      client.post({ id: 1, call: 'case.recent', params: {} })
    })
    await aborted
  })

  it('refuses an id that is in use, and more calls than it runs at once', async () => {
    const handler = () => new Promise(() => undefined)
    const { client, next } = connect({ 'case.recent': handler }, { maxRunning: 2 })
    for (const id of [1, 1, 2, 3]) client.post({ id, call: 'case.recent', params: {} })
    expect(await next((frame) => 'error' in frame && frame.id === 1)).toMatchObject({
      error: { code: 'request/invalid' },
    })
    expect(await next((frame) => 'error' in frame && frame.id === 3)).toMatchObject({
      error: { message: 'Too many calls at once.' },
    })
  })

  it('answers a message with an id that is no request, and hangs up on one without', async () => {
    const { client, answerTo } = connect({})
    client.post({ id: 4, nonsense: true })
    expect(await answerTo(4)).toMatchObject({ error: { code: 'request/invalid' } })
    const closed = new Promise<void>((resolve) => client.onClose(resolve))
    client.post('hello')
    await closed
  })
})
