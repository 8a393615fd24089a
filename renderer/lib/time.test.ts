import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Instant } from '../../electron/contract/view'
import {
  durationShort,
  durationWords,
  formatInstant,
  formatRange,
  formatZoned,
  hour,
  parseTyped,
  rangeZone,
  toInstant,
  unitStart,
} from './time'

describe('local time where clocks are set', () => {
  beforeEach(() => {
    vi.stubEnv('TZ', 'America/New_York')
  })
  afterEach(() => {
    vi.unstubAllEnvs()
  })
  const range = { from: '2026-03-02T00:00:00Z', to: '2026-03-12T00:00:00Z' }

  it('is told with the offset of its moment, not with that of today', () => {
    expect(formatZoned(range.from, 'local')).toBe('2026-03-01 19:00:00 UTC−05:00')
    expect(formatZoned(range.to, 'local')).toBe('2026-03-11 20:00:00 UTC−04:00')
    expect(formatZoned(range.to, 'utc')).toBe('2026-03-12 00:00:00 UTC')
    expect(formatZoned('never', 'local')).toBe('never')
  })

  it('names both offsets of a range that has two', () => {
    expect(formatRange(range, 'local')).toBe('2026-03-01 19:00:00 UTC−05:00 – 2026-03-11 20:00:00 UTC−04:00')
    expect(formatRange({ ...range, to: '2026-03-03T00:00:00Z' }, 'local')).toBe(
      '2026-03-01 19:00:00 – 2026-03-02 19:00:00 UTC−05:00',
    )
    expect(rangeZone(range, 'local')).toBe('UTC−05:00 – UTC−04:00')
    expect(rangeZone(range, 'utc')).toBe('UTC')
  })

  it('is read back as it was told', () => {
    for (const iso of [range.from, range.to, '2026-07-01T12:00:00.5Z'])
      for (const zone of ['utc', 'local'] as const)
        expect(parseTyped(formatZoned(iso, zone), 'utc')).toBe(iso)
  })
})

describe('times', () => {
  it('shows a moment in UTC with the fraction it came with', () => {
    expect(formatInstant('2026-03-04T10:07:31Z', 'utc')).toBe('2026-03-04 10:07:31')
    expect(formatInstant('2026-03-04T10:07:31.000Z', 'utc')).toBe('2026-03-04 10:07:31')
    expect(formatInstant('2026-03-04T10:07:31.123456Z', 'utc')).toBe('2026-03-04 10:07:31.123456')
  })

  it('gives back text that is no moment as it is', () => {
    expect(formatInstant('never', 'utc')).toBe('never')
  })

  it('reads back what it shows, in UTC and in local time', () => {
    const moments = fc.integer({ min: 0, max: 4_000_000_000_000 })
    fc.assert(
      fc.property(moments, fc.constantFrom('utc' as const, 'local' as const), (ms, zone) => {
        const iso = toInstant(ms)
        const read = parseTyped(formatInstant(iso, zone), zone)
        expect(Instant.safeParse(read).success).toBe(true)
        expect(Date.parse(read ?? '')).toBe(ms)
      }),
    )
  })

  it.each([
    ['2026-03-04', '2026-03-04T00:00:00Z'],
    ['2026-03-04 10:07', '2026-03-04T10:07:00Z'],
    ['2026-03-04T10:07:31Z', '2026-03-04T10:07:31Z'],
    ['2026-03-04 10:07:31.5', '2026-03-04T10:07:31.5Z'],
    ['2026-03-04 10:07:31.123456 UTC', '2026-03-04T10:07:31.123456Z'],
    ['2026-03-04 12:07:31+02:00', '2026-03-04T10:07:31Z'],
  ])('reads %s', (typed, iso) => {
    expect(parseTyped(typed, 'utc')).toBe(iso)
  })

  it.each(['', 'yesterday', '2026-13-01', '2026-02-30', '04/03/2026', '2026-03-04 25:00'])(
    'refuses %j',
    (typed) => {
      expect(parseTyped(typed, 'utc')).toBeNull()
    },
  )

  it.each([
    [250, '250 ms'],
    [1_000, '1 second'],
    [300_000, '5 minutes'],
    [5_400_000, '90 minutes'],
    [86_400_000, '1 day'],
    [10 * 86_400_000 - 1_000, '10 days'],
    [14 * 86_400_000, '2 weeks'],
  ])('says %d ms in words', (ms, words) => {
    expect(durationWords(ms)).toBe(words)
  })

  it('keeps progress times short', () => {
    expect(durationShort(42)).toBe('42 ms')
    expect(durationShort(3_400)).toBe('3.4 s')
    expect(durationShort(125_000)).toBe('2 min 05 s')
    expect(durationShort(4_320_000)).toBe('1 h 12 min')
  })
})

describe('the ends of time', () => {
  it('has no instant beyond the years that have four digits', () => {
    expect(toInstant(Date.parse('9999-12-31T23:59:59Z') + 1_000)).toBe('9999-12-31T23:59:59.999Z')
    expect(toInstant(-1e15)).toBe('0000-01-01T00:00:00Z')
    expect(parseTyped(formatInstant(toInstant(1e15), 'utc'), 'utc')).toBe('9999-12-31T23:59:59.999Z')
  })

  it('knows where a minute, an hour and a day begin, and the ones after them', () => {
    const at = Date.parse('2026-03-04T10:07:31.5Z')
    expect(toInstant(unitStart(at, 'minute', 'utc'))).toBe('2026-03-04T10:07:00Z')
    expect(toInstant(unitStart(at, 'hour', 'utc', 1))).toBe('2026-03-04T11:00:00Z')
    expect(toInstant(unitStart(at, 'day', 'utc', 1))).toBe('2026-03-05T00:00:00Z')
    const local = new Date(unitStart(at, 'day', 'local'))
    expect([local.getHours(), local.getMinutes(), local.getSeconds()]).toEqual([0, 0, 0])
    expect(unitStart(at, 'hour', 'local', 1) - unitStart(at, 'hour', 'local')).toBe(hour)
  })
})
