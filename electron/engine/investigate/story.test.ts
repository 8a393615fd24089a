import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Investigation } from '../../contract/deletions-api'
import type { Case } from '../case/case'
import { ensureIndex } from './index-store'
import { searchResource } from './resource-life'
import { sampleCase, sampleTruth } from './sample-case.test-support'
import { investigate } from './story'

const never = new AbortController().signal
const truth = sampleTruth()
let opened: Case
let dispose: () => Promise<void>

beforeAll(async () => {
  ;({ opened, dispose } = await sampleCase())
})
afterAll(() => dispose())

const planted = (story: string, eventName: string, nth = 0) => {
  const found = truth.deletions.filter((one) => one.story === story && one.eventName === eventName)[nth]
  if (!found) throw new Error(`no ${eventName} in ${story}`)
  return found
}
const storyOf = (story: string, eventName: string, nth = 0) =>
  investigate(opened, planted(story, eventName, nth).eventId, never)
const idsOf = (events: readonly { eventId: string }[]) => events.map(({ eventId }) => eventId)

describe('the story of a deletion', () => {
  it.each(truth.deletions.map((one) => [`${one.story}: ${one.eventName} ${one.eventId}`, one] as const))(
    'leads from %s to its beginning, with what came before',
    async (_, one) => {
      const story = await investigate(opened, one.eventId, never)
      expect(Investigation.parse(story)).toEqual(story)
      expect(idsOf(story.chain as { eventId: string }[])).toEqual(one.chain)
      const { human } = story.deletion
      expect(human && { kind: human.kind, name: human.name, arn: human.arn }).toEqual(one.human)
      expect(
        story.precursors.map(({ eventId, kind, targets }) => ({ eventId, kind, target: targets[0]?.id })),
      ).toEqual(one.precursors)
      if (one.children.length > 0) expect(idsOf(story.cascade).sort()).toEqual([...one.children].sort())
      if (one.chainEnd === 'not-in-archive') expect(story.chainEnd.reason).toMatch(/not in this archive/)
    },
  )

  it('reads as a sentence that can be handed on', async () => {
    const { summary } = await storyOf('person-deletes-database', 'DeleteDBInstance', 1)
    expect(summary).toBe(
      'ann (IAM user, MFA) deleted RDS database prod-orders through role Admin at 2026-03-04 10:07:31 UTC from 198.51.100.7. Protection had been removed 3 minutes before (ModifyDBInstance). It had been tried once before without success. It cannot be recovered: No final snapshot was taken and automated backups went with it; only older manual snapshots or AWS Backup recovery points could help.',
    )
  })

  it('gives each hop the grade of its evidence', async () => {
    const { chain, deletion } = await storyOf('person-deletes-database', 'DeleteDBInstance', 1)
    expect(chain.map(({ eventName, grade }) => [eventName, grade])).toEqual([
      ['AssumeRole', 'exact key'],
      ['AssumeRole', 'sharedEventID'],
      ['ConsoleLogin', 'session name and time'],
    ])
    expect(deletion.human?.grade).toBe('session name and time')
  })

  it('shows the whole life of what was deleted', async () => {
    const { resource } = await storyOf('person-deletes-database', 'DeleteDBInstance', 1)
    expect(resource.map(({ eventName, kind, outcome }) => [eventName, kind, outcome])).toEqual([
      ['CreateDBInstance', 'created', 'succeeded'],
      ['DeleteDBInstance', 'destroyed', 'failed'],
      ['ModifyDBInstance', 'protection-removed', 'succeeded'],
      ['DeleteDBInstance', 'destroyed', 'succeeded'],
    ])
  })

  it('shows what the session did before and after, reads too', async () => {
    const { session } = await storyOf('person-deletes-database', 'DeleteDBInstance', 1)
    expect(session.before.map(({ eventName }) => eventName)).toEqual([
      'DescribeDBInstances',
      'DeleteDBInstance',
      'ModifyDBInstance',
    ])
    expect(session.after.map(({ eventName }) => eventName)).toEqual(['DescribeDBInstances'])
    expect(session.more).toBe(0)
  })

  it('groups what a stack took with it under the call that deleted the stack', async () => {
    const root = planted('stack-deletion', 'DeleteStack')
    const story = await investigate(opened, root.eventId, never)
    const caused = truth.deletions.filter(({ cause }) => cause?.eventId === root.eventId)
    expect(idsOf(story.cascade)).toEqual(caused.map(({ eventId }) => eventId))
    const child = await storyOf('stack-deletion', 'TerminateInstances')
    expect(child.summary).toContain('carla.reyes@example.com')
    expect(child.summary).toContain('DeleteStack of CloudFormation stack search-preview')
  })

  it('lists what the same caller was refused', async () => {
    const { attempts } = await storyOf('leaked-key-empties-bucket', 'DeleteObjects')
    expect(idsOf(attempts)).toContain(planted('leaked-key-empties-bucket', 'StopLogging').eventId)
  })

  it('tells a scheduled deletion that was taken back from one that was carried out', async () => {
    const [carriedOut, saved, waiting] = await Promise.all(
      [0, 1, 2].map((nth) => storyOf('encryption-keys-scheduled', 'ScheduleKeyDeletion', nth)),
    )
    expect(carriedOut?.cascade.map(({ eventName }) => eventName)).toEqual(['DeleteKey'])
    expect(idsOf(saved?.restores ?? [])).toEqual([
      planted('encryption-keys-scheduled', 'CancelKeyDeletion').eventId,
    ])
    expect(saved?.summary).toContain('It was brought back')
    expect(waiting?.summary).toContain('It can be cancelled until')
  })

  it('of one item of a batch names the batch', async () => {
    const batch = planted('leaked-key-empties-bucket', 'DeleteObjects')
    const item = await investigate(opened, batch.children[0] ?? '', never)
    expect(item.deletion.cause).toMatchObject({ kind: 'batch', eventId: batch.eventId })
    expect(item.deletion.human?.name).toBe('deploy-bot')
  })

  it('says where the missing beginning of a chain would be', async () => {
    const { chainEnd, summary } = await storyOf('callers-without-history', 'DeleteVolume')
    expect(chainEnd.reason).toContain(
      'The AssumeRole that began the session "partner-sync" of role PartnerAccess',
    )
    expect(summary).toMatch(/^Somebody unknown/)
  })

  it('leads every record it names to its file and bytes', async () => {
    const story = await storyOf('person-deletes-database', 'DeleteDBInstance', 1)
    const evidence = new Set(story.evidence.map(({ eventId }) => eventId))
    const named = [story.deletion, ...story.precursors, ...story.attempts].map(({ eventId }) => eventId)
    expect(
      [...named, ...story.chain.map(({ eventId }) => eventId ?? '')].filter((id) => !evidence.has(id)),
    ).toEqual([])
    expect(story.evidence.every(({ path, sha256, byteLength }) => path && sha256 && byteLength > 0)).toBe(
      true,
    )
  })

  it('is refused for an event that deletes nothing, and for one that is not there', async () => {
    const read = truth.stories.find(({ name }) => name === 'ordinary-crossings')?.eventIds[0] ?? ''
    await expect(investigate(opened, read, never)).rejects.toMatchObject({ code: 'deletions/none' })
    await expect(investigate(opened, 'nope', never)).rejects.toMatchObject({ code: 'event/not-found' })
  })
})

describe('what happened to a thing', () => {
  it.each(['prod-orders', 'db:prod-orders', 'PROD-ORD'])('is found by %s', async (target) => {
    const index = await ensureIndex(opened, never, () => undefined)
    const found = await opened.read(never, (db) => searchResource(db, index.actions, target, 100))
    expect(found.resources[0]).toMatchObject({ type: 'AWS::RDS::DBInstance', id: 'prod-orders', events: 4 })
    expect(found.events.map(({ kind }) => kind)).toEqual([
      'created',
      'destroyed',
      'protection-removed',
      'destroyed',
    ])
  })
})
