import { describe, expect, it } from 'vitest'
import { shippedCatalogue } from './catalogue'
import { createClassifier, isDestructive } from './classify'
import { corpusRecords, hasCorpus } from './corpus.test-support'
import { outcomeOf } from './outcome'
import { type TrailRecord, textAt } from './record'
import { createResolver } from './targets'

const catalogue = shippedCatalogue()
const classifier = createClassifier(catalogue)
const resolve = createResolver(catalogue)

const base = { awsRegion: 'eu-west-1', recipientAccountId: '111122223333', eventSource: 'ec2.amazonaws.com' }

function targetsOf(record: TrailRecord) {
  const classification = classifier.classify(record)
  if (!classification) throw new Error('not an action')
  return resolve(record, classification)
}

describe('the targets of a call', () => {
  it('are as many as the call names', () => {
    const items = ['i-0aaaaaaaaaaaaaaaa', 'i-0bbbbbbbbbbbbbbbb'].map((instanceId) => ({ instanceId }))
    const { targets } = targetsOf({
      ...base,
      eventName: 'TerminateInstances',
      requestParameters: { instancesSet: { items } },
    })
    expect(targets.map(({ arn, rule }) => [arn, rule])).toEqual([
      ['arn:aws:ec2:eu-west-1:111122223333:instance/i-0aaaaaaaaaaaaaaaa', 'catalogue'],
      ['arn:aws:ec2:eu-west-1:111122223333:instance/i-0bbbbbbbbbbbbbbbb', 'catalogue'],
    ])
  })

  it.each([
    ['a wrapped scalar', { DeleteFlowLogsRequest: { FlowLogId: { content: 'fl-1', tag: 1 } } }, ['fl-1']],
    [
      'a list of wrapped scalars',
      { DeleteFlowLogsRequest: { FlowLogId: [{ content: 'fl-1' }, { content: 'fl-2' }] } },
      ['fl-1', 'fl-2'],
    ],
    ['the flat list of another sample', { flowLogId: ['fl-1', 'fl-2'] }, ['fl-1', 'fl-2']],
  ])('are found in %s of a newer EC2 call', (_, requestParameters, ids) => {
    const { targets } = targetsOf({ ...base, eventName: 'DeleteFlowLogs', requestParameters })
    expect(targets.map(({ id }) => id)).toEqual(ids)
  })

  it('leave what only takes part in the call beside', () => {
    const { targets, related } = targetsOf({
      ...base,
      eventSource: 'iam.amazonaws.com',
      eventName: 'RemoveUserFromGroup',
      requestParameters: { userName: 'ann', groupName: 'admins' },
    })
    expect(targets.map(({ arn }) => arn)).toEqual(['arn:aws:iam::111122223333:user/ann'])
    expect(related.map(({ id }) => id)).toEqual(['admins'])
  })

  it('take the account from an ARN in the record when the resource belongs to another one', () => {
    const { targets } = targetsOf({
      ...base,
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'StopLogging',
      requestParameters: { name: 'org-trail' },
      errorCode: 'AccessDenied',
      errorMessage:
        'User: arn:aws:iam::111122223333:user/x is not authorized to perform: cloudtrail:StopLogging on resource: arn:aws:cloudtrail:us-east-1:999900001111:trail/org-trail because no identity-based policy allows it',
    })
    expect(targets[0]?.arn).toBe('arn:aws:cloudtrail:us-east-1:999900001111:trail/org-trail')
  })

  it('split an ARN that was given for a name', () => {
    const stack =
      'arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/2f5c8e00-0000-11ef-8f6a-0a0000000000'
    const { targets } = targetsOf({
      ...base,
      eventSource: 'cloudformation.amazonaws.com',
      eventName: 'DeleteStack',
      requestParameters: { stackName: stack },
    })
    expect(targets[0]).toMatchObject({ id: 'shop', arn: stack })
  })

  it('are unknown with a reason, by what the record lacks', () => {
    const about = (record: TrailRecord) =>
      targetsOf({ ...base, eventSource: 'ssm.amazonaws.com', eventName: 'DeleteParameter', ...record })
        .unknown
    expect(about({})).toMatch(/larger than 100 KB/)
    expect(about({ requestParameters: null })).toMatch(/null/)
    expect(about({ requestParameters: null, errorCode: 'ThrottlingException' })).toMatch(
      /ThrottlingException/,
    )
    expect(about({ requestParameters: { name: 'HIDDEN_DUE_TO_SECURITY_REASONS' } })).toMatch(/hides/)
  })
})

describe('the rules, in their order', () => {
  const record = (more: TrailRecord): TrailRecord => ({
    ...base,
    eventSource: 'widgets.amazonaws.com',
    eventName: 'DeleteWidget',
    ...more,
  })

  it.each([
    ['generic', { requestParameters: { widgetId: 'w-1', projectName: 'p' } }, 'w-1'],
    [
      'resources',
      { requestParameters: null, resources: [{ ARN: 'arn:aws:widgets:eu-west-1:1:widget/w-1' }] },
      'w-1',
    ],
    [
      'service-event',
      { serviceEventDetails: { widgetArn: 'arn:aws:widgets:eu-west-1:1:widget/w-1' } },
      'w-1',
    ],
    ['response', { requestParameters: null, responseElements: { widget: { widgetId: 'w-1' } } }, 'w-1'],
    [
      'error-message',
      { errorMessage: 'Widget arn:aws:widgets:eu-west-1:111122223333:widget/w-1 is in use.' },
      'w-1',
    ],
  ] as const)('%s finds it', (rule, more, id) => {
    expect(targetsOf(record(more as unknown as TrailRecord)).targets).toMatchObject([{ rule, id }])
  })

  it('prefer the key that the event name speaks of', () => {
    const { targets } = targetsOf({
      ...base,
      eventSource: 'widgets.amazonaws.com',
      eventName: 'DeleteWidgetPart',
      requestParameters: { widgetId: 'w-1', widgetPartId: 'part-9', clientToken: 'x' },
    })
    expect(targets.map(({ id }) => id)).toEqual(['part-9'])
  })
})

describe.skipIf(!hasCorpus)('public records', () => {
  const actions = hasCorpus
    ? corpusRecords('stratus-red-team', 'invictus-aws_dataset', 'boogy-log-parser', 'aws-docs', 'eventbridge')
        .map(({ record }) => ({ record, classification: classifier.classify(record) }))
        .flatMap(({ record, classification }) =>
          classification && isDestructive(classification.kind) ? [{ record, classification }] : [],
        )
    : []

  it('of destructive successes all have a target', () => {
    const without = actions
      .filter(({ record }) => outcomeOf(record).outcome === 'succeeded')
      .map(({ record, classification }) => ({ record, ...resolve(record, classification) }))
      .filter(({ targets }) => targets.length === 0)
    expect(without.map(({ record, unknown }) => [record.eventName, unknown])).toEqual([])
  })

  it('resolve to the table of event, impact, target type, rule and path', async () => {
    const rows = new Set(
      actions.flatMap(({ record, classification }) => {
        const { targets, unknown } = resolve(record, classification)
        const found = targets.map(({ type, rule, path }) => `${type} | ${rule} | ${path}`)
        return (found.length > 0 ? found : [`– | – | ${unknown}`]).map(
          (text) =>
            `${textAt(record, 'eventSource')} | ${textAt(record, 'eventName')} | ${classification.kind} | ${outcomeOf(record).outcome} | ${text}`,
        )
      }),
    )
    const table = [...rows].sort().join('\n')
    await expect(`${table}\n`).toMatchFileSnapshot('fixtures/corpus-targets.txt')
  })
})
