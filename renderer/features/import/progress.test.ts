import { describe, expect, it } from 'vitest'
import type { ImportProgress, ImportResult } from '../../../electron/contract/case'
import { EngineError } from '../../../electron/contract/errors'
import { countedOf } from './progress'

const records = (stored: number) => ({ read: stored, stored, duplicates: 0, rejected: 0 })

const progress: ImportProgress = {
  phase: 'cancelled',
  files: { done: 40, total: 90, skipped: 2 },
  records: records(4_000),
  bytes: { read: 1, total: 2, inflated: 3 },
  elapsedMs: 10,
  remainingMs: null,
  revision: 3,
  current: null,
}

const result: ImportResult = {
  outcome: 'cancelled',
  files: { seen: 25, loaded: 24, skipped: 1 },
  records: records(2_400),
  skipped: [],
  reconciles: true,
  elapsedMs: 12,
}

describe('what an import has counted', () => {
  it('is what it has read while it runs', () => {
    expect(countedOf({ progress, result: null, error: null })).toMatchObject({
      files: { done: 40, skipped: 2 },
      records: { stored: 4_000 },
    })
  })

  it('is what the case holds once it has ended, so that the accounting beside it says the same', () => {
    expect(countedOf({ progress, result, error: null })).toMatchObject({
      files: { done: 25, skipped: 1 },
      records: { stored: 2_400 },
    })
  })

  it('is nothing where it failed', () => {
    const error = new EngineError('disk/full', 'The disk is full.')
    expect(countedOf({ progress, result: null, error })).toEqual({ files: null, records: null })
  })
})
