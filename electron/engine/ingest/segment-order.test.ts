import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCase } from '../case/case'
import { sql, sqlLiteral } from '../sql-text'
import { importArchive } from './import'

const never = new AbortController().signal
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-order-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const call = (minute: number) => ({
  eventVersion: '1.11',
  eventID: `call-${minute}`,
  eventTime: `2026-03-01T10:${String(minute).padStart(2, '0')}:00Z`,
  eventName: 'ListBuckets',
  eventSource: 's3.amazonaws.com',
  eventType: 'AwsApiCall',
  eventCategory: 'Management',
  recipientAccountId: '111122223333',
})

const aggregated = (minute: number) => ({
  eventVersion: '1.0',
  accountId: '111122223333',
  eventId: `window-${minute}`,
  eventCategory: 'Aggregated',
  eventType: 'AwsAggregatedEvent',
  awsRegion: 'eu-west-1',
  eventSource: 's3.amazonaws.com',
  timeWindow: {
    windowStart: `2026-03-01 10:${String(minute).padStart(2, '0')}:00`,
    windowEnd: '2026-03-01 11:00:00',
    windowSize: 'PT5M',
  },
  summary: {},
})

describe('a segment', () => {
  it('is in order of time also where the time is worked out, and rows without one come last', async () => {
    const archive = join(folder, 'archive')
    await mkdir(archive)
    const timeless = { ...call(59), eventID: 'timeless', eventTime: undefined }
    const Records = [call(50), timeless, aggregated(5), call(10), aggregated(30), call(20), call(20)]
    await writeFile(join(archive, 'a.json'), JSON.stringify({ Records }))
    const result = await importArchive({
      paths: [archive],
      casePath: join(folder, 'C'),
      copy: false,
      signal: never,
      onProgress: () => undefined,
    })
    expect(result).toMatchObject({ reconciles: true, records: { stored: 6, duplicates: 1 } })
    const opened = await openCase(join(folder, 'C'))
    const rows = await opened.read(never, (db) => db.rows(sql`SELECT seq, event_id FROM events ORDER BY seq`))
    await opened.close()
    expect(rows.map(({ event_id }) => event_id)).toEqual([
      'window-5',
      'call-10',
      'call-20',
      'window-30',
      'call-50',
      'timeless',
    ])
    expect(rows.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('holds its rows in the order of their positions, however many threads write it', async () => {
    const archive = join(folder, 'archive')
    await mkdir(archive)
    const error = { errorCode: 'NoSuchBucket', requestParameters: { bucketName: 'b'.repeat(200) } }
    const Records = Array.from({ length: 60_000 }, (_, index) => {
      const time = new Date(Date.UTC(2026, 2, 1) + ((index * 7919) % 60_000) * 1000)
      return {
        ...call(0),
        eventID: `event-${index}`,
        eventTime: `${time.toISOString().slice(0, 19)}Z`,
        ...error,
      }
    })
    await writeFile(join(archive, 'a.json'), JSON.stringify({ Records }))
    await importArchive({
      paths: [archive],
      casePath: join(folder, 'C'),
      copy: false,
      signal: never,
      onProgress: () => undefined,
    })
    const opened = await openCase(join(folder, 'C'))
    const { segments } = opened.manifest
    for (const { file, rows, firstSeq } of segments.filter(({ kind }) => kind === 'events')) {
      const path = sqlLiteral(join(folder, 'C', file))
      const moved = await opened.read(never, (db) =>
        db.rows(sql`SELECT count(*) AS moved FROM read_parquet(${path}, file_row_number = true)
          WHERE seq <> ${firstSeq ?? 0} + file_row_number`),
      )
      expect({ rows, moved }).toEqual({ rows, moved: [{ moved: 0 }] })
    }
    await opened.close()
  })

  it('may hold events of any year, and the case can be opened again', async () => {
    const archive = join(folder, 'archive')
    await mkdir(archive)
    const times = ['0001-01-01T00:00:00Z', '2026-03-01T10:00:00Z', '9999-12-31T23:59:59Z']
    const Records = times.map((eventTime) => ({ ...call(0), eventID: `at-${eventTime}`, eventTime }))
    for (const name of ['a.json', 'b.json']) {
      await writeFile(join(archive, name), JSON.stringify({ Records, name }))
    }
    await importArchive({
      paths: [archive],
      casePath: join(folder, 'C'),
      copy: false,
      signal: never,
      onProgress: () => undefined,
    })
    const opened = await openCase(join(folder, 'C'))
    expect(opened.manifest.records).toMatchObject({ stored: 3, duplicates: 3 })
    const rows = await opened.read(never, (db) =>
      db.rows(sql`SELECT event_id FROM events ORDER BY event_time`),
    )
    expect(rows.map(({ event_id }) => event_id)).toEqual(times.map((time) => `at-${time}`))
    await opened.close()
  })
})
