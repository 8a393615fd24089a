import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DeletionFilter } from '../../contract/deletions-api'
import { openCase } from '../case/case'
import { importArchive } from '../ingest/import'
import { ensureIndex } from './index-store'
import { ensureList } from './list-build'
import { listPage } from './list-query'
import { investigate } from './story'

const never = new AbortController().signal
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-timeless-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const deletion = (eventID: string, eventTime?: string) => ({
  eventVersion: '1.11',
  eventID,
  eventTime,
  eventName: 'DeleteTable',
  eventSource: 'dynamodb.amazonaws.com',
  awsRegion: 'eu-west-1',
  recipientAccountId: '111122223333',
  requestParameters: { tableName: 'orders' },
  userIdentity: { type: 'IAMUser', userName: 'ann', arn: 'arn:aws:iam::111122223333:user/ann' },
})

it('lists a deletion whose record has no time, last, and never makes up a time for it', async () => {
  const Records = [deletion('timeless'), deletion('timed', '2026-03-04T10:07:31Z')]
  await writeFile(join(folder, 'a.json'), JSON.stringify({ Records }))
  const casePath = join(folder, 'C')
  await importArchive({
    paths: [join(folder, 'a.json')],
    casePath,
    copy: false,
    signal: never,
    onProgress: () => undefined,
  })
  const opened = await openCase(casePath)
  const list = await ensureList(opened, await ensureIndex(opened, never, () => undefined), never)
  for (const descending of [true, false]) {
    const found = await opened.read(never, (db) =>
      listPage(db, list, DeletionFilter.parse({}), { descending, from: 0, count: 10 }),
    )
    expect(found.deletions.map(({ eventId, eventTime }) => [eventId, eventTime])).toEqual([
      ['timed', '2026-03-04T10:07:31Z'],
      ['timeless', ''],
    ])
    expect(found.total).toBe(2)
  }
  const story = await investigate(opened, 'timeless', never)
  expect(story.summary).toContain('at a time that the record does not give')
  expect(JSON.stringify(story)).not.toContain('1970')
  await opened.close()
})
