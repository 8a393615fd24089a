import { describe, expect, it } from 'vitest'
import type { CaseInfo } from '../../../electron/contract/case'
import { emptyCaseWords } from './no-events'

const info = (change: Partial<CaseInfo>) =>
  ({
    files: { seen: 0, loaded: 0, skipped: 0 },
    records: { read: 0, stored: 0, duplicates: 0, rejected: 0 },
    importing: false,
    ...change,
  }) as CaseInfo

describe('a case without events', () => {
  it('promises events only while an import runs', () => {
    expect(emptyCaseWords(info({ importing: true })).text).toContain('as soon as')
    expect(emptyCaseWords(info({})).text).not.toContain('as soon as')
  })

  it('says that nothing was read, or what became of what was', () => {
    expect(emptyCaseWords(info({})).title).toBe('This case is empty')
    expect(emptyCaseWords(info({ files: { seen: 3, loaded: 1, skipped: 2 } })).text).toBe(
      'The import found no CloudTrail event: 1 file loaded, 2 files skipped. Files names the reason for each.',
    )
    expect(emptyCaseWords(info({ files: { seen: 1, loaded: 1, skipped: 0 } })).text).toBe(
      'The import found no CloudTrail event: 1 file loaded.',
    )
  })
})
