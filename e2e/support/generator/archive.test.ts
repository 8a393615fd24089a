import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateArchive, sideFilesOf } from './archive'
import { S3_KEY } from './layout'
import { listKeys, type PlainRecord, readLogFiles } from './read-archive'
import type { ArchiveTruth } from './truth'

const folder = mkdtempSync(join(tmpdir(), 'backtrail-generator-'))
const out = join(folder, 'archive')
let truth: ArchiveTruth

const options = { events: 6000, recordsPerFile: 40, seed: 'test', days: 10, gzipLevel: 1 } as const

function hashesOf(root: string): Map<string, string> {
  return new Map(
    listKeys(root).map((key) => [
      key,
      createHash('sha256')
        .update(readFileSync(join(root, key)))
        .digest('hex'),
    ]),
  )
}

const idOf = (record: PlainRecord) => String(record.eventID ?? record.eventId)
const accountOf = (record: PlainRecord) => String(record.recipientAccountId ?? record.accountId)

beforeAll(async () => {
  truth = await generateArchive({ ...options, out, threads: 1 })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('an archive', () => {
  it('is the same byte for byte, however many threads made it', async () => {
    const other = join(folder, 'threads')
    const again = await generateArchive({ ...options, out: other, threads: 3 })
    expect(hashesOf(other)).toEqual(hashesOf(out))
    expect(again).toEqual(truth)
  })

  it('is another one with another seed', async () => {
    const other = join(folder, 'seed')
    await generateArchive({ ...options, seed: 'other', events: 3000, out: other, digests: false })
    const known = new Set(hashesOf(out).values())
    expect([...hashesOf(other).values()].filter((hash) => known.has(hash))).toEqual([])
  })

  it('has every file where S3 would have it', () => {
    for (const key of listKeys(out)) expect(key).toMatch(S3_KEY)
  })

  it('delivers every record after it happened, some of them in the next day’s folder', () => {
    let nextDay = 0
    for (const { key, records } of readLogFiles(out)) {
      const stamp = /_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z_/.exec(key)
      const delivered = Date.parse(
        `${stamp?.[1]}-${stamp?.[2]}-${stamp?.[3]}T${stamp?.[4]}:${stamp?.[5]}:59Z`,
      )
      for (const record of records) {
        const time = String(record.eventTime ?? '')
        if (time === '') continue
        expect(delivered).toBeGreaterThanOrEqual(Date.parse(time))
        if (time.slice(0, 10).replaceAll('-', '') !== `${stamp?.[1]}${stamp?.[2]}${stamp?.[3]}`) nextDay++
      }
    }
    expect(nextDay).toBeGreaterThan(0)
  })

  it('does not keep records of a file in order of time', () => {
    const mixed = [...readLogFiles(out)].some(({ records }) =>
      records.some((record, i) => String(record.eventTime) < String(records[i - 1]?.eventTime ?? '')),
    )
    expect(mixed).toBe(true)
  })

  it('holds exactly the events it says, told apart by eventID, and copies that are equal to the letter', () => {
    const seen = new Map<string, string>()
    let records = 0
    let copies = 0
    let files = 0
    for (const file of readLogFiles(out)) {
      files++
      for (const record of file.records) {
        records++
        const text = JSON.stringify(record)
        const earlier = seen.get(idOf(record))
        if (earlier !== undefined) {
          copies++
          expect(text).toBe(earlier)
        }
        seen.set(idOf(record), text)
      }
    }
    expect({ records, copies, files, events: seen.size }).toEqual({
      records: truth.totals.records,
      copies: truth.totals.copies,
      files: truth.totals.files,
      events: options.events,
    })
    expect(copies).toBeGreaterThan(truth.copies.length)
  })

  it('counts categories, events, accounts, Regions, reads and failures as a plain reading does', () => {
    const tally = { byCategory: {}, byEvent: {}, byAccount: {}, byRegion: {}, readOnly: 0, failed: 0 }
    const add = (counts: Record<string, number>, key: string) => {
      counts[key] = (counts[key] ?? 0) + 1
    }
    const seen = new Set<string>()
    const times: string[] = []
    for (const { records } of readLogFiles(out)) {
      for (const record of records) {
        if (seen.has(idOf(record))) continue
        seen.add(idOf(record))
        add(tally.byCategory, String(record.eventCategory))
        add(
          tally.byEvent,
          record.eventName ? `${record.eventSource}/${record.eventName}` : String(record.eventType),
        )
        add(tally.byAccount, accountOf(record))
        add(tally.byRegion, String(record.awsRegion))
        if (record.readOnly === true) tally.readOnly++
        if (record.errorCode !== undefined) tally.failed++
        if (record.eventTime) times.push(String(record.eventTime))
      }
    }
    expect(tally).toEqual({
      byCategory: truth.totals.byCategory,
      byEvent: truth.totals.byEvent,
      byAccount: truth.totals.byAccount,
      byRegion: truth.totals.byRegion,
      readOnly: truth.totals.readOnly,
      failed: truth.totals.failed,
    })
    times.sort()
    expect(truth.span).toEqual({ from: times[0], to: times.at(-1) })
  })

  it('delivers nothing, and records nothing, while the trail is stopped', () => {
    const pause = truth.pause
    if (!pause) throw new Error('The stories stop the trail.')
    expect(pause.hoursWithoutFiles.length).toBeGreaterThan(0)
    const dark = new Set(pause.hoursWithoutFiles.map((hour) => hour.replaceAll('-', '').slice(0, 11)))
    for (const { key, records } of readLogFiles(out)) {
      expect(dark.has(/_(\d{8}T\d{2})\d{2}Z_/.exec(key)?.[1] ?? '')).toBe(false)
      for (const { eventTime } of records) {
        const time = String(eventTime ?? '')
        expect(time > pause.from && time < pause.to).toBe(false)
      }
    }
  })

  it('writes global services in us-east-1 only', () => {
    for (const { records } of readLogFiles(out)) {
      for (const record of records) {
        if (record.eventSource === 'iam.amazonaws.com' && record.eventCategory === 'Management') {
          expect(record.awsRegion).toBe('us-east-1')
        }
      }
    }
  })

  it('writes its truth beside itself', () => {
    expect(JSON.parse(readFileSync(sideFilesOf(out).truth, 'utf8'))).toEqual(truth)
  })
})

describe('options that do not fit', () => {
  it('are refused: stories in too few days, accounts or events', async () => {
    const bad = { ...options, out: join(folder, 'bad'), threads: 1 }
    await expect(generateArchive({ ...bad, days: 3 })).rejects.toThrow(/10 days/)
    await expect(generateArchive({ ...bad, accounts: 2 })).rejects.toThrow(/3 accounts/)
    await expect(generateArchive({ ...bad, events: 10 })).rejects.toThrow(/ask for more/)
  })
})
