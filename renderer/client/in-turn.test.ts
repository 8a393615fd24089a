import { describe, expect, it } from 'vitest'
import { inTurn } from './in-turn'

describe('steps in turn', () => {
  it('begin when the one before has ended, in the order they were asked for', async () => {
    const said: string[] = []
    const step = inTurn(async (name: string) => {
      said.push(`${name} begins`)
      await new Promise((resolve) => setTimeout(resolve, 1))
      said.push(`${name} ends`)
    })
    await Promise.all([step('a'), step('b')])
    expect(said).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
  })

  it('are dropped where too many wait', async () => {
    let steps = 0
    const step = inTurn(async () => {
      steps += 1
    })
    await Promise.all(Array.from({ length: 50 }, () => step()))
    expect(steps).toBe(8)
    await step()
    expect(steps).toBe(9)
  })
})
