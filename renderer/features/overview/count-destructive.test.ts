import { describe, expect, it } from 'vitest'
import { EngineError } from '../../../electron/contract/errors'
import type { Client } from '../../client/client'
import { countDestructive, mayLookUnasked } from './count-destructive'

type Asked = { signal: AbortSignal; onProgress?: (report: { done: number; total: number }) => void }

const never = new AbortController().signal
const values = (counts: Record<string, number>) =>
  Object.entries(counts).map(([value, count]) => ({ value, count, total: count }))

/** An engine whose index is there already, or is built in two steps unless somebody gives up. */
function engineWith(built: boolean): { call: Client['call']; calls: string[] } {
  const calls: string[] = []
  const call = async (name: string, _params: unknown, { signal, onProgress }: Asked) => {
    calls.push(name)
    if (name === 'deletions.facets')
      return {
        facets: [
          { field: 'impact', values: values({ stopped: 2, destroyed: 5, emptied: 0 }) },
          { field: 'outcome', values: values({ succeeded: 7, denied: 3, failed: 1, 'dry-run': 0 }) },
        ],
      }
    for (const done of built ? [] : [0, 1, 2]) {
      onProgress?.({ done, total: 2 })
      if (signal.aborted) throw new EngineError('cancelled', 'The request was cancelled.')
    }
    return { total: 11, all: 11, deletions: [] }
  }
  return { call: call as unknown as Client['call'], calls }
}

describe('the destructive actions on the overview', () => {
  it('are counted worst first, what did not succeed apart', async () => {
    expect(await countDestructive(engineWith(true).call, 'c', false, never, () => {})).toEqual({
      impacts: [
        { impact: 'destroyed', count: 5 },
        { impact: 'stopped', count: 2 },
      ],
      attempts: 4,
      attempted: ['denied', 'failed'],
    })
  })

  it('wait to be asked for where every event would have to be read first', async () => {
    const { call, calls } = engineWith(false)
    expect(await countDestructive(call, 'c', false, never, () => {})).toBeNull()
    expect(calls).toEqual(['deletions.list'])
    expect([mayLookUnasked(1_000_000), mayLookUnasked(1_000_001)]).toEqual([true, false])
  })

  it('report how far the look through the case is once it was asked for', async () => {
    const seen: number[] = []
    const counts = await countDestructive(engineWith(false).call, 'c', true, never, ({ done }) =>
      seen.push(done),
    )
    expect(seen).toEqual([0, 1, 2])
    expect(counts?.attempts).toBe(4)
  })

  it('do not take a case that was closed meanwhile for one to ask about', async () => {
    const gone = AbortSignal.abort()
    await expect(countDestructive(engineWith(false).call, 'c', true, gone, () => {})).rejects.toMatchObject({
      code: 'cancelled',
    })
  })
})
