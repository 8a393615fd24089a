import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Port } from '../../electron/contract/wire'
import { createClient } from './client'

type Sent = { id: number; call?: string; params?: unknown; cancel?: boolean }

/** A carrier whose other end is the test. */
function fakePort() {
  const sent: Sent[] = []
  let deliver: (message: unknown) => void = () => {}
  let closed: () => void = () => {}
  const port: Port = {
    post: (message) => sent.push(message as Sent),
    onMessage: (listener) => {
      deliver = listener
    },
    onClose: (listener) => {
      closed = listener
    },
    close: () => closed(),
  }
  return {
    port,
    sent,
    say: (message: unknown) => deliver(message),
    hello: () => deliver({ hello: 'backtrail', contract: 1 }),
    die: () => closed(),
  }
}

describe('the client', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  async function connected() {
    const ports = [fakePort(), fakePort(), fakePort()]
    let opened = 0
    const client = createClient(() => Promise.resolve((ports[opened++] ?? fakePort()).port))
    await vi.advanceTimersByTimeAsync(0)
    const [first, second, third] = ports
    if (!first || !second || !third) throw new Error('no port')
    return { client, first, second, third }
  }

  it('waits for the greeting before it asks, and gives the answer to the one who asked', async () => {
    const { client, first } = await connected()
    const answer = client.call('case.recent', {})
    expect(first.sent).toEqual([])
    first.hello()
    expect(first.sent).toEqual([{ id: 1, call: 'case.recent', params: {} }])
    first.say({ id: 1, ok: { cases: [] } })
    await expect(answer).resolves.toEqual({ cases: [] })
  })

  it('reports progress and rejects with the error of the engine', async () => {
    const { client, first } = await connected()
    first.hello()
    const reports: unknown[] = []
    const answer = client.call('import.watch', { job: 'j' }, { onProgress: (report) => reports.push(report) })
    first.say({ id: 1, progress: { phase: 'reading' } })
    first.say({ id: 1, error: { code: 'case/locked', message: 'Locked.', hint: 'Wait.' } })
    await expect(answer).rejects.toMatchObject({ code: 'case/locked', hint: 'Wait.' })
    expect(reports).toEqual([{ phase: 'reading' }])
  })

  it('tells the engine when a call is cancelled and rejects at once', async () => {
    const { client, first } = await connected()
    first.hello()
    const control = new AbortController()
    const answer = client.call('case.recent', {}, { signal: control.signal })
    control.abort()
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' })
    expect(first.sent.at(-1)).toEqual({ id: 1, cancel: true })
    first.say({ id: 1, ok: { cases: [] } })
  })

  it('does not send what was cancelled before there was a link', async () => {
    const { client, first } = await connected()
    const control = new AbortController()
    const answer = client.call('case.recent', {}, { signal: control.signal })
    control.abort()
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' })
    first.hello()
    expect(first.sent).toEqual([])
  })

  it('asks again after the engine came back, except for what must not happen twice', async () => {
    const { client, first, second } = await connected()
    first.hello()
    const read = client.call('case.recent', {})
    const start = client.call('import.start', { paths: ['/a'], case: '/c' })
    start.catch(() => {})
    first.die()
    expect(client.link().kind).toBe('lost')
    await expect(start).rejects.toMatchObject({ code: 'engine/gone' })
    await vi.advanceTimersByTimeAsync(300)
    second.hello()
    expect(client.link().kind).toBe('ready')
    expect(second.sent.map(({ call }) => call)).toEqual(['case.recent'])
    second.say({ id: 1, ok: { cases: [] } })
    await expect(read).resolves.toEqual({ cases: [] })
  })

  it('waits longer after each attempt that fails', async () => {
    let attempts = 0
    const client = createClient(() => {
      attempts += 1
      return Promise.reject(new Error('nobody there'))
    })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(attempts).toBeGreaterThan(3)
    expect(attempts).toBeLessThan(10)
    client.close()
  })

  it('says so when page and engine do not speak the same contract', async () => {
    const { client, first } = await connected()
    first.say({ hello: 'backtrail', contract: 999 })
    expect(client.link().kind).toBe('refused')
  })

  it('lets nonsense pass without harm', async () => {
    const { client, first } = await connected()
    first.hello()
    for (const nonsense of [null, 7, 'x', {}, { id: 'a' }, { id: 99, ok: 1 }]) first.say(nonsense)
    expect(client.link().kind).toBe('ready')
  })
})
