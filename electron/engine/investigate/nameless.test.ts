import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DeletionFilter } from '../../contract/deletions-api'
import { type Case, openCase } from '../case/case'
import { writeReport } from '../export/report'
import { importArchive } from '../ingest/import'
import { readRecord } from '../query/record'
import { ensureIndex } from './index-store'
import { ensureList } from './list-build'
import { listPage } from './list-query'
import { investigate } from './story'

const never = new AbortController().signal
let folder: string
let opened: Case

const deletion = (tableName: string, eventID?: string) => ({
  eventVersion: '1.11',
  eventID,
  eventTime: '2026-03-04T10:07:31Z',
  eventName: 'DeleteTable',
  eventSource: 'dynamodb.amazonaws.com',
  awsRegion: 'eu-west-1',
  recipientAccountId: '111122223333',
  requestParameters: { tableName },
  userIdentity: { type: 'IAMUser', userName: 'ann', arn: 'arn:aws:iam::111122223333:user/ann' },
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-nameless-'))
  const Records = [deletion('orders'), deletion('stock', 'with-an-id'), deletion('carts')]
  await writeFile(join(folder, 'a.json'), JSON.stringify({ Records }))
  const casePath = join(folder, 'C')
  await importArchive({
    paths: [join(folder, 'a.json')],
    casePath,
    copy: false,
    signal: never,
    onProgress: () => undefined,
  })
  opened = await openCase(casePath)
})
afterEach(async () => {
  await opened.close()
  await rm(folder, { recursive: true, force: true })
})

async function listed() {
  const list = await ensureList(opened, await ensureIndex(opened, never, () => undefined), never)
  const page = { descending: false, from: 0, count: 10 }
  const found = await opened.read(never, (db) => listPage(db, list, DeletionFilter.parse({}), page))
  return found.deletions
}

it('names a deletion without an event ID by its position, and tells its own story under that name', async () => {
  const deletions = await listed()
  const nameless = deletions.filter(({ eventId }) => eventId !== 'with-an-id')
  expect(nameless.map(({ eventId, seq }) => eventId === `#${seq}`)).toEqual([true, true])
  for (const { eventId, seq, targets } of nameless) {
    const story = await investigate(opened, eventId, never)
    expect(story.deletion).toMatchObject({ seq, targets })
    expect(story.evidence.map((record) => record.eventId)).toContain(eventId)
    const record = await readRecord(opened, { eventId }, never)
    expect(record.seq).toBe(seq)
    expect(record.fields.eventId).toBeNull()
    const report = await writeReport(opened, story, 'md', new Date(0), never)
    expect(report.name).toMatch(/^DeleteTable-\w+-\d+\.md$/)
    expect(report.text).toContain(targets[0]?.id ?? 'nothing')
    expect(report.text).not.toContain('null`')
  }
})

it('finds no record by the position of one that has an event ID', async () => {
  const [withId] = (await listed()).filter(({ eventId }) => eventId === 'with-an-id')
  await expect(readRecord(opened, { eventId: `#${withId?.seq}` }, never)).rejects.toMatchObject({
    code: 'event/not-found',
  })
})
