import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EngineError } from '../../../contract/errors'
import { IdleWork } from './idle-work'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const later = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('work for idle times', () => {
  it('begins once nobody has asked anything for a while, and goes on until it is done', async () => {
    let steps = 0
    const work = new IdleWork(new AbortController().signal, async () => ++steps < 3)
    work.touch()
    await later(1000)
    work.touch()
    await later(1000)
    expect(steps).toBe(0)
    await later(1000)
    expect(steps).toBe(3)
  })

  it('gives up the step under way when somebody asks, and begins it again later', async () => {
    const ends: string[] = []
    const work = new IdleWork(new AbortController().signal, async (signal) => {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, 500)
        signal.addEventListener('abort', () => {
          clearTimeout(timer)
          ends.push('given up')
          reject(new EngineError('cancelled', 'Cancelled.'))
        })
      })
      ends.push('done')
      return false
    })
    work.touch()
    await later(1700)
    work.touch()
    await later(100)
    expect(ends).toEqual(['given up'])
    await later(3000)
    expect(ends).toEqual(['given up', 'done'])
  })

  it('ends with the case', async () => {
    const closing = new AbortController()
    let steps = 0
    const work = new IdleWork(closing.signal, async () => {
      steps += 1
      closing.abort()
      throw new EngineError('cancelled', 'Cancelled.')
    })
    work.touch()
    await later(10_000)
    expect(steps).toBe(1)
  })
})
