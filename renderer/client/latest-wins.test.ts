import { describe, expect, it } from 'vitest'
import { latestWins } from './latest-wins'

const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 0))

describe('pacing', () => {
  it('keeps one request under way and only the newest of those that wait', async () => {
    const asked: number[] = []
    const answered: number[] = []
    const release: (() => void)[] = []
    const paced = latestWins(
      (request: number) => {
        asked.push(request)
        return new Promise<number>((resolve) => release.push(() => resolve(request)))
      },
      (answer) => answered.push(answer),
      () => {},
    )
    for (const request of [1, 2, 3, 4]) paced.push(request)
    expect(asked).toEqual([1])
    release[0]?.()
    await turn()
    expect(asked).toEqual([1, 4])
    release[1]?.()
    await turn()
    expect(answered).toEqual([1, 4])
  })

  it('says nothing more once it was stopped', async () => {
    const answered: number[] = []
    let signalled = false
    const paced = latestWins(
      async (request: number, signal) => {
        signal.addEventListener('abort', () => {
          signalled = true
        })
        await turn()
        return request
      },
      (answer) => answered.push(answer),
      () => {},
    )
    paced.push(1)
    paced.push(2)
    paced.stop()
    await turn()
    await turn()
    expect(answered).toEqual([])
    expect(signalled).toBe(true)
  })

  it('goes on after a request that failed', async () => {
    const answered: number[] = []
    const paced = latestWins(
      (request: number) => (request === 1 ? Promise.reject(new Error('no')) : Promise.resolve(request)),
      (answer) => answered.push(answer),
      () => {},
    )
    paced.push(1)
    paced.push(2)
    await turn()
    expect(answered).toEqual([2])
  })
})
