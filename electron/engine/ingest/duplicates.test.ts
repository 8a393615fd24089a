import { mkdir, rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { sql, sqlLiteral } from '../sql-text'
import { recordOf, testBench } from './case-under-test.test-support'

const bench = testBench()
const document = (...records: object[]): string => JSON.stringify({ Records: records })

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = bench.at('in', name)
    await mkdir(path.slice(0, path.lastIndexOf('/')), { recursive: true })
    await writeFile(path, content)
  }
}
const importAll = () => bench.import([bench.at('in')])

describe('copies of a record', () => {
  it('in one file, in several, and in a later import are one event, and are counted', async () => {
    await write({
      'a.json': document(recordOf(1), recordOf(2), recordOf(1)),
      'b.json': document(recordOf(2), recordOf(3)),
    })
    await importAll()
    await write({ 'c.json': document(recordOf(3), recordOf(4), recordOf(1)) })
    await importAll()
    const { info, events, sources } = await bench.contents()
    expect(info.records).toEqual({ read: 8, stored: 4, duplicates: 4, rejected: 0 })
    expect(info.reconciles).toBe(true)
    expect(events.map(({ seq }) => seq)).toEqual([0, 1, 2, 3])
    expect(events.some(({ conflict }) => conflict)).toBe(false)
    expect(sources.map(({ read, stored, duplicates }) => [read, stored, duplicates])).toEqual([
      [3, 2, 1],
      [2, 1, 1],
      [3, 1, 2],
    ])
  })

  it('that reach another account are events of their own', async () => {
    await write({ 'a.json': document(recordOf(1), recordOf(1, { recipientAccountId: '999999999999' })) })
    await importAll()
    const { info, events } = await bench.contents()
    expect(info.records).toMatchObject({ stored: 2, duplicates: 0 })
    expect(events.some(({ conflict }) => conflict)).toBe(false)
  })

  it('that say the same in another order of keys or with other white space are copies', async () => {
    const record = recordOf(1)
    const turned = Object.fromEntries(
      Object.entries(record)
        .reverse()
        .map(([key, value]) => [
          key,
          value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).reverse()) : value,
        ]),
    )
    await write({ 'a.json': document(record), 'b.json': JSON.stringify({ Records: [turned] }, null, 2) })
    await importAll()
    expect((await bench.contents()).info.records).toMatchObject({ stored: 1, duplicates: 1 })
  })

  it('that say something else are kept and flagged, those of earlier imports too', async () => {
    await write({ 'a.json': document(recordOf(1), recordOf(2), recordOf(3)) })
    await importAll()
    const opened = await bench.open()
    await write({
      'b.json': document(recordOf(2, { errorCode: 'X' }), recordOf(3), recordOf(2)),
      'c.json': document(recordOf(2, { errorCode: 'X' })),
    })
    await importAll()
    const { info, events } = await bench.contents()
    expect(info.records).toEqual({ read: 7, stored: 4, duplicates: 3, rejected: 0 })
    expect(info.reconciles).toBe(true)
    expect(events.filter(({ conflict }) => conflict).map(({ error_code }) => error_code)).toEqual([null, 'X'])
    expect(await opened.refresh()).toBe(true)
  })

  it('leave the others in the order of their time, in the file as in their positions', async () => {
    const all = Array.from({ length: 20_000 }, (_, index) => recordOf((index * 7919) % 20_000))
    await write({
      'a.json': document(...all, ...all.slice(0, 500)),
      'b.json': document(...all.slice(0, 900), recordOf(20_000)),
    })
    await importAll()
    const opened = await bench.open()
    const segments = opened.manifest.segments.filter(({ kind }) => kind === 'events')
    expect(opened.manifest.records).toMatchObject({ stored: 20_001, duplicates: 1400 })
    for (const { file, firstSeq, lastSeq } of segments) {
      const path = sqlLiteral(join(bench.casePath, file))
      const [row] = await opened.read(new AbortController().signal, (db) =>
        db.rows(sql`SELECT count(*) FILTER (seq <> ${firstSeq ?? 0} + file_row_number) AS moved, max(seq) AS last,
          count(*) FILTER (event_time < before) AS late FROM (
            SELECT *, lag(event_time) OVER (ORDER BY seq) AS before
            FROM read_parquet(${path}, file_row_number = true))`),
      )
      expect(row).toEqual({ moved: 0, last: lastSeq, late: 0 })
    }
  })

  it('are found where a file is longer than a segment and shares its commit with others', async () => {
    const tiny = (number: number, more: object = {}) => ({
      eventVersion: '1.08',
      eventTime: new Date(Date.UTC(2026, 2, 4) + (number % 5000) * 1000).toISOString(),
      eventName: 'GetObject',
      eventSource: 's3.amazonaws.com',
      eventID: `e${number}`,
      ...more,
    })
    const many = Array.from({ length: 130_000 }, (_, number) => tiny(number))
    const large = gzipSync(JSON.stringify({ Records: many }), { level: 9 })
    await mkdir(bench.at('in'))
    await writeFile(bench.at('in', 'a.json'), document(tiny(7), tiny(7), tiny(8), tiny(500_000)))
    await writeFile(bench.at('in', 'b.json.gz'), large)
    await writeFile(bench.at('in', 'c.json.gz'), large)
    await writeFile(
      bench.at('in', 'd.json'),
      document(tiny(129_999), tiny(9, { errorCode: 'X' }), tiny(500_001)),
    )
    await importAll()
    const { info, sources } = await bench.contents()
    expect(info.revision).toBe(1)
    expect(info.reconciles).toBe(true)
    expect(sources.map(({ read, stored, duplicates }) => [read, stored, duplicates])).toEqual([
      [4, 3, 1],
      [130_000, 129_998, 2],
      [0, 0, 0],
      [3, 2, 1],
    ])
    expect(sources[2]?.reason).toMatch(/^same content as .*b\.json\.gz$/)
    const opened = await bench.open()
    const [row] = await opened.read(new AbortController().signal, (db) =>
      db.rows(sql`SELECT count(*) AS n, count(DISTINCT seq) AS seqs, max(seq) AS last, count(DISTINCT event_id) AS ids,
        count(*) FILTER (conflict) AS flagged FROM events`),
    )
    expect(row).toEqual({ n: 130_003, seqs: 130_003, last: 130_002, ids: 130_002, flagged: 2 })
  })

  it('without an event ID are all kept', async () => {
    const nameless = recordOf(1, { eventID: undefined })
    await write({ 'a.json': document(nameless, nameless) })
    await importAll()
    expect((await bench.contents()).info.records).toMatchObject({ stored: 2, duplicates: 0 })
  })

  it('without a time are found among those without a time', async () => {
    const timeless = recordOf(1, { eventTime: undefined })
    await write({ 'a.json': document(timeless) })
    await importAll()
    await write({ 'b.json': document(timeless, recordOf(2)) })
    await importAll()
    const { info, events } = await bench.contents()
    expect(info.records).toMatchObject({ stored: 2, duplicates: 1 })
    expect(events.map(({ event_time }) => event_time === null)).toEqual([true, false])
  })
})

describe('importing again', () => {
  it('adds nothing when nothing has changed', async () => {
    await write({ 'a.json': document(recordOf(1)), 'b.txt': 'nothing', 'c/d.json': document(recordOf(2)) })
    await importAll()
    const before = await bench.contents()
    await importAll()
    const after = await bench.contents()
    expect(after.events).toEqual(before.events)
    expect(after.sources).toEqual(before.sources)
    expect(after.info.revision).toBe(before.info.revision)
  })

  it('adds nothing for files that were only touched, and says so for those that were renamed', async () => {
    await write({ 'a.json': document(recordOf(1)), 'b.json': document(recordOf(2)) })
    await importAll()
    await utimes(bench.at('in', 'a.json'), 1, 1)
    await rename(bench.at('in', 'b.json'), bench.at('in', 'renamed.json'))
    await importAll()
    const { info, sources } = await bench.contents()
    expect(info.records).toEqual({ read: 2, stored: 2, duplicates: 0, rejected: 0 })
    expect(sources.map(({ status }) => status)).toEqual(['loaded', 'loaded', 'skipped'])
    expect(sources[2]?.reason).toBe(`same content as ${bench.at('in', 'b.json')}`)
  })

  it('of two files with the same content loads one', async () => {
    await write({ 'a.json': document(recordOf(1)), 'b.json': document(recordOf(1)) })
    await importAll()
    const { info, sources } = await bench.contents()
    expect(info.files).toEqual({ seen: 2, loaded: 1, skipped: 1 })
    expect(sources[1]?.reason).toMatch(/^same content as /)
  })

  it('reads a file that has changed', async () => {
    await write({ 'a.json': document(recordOf(1)) })
    await importAll()
    await write({ 'a.json': document(recordOf(1), recordOf(2)) })
    await importAll()
    expect((await bench.contents()).info.records).toEqual({ read: 3, stored: 2, duplicates: 1, rejected: 0 })
  })

  it('with --copy keeps what is needed to read every record when the files are gone', async () => {
    await write({ 'a.json': document(recordOf(1)) })
    await bench.import([bench.at('in')], { copy: true })
    const { sources } = await bench.contents()
    expect(sources[0]?.copied).toBe('originals/0')
  })
})
