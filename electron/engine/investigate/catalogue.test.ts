import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogueWith, shippedCatalogue } from './catalogue'
import { createClassifier } from './classify'

const catalogue = shippedCatalogue()
const suffix = new RegExp(catalogue.rules.suffix)

/** Operations with a destructive verb, and all others the catalogue names, from the public API models (September 2026). */
const operations = new Map(
  readFileSync(join(import.meta.dirname, 'fixtures/operations.txt'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [service = '', ...names] = line.split(' ')
      return [service, new Set(names)]
    }),
)

/**
 * Events that CloudTrail writes under another name than the API has, or that no public model lists. Each with where it
 * is documented.
 */
const recordedOtherwise: Record<string, string> = {
  DeleteBucketPublicAccessBlock: 'S3 user guide, CloudTrail events: DeletePublicAccessBlock of a bucket',
  DeleteAccountPublicAccessBlock: 'S3 user guide, CloudTrail events: DeletePublicAccessBlock of the account',
  PutBucketPublicAccessBlock: 'S3 user guide, CloudTrail events: PutPublicAccessBlock of a bucket',
  PutAccountPublicAccessBlock: 'S3 user guide, CloudTrail events: PutPublicAccessBlock of the account',
  PutBucketObjectLockConfiguration: 'S3 user guide, CloudTrail events: PutObjectLockConfiguration',
  DropTable: 'Keyspaces guide, CloudTrail: statements, not API calls',
  DropKeyspace: 'Keyspaces guide, CloudTrail: statements, not API calls',
  DisableUser: 'Identity Center guide, CloudTrail: calls of the Identity Store console',
  RemoveMemberFromGroup: 'Identity Center guide, CloudTrail: calls of the Identity Store console',
  DeleteMfaDeviceForUser: 'Identity Center guide, CloudTrail: calls of the Identity Store console',
}

describe('the catalogue that ships', () => {
  it('names only events that CloudTrail writes', () => {
    const unknown = catalogue.actions.flatMap(({ source, event, serviceEvent }) =>
      event
        .filter((name) => {
          const known = operations.get(source.replace('.amazonaws.com', ''))
          return !(
            serviceEvent ||
            known?.has(name) ||
            known?.has(name.replace(suffix, '')) ||
            Object.hasOwn(recordedOtherwise, name)
          )
        })
        .map((name) => `${source} ${name}`),
    )
    expect(unknown).toEqual([])
  })

  it.each(catalogue.rules.never.map((trap) => [trap.event, trap] as const))(
    'does not name %s, which is never an event',
    (event, { source }) => {
      const named = catalogue.actions.filter(
        (action) => action.event.includes(event) && (source === undefined || action.source === source),
      )
      expect(named).toEqual([])
    },
  )

  it('has every type that an entry speaks of', () => {
    const types = catalogue.actions.flatMap(({ targets }) => targets.map(({ type }) => type))
    expect(types.filter((type) => !catalogue.types.has(type))).toEqual([])
  })

  it('says for everything it calls destroyed, emptied or scheduled whether it comes back', () => {
    const losing = catalogue.actions.filter(({ impact }) =>
      ['destroyed', 'emptied', 'scheduled'].includes(impact ?? ''),
    )
    expect(losing.filter(({ recovery }) => !recovery).map(({ event }) => event[0])).toEqual([])
  })

  it('never hides a variant behind one without a condition', () => {
    const byEvent = new Map<string, boolean>()
    const hidden: string[] = []
    for (const { source, event, when } of catalogue.actions) {
      for (const name of event) {
        const key = `${source} ${name}`
        if (byEvent.get(key)) hidden.push(key)
        byEvent.set(key, when === undefined)
      }
    }
    expect(hidden).toEqual([])
  })

  it('accepts a dated name by its plain one and the other way round', () => {
    expect(catalogue.entriesFor('lambda.amazonaws.com', 'DeleteFunction')?.[0]?.impact).toBe('destroyed')
    expect(
      catalogue.entriesFor('cloudfront.amazonaws.com', 'DeleteDistribution2020_05_31')?.[0]?.impact,
    ).toBe('destroyed')
    expect(catalogue.entriesFor('cloudfront.amazonaws.com', 'DeleteFunction')).toBeNull()
  })
})

describe('the rules for what the catalogue does not name', () => {
  const classifier = createClassifier(catalogue)
  const destructive =
    /^(Batch|Admin|Force)?(Delete|Terminate|Purge|Deregister|Detach|Disassociate|Disable|Stop|Revoke|Release)(?=[A-Z])/

  it('leave no destructive operation of any service out, unless its name is known to be harmless', () => {
    const harmless = catalogue.rules.harmless.map((pattern) => new RegExp(pattern))
    const missed: string[] = []
    for (const [service, names] of operations) {
      const source = `${service}.amazonaws.com`
      for (const name of names) {
        const decided = catalogue.entriesFor(source, name) || harmless.some((pattern) => pattern.test(name))
        if (!destructive.test(name) || decided) continue
        if (classifier.nameClass(source, name) !== 'destructive') missed.push(`${service} ${name}`)
      }
    }
    expect(missed).toEqual([])
  })

  it.each([
    ['DeleteWidget', 'destroyed'],
    ['BatchDeleteWidgets', 'destroyed'],
    ['TerminateWidget', 'destroyed'],
    ['PurgeWidget', 'emptied'],
    ['DetachWidget', 'detached'],
    ['StopWidget', 'stopped'],
    ['RevokeWidgetAccess', 'access-removed'],
    ['DeleteWidgetLoggingConfiguration', 'logging-impaired'],
    ['DisableWidgetDeletionProtection', 'protection-removed'],
    ['CancelWidgetDeletion', 'restored'],
    ['ScheduleWidgetDeletion', 'scheduled'],
  ])('take %s for %s', (eventName, kind) => {
    const record = { eventSource: 'widgets.amazonaws.com', eventName, readOnly: false }
    expect(classifier.classify(record)?.kind).toBe(kind)
  })

  it.each([
    'UntagResource',
    'RemoveTagsFromResource',
    'DeleteMessage',
    'StopQuery',
    'RejectInvitation',
    'Deleted',
  ])('leave %s alone', (eventName) => {
    const record = { eventSource: 'widgets.amazonaws.com', eventName }
    const kind = classifier.classify(record)?.kind ?? 'none'
    expect(['none', 'changed']).toContain(kind)
  })

  it('believe a record that says it only read', () => {
    const record = { eventSource: 'widgets.amazonaws.com', eventName: 'DeleteWidget', readOnly: true }
    expect(classifier.classify(record)).toBeNull()
  })
})

describe("people's own catalogue files", () => {
  const own = (entry: object) => [
    { name: 'own.json', text: JSON.stringify({ format: 1, about: 'ours', ...entry }) },
  ]

  it('come before what ships', () => {
    const entry = {
      source: 'ec2.amazonaws.com',
      event: ['DeleteTags'],
      impact: 'protection-removed',
      targets: [{ type: 'AWS::EC2::TaggedResource', id: ['request.resourcesSet.items[].resourceId'] }],
    }
    const classifier = createClassifier(catalogueWith(own({ actions: [entry] })))
    expect(classifier.classify({ eventSource: 'ec2.amazonaws.com', eventName: 'DeleteTags' })?.kind).toBe(
      'protection-removed',
    )
  })

  it.each([
    ['{"format": 1, "about": ', 'is not JSON'],
    [
      JSON.stringify({ format: 1, about: '', actions: [{ source: 'x', event: ['Y'], impct: 'destroyed' }] }),
      'actions.0',
    ],
    [JSON.stringify({ format: 2, about: '' }), 'format'],
  ])('that are wrong are refused with where', (text, where) => {
    expect(() => catalogueWith([{ name: 'own.json', text }])).toThrow(where)
  })
})
