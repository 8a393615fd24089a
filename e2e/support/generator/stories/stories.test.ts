import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateArchive } from '../archive'
import { readLogFiles } from '../read-archive'
import type { ArchiveTruth, DeletionTruth } from '../truth'

/** As much of a record as chains are made of. */
interface Linked {
  readonly eventID: string
  readonly eventTime: string
  readonly eventName: string
  readonly eventType: string
  readonly eventCategory: string
  readonly awsRegion: string
  readonly recipientAccountId: string
  readonly sharedEventID?: string
  readonly errorCode?: string
  readonly requestParameters: unknown
  readonly responseElements: { credentials?: { accessKeyId: string } } | null
  /** Absent in Insight and Aggregated records. */
  readonly userIdentity: {
    readonly type: string
    readonly arn?: string
    readonly principalId?: string
    readonly accessKeyId?: string
    readonly sessionContext?: { attributes: { creationDate: string; mfaAuthenticated: string } }
    readonly invokedBy?: string
  }
}

const folder = mkdtempSync(join(tmpdir(), 'backtrail-stories-'))
const out = join(folder, 'archive')
let truth: ArchiveTruth
const records = new Map<string, Linked>()

beforeAll(async () => {
  truth = await generateArchive({
    out,
    events: 3000,
    recordsPerFile: 200,
    seed: 'stories',
    days: 12,
    threads: 1,
    digests: false,
  })
  for (const file of readLogFiles(out)) {
    for (const record of file.records)
      records.set(String(record.eventID ?? record.eventId), record as unknown as Linked)
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function recordOf(eventId: string): Linked {
  const record = records.get(eventId)
  if (!record) throw new Error(`The archive has no event ${eventId}.`)
  return record
}

const givesKey = (record: Linked) => record.responseElements?.credentials?.accessKeyId

/** Checks that a chain's first link gave the session that acts in `record`. */
function expectLink(record: Linked, link: Linked, cause: DeletionTruth['cause']): void {
  if (link.eventID === cause?.eventId) return
  if (givesKey(record) !== undefined && givesKey(record) === givesKey(link)) {
    expect(link.sharedEventID).toBe(record.sharedEventID)
    return
  }
  if (link.eventName === 'ConsoleLogin') {
    expect(record.userIdentity.sessionContext?.attributes.creationDate).toBe(link.eventTime)
    expect(link.userIdentity.arn).toBe(record.userIdentity.arn)
    return
  }
  expect(givesKey(link)).toBe(record.userIdentity.accessKeyId)
}

describe('the truth about deletions', () => {
  it('names records of the archive, with their own time, place and name', () => {
    expect(truth.deletions.length).toBeGreaterThan(60)
    for (const deletion of truth.deletions) {
      const record = recordOf(deletion.eventId)
      expect(record).toMatchObject({
        eventTime: deletion.eventTime,
        eventName: deletion.eventName,
        eventSource: deletion.eventSource,
        awsRegion: deletion.region,
        recipientAccountId: deletion.account,
      })
      expect(record.errorCode === undefined).toBe(deletion.outcome === 'succeeded')
      for (const { eventId } of deletion.precursors) {
        expect(recordOf(eventId).eventTime < deletion.eventTime).toBe(true)
      }
    }
  })

  it('has chains in which each link gave the credentials of the one before', () => {
    let links = 0
    for (const deletion of truth.deletions) {
      let record = recordOf(deletion.eventId)
      for (const eventId of deletion.chain) {
        const link = recordOf(eventId)
        expect(link.eventTime <= record.eventTime).toBe(true)
        expectLink(record, link, deletion.cause)
        record = link
        links++
      }
      if (deletion.human === null) expect(deletion.chainEnd).toBe('not-in-archive')
    }
    expect(links).toBeGreaterThan(60)
  })

  it('ends each chain at the person or service it names', () => {
    for (const { eventId, chain, human } of truth.deletions) {
      if (!human) continue
      const { userIdentity } = recordOf(chain.at(-1) ?? eventId)
      const expected = human.kind === 'IdentityCenterUser' ? 'SAMLUser' : human.kind
      expect(userIdentity.type).toBe(expected)
      if (human.arn) expect(userIdentity.arn).toBe(human.arn)
      else expect(JSON.stringify(userIdentity)).toContain(human.name)
    }
  })

  it('leaves sessions of unknown beginning without a record that gave their key', () => {
    const unknown = truth.deletions.filter((deletion) => deletion.chainEnd === 'not-in-archive')
    expect(unknown).toHaveLength(1)
    const key = recordOf(unknown[0]?.eventId ?? '').userIdentity.accessKeyId
    expect([...records.values()].filter((record) => givesKey(record) === key)).toEqual([])
  })

  it('has targets whose id stands in the record, in a child, or in the account', () => {
    for (const deletion of truth.deletions) {
      const texts = [deletion.eventId, ...deletion.children].map((id) => JSON.stringify(recordOf(id)))
      for (const target of deletion.targets) {
        const name = target.id
          .split('/')
          .slice(target.type === 'AWS::S3::Object' ? 1 : 0)
          .join('/')
        expect(texts.some((text) => text.includes(name))).toBe(true)
      }
    }
  })

  it('records each key of a batch as a child of its own', () => {
    const batches = truth.deletions.filter(({ eventName }) => eventName === 'DeleteObjects')
    expect(batches.length).toBe(3)
    for (const batch of batches) {
      expect(batch.children).toHaveLength(batch.targets.length)
      for (const child of batch.children) {
        expect(recordOf(child)).toMatchObject({
          eventName: 'DeleteObject',
          eventType: 'AwsServiceEvent',
          eventCategory: 'Data',
        })
      }
    }
  })

  it('marks what a stack took with it, under the session that deleted the stack', () => {
    const cascade = truth.deletions.filter(({ cause }) => cause?.kind === 'stack')
    expect(cascade.length).toBe(8)
    for (const deletion of cascade) {
      const root = recordOf(deletion.cause?.eventId ?? '')
      const record = recordOf(deletion.eventId)
      expect(root.eventName).toBe('DeleteStack')
      expect(record.userIdentity.invokedBy).toBe('cloudformation.amazonaws.com')
      expect(record.userIdentity.arn).toBe(root.userIdentity.arn)
    }
  })
})

describe('the other stories', () => {
  it('record one call in two accounts under one sharedEventID', () => {
    expect(truth.twins.length).toBeGreaterThan(20)
    for (const { sharedEventId, eventIds } of truth.twins) {
      const [caller, owner] = eventIds.map(recordOf)
      expect([caller?.sharedEventID, owner?.sharedEventID]).toEqual([sharedEventId, sharedEventId])
      expect(owner?.userIdentity.type).toBe('AWSAccount')
      expect(owner?.recipientAccountId).not.toBe(caller?.recipientAccountId)
    }
  })

  it('run the nightly job every night but one', () => {
    const job = truth.nightlyJob
    if (!job) throw new Error('The stories have a nightly job.')
    const nights = [...records.values()]
      .filter(
        (record) =>
          record.userIdentity?.arn?.endsWith(`/${job.sessionName}`) && record.eventName === 'CreateSnapshot',
      )
      .map((record) => record.eventTime.slice(0, 10))
    expect([...new Set(nights)].sort()).toEqual(job.nights)
    expect(job.nights).toHaveLength(11)
    expect(job.nights).not.toContain(job.missedNight)
  })

  it('pair Insight events, one of them without an end', () => {
    expect(truth.insights.filter((pair) => pair.endEventId === null)).toHaveLength(1)
    for (const pair of truth.insights) {
      const start = recordOf(pair.startEventId)
      expect(start.sharedEventID).toBe(pair.sharedEventId)
      if (pair.endEventId) {
        const end = recordOf(pair.endEventId)
        expect(end.sharedEventID).toBe(pair.sharedEventId)
        expect(end.eventTime > start.eventTime).toBe(true)
      }
    }
  })

  it('name only records of the archive', () => {
    for (const story of truth.stories) {
      expect(story.eventIds.length).toBeGreaterThan(0)
      for (const eventId of story.eventIds) expect(records.has(eventId)).toBe(true)
    }
    for (const burst of truth.bursts) {
      for (const eventId of burst.eventIds)
        expect(recordOf(eventId).userIdentity.arn).toBe(burst.principalArn)
    }
  })
})

describe('ordinary sessions', () => {
  it('use no key that no record gave them', () => {
    const planted = new Set(truth.stories.flatMap((story) => story.eventIds))
    const given = new Set([...records.values()].map(givesKey))
    let used = 0
    for (const record of records.values()) {
      const key = record.userIdentity?.accessKeyId
      if (planted.has(record.eventID) || !key?.startsWith('ASIA')) continue
      used++
      expect(given.has(key)).toBe(true)
    }
    expect(used).toBeGreaterThan(1000)
  })
})
