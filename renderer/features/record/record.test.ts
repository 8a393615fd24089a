import { describe, expect, it } from 'vitest'
import { Field } from '../../../electron/contract/filter'
import { parseJsonTree } from '../../lib/json-tree'
import { fieldOfPath, pathText } from './field-of-path'
import { flattenJson } from './flatten'
import { presence } from './presence'
import { summarise } from './summary'

describe('which field a value is filtered by', () => {
  it.each([
    [['eventName'], 'eventName'],
    [['eventID'], 'eventId'],
    [
      ['userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated'],
      'userIdentity.sessionContext.attributes.mfaAuthenticated',
    ],
    [['requestParameters', 'bucketName'], 'requestParameters.bucketName'],
    [['requestParameters', 'items', 0, 'a.b'], 'requestParameters.items[0]."a.b"'],
    [['resources', 0, 'ARN'], 'resources[0].ARN'],
    [['somethingNew'], 'rest.somethingNew'],
  ])('%j is %s', (path, field) => {
    expect(fieldOfPath(path)).toBe(field)
    expect(Field.safeParse(field).success).toBe(true)
  })

  it('has none for a payload as a whole', () => {
    expect(fieldOfPath(['requestParameters'])).toBeNull()
  })

  it('writes a path as people do', () => {
    expect(pathText(['requestParameters', 'items', 0, 'name'])).toBe('requestParameters.items[0].name')
  })
})

describe('how a value is there or is not', () => {
  it('tells absent, null and hidden apart', () => {
    expect(presence('requestId', null, [])).toBe('absent')
    expect(presence('requestId', null, ['requestID'])).toBe('null')
    expect(presence('errorMessage', 'HIDDEN_DUE_TO_SECURITY_REASONS', [])).toBe('hidden')
    expect(presence('resourceArns', [], [])).toBe('absent')
    expect(presence('readOnly', false, [])).toBe('value')
  })
})

describe('the sentence', () => {
  const about = (fields: Record<string, unknown>, json = '{}') =>
    summarise(fields as never, parseJsonTree(json))

  it('says who signed in without MFA and from where', () => {
    expect(
      about(
        {
          eventName: 'ConsoleLogin',
          'userIdentity.type': 'Root',
          sourceIPAddress: '203.0.113.7',
          outcome: 'succeeded',
        },
        '{"responseElements":{"ConsoleLogin":"Success"},"additionalEventData":{"MFAUsed":"No"}}',
      ),
    ).toBe('The root user signed in to the console without MFA from 203.0.113.7.')
  })

  it('says what an Insight is about, which stands in its details alone', () => {
    const details = '{"state":"Start","eventSource":"ec2.amazonaws.com","eventName":"RunInstances"}'
    expect(about({ eventCategory: 'Insight' }, `{"insightDetails":${details}}`)).toBe(
      'CloudTrail Insights noted the start of unusual activity: RunInstances of ec2.',
    )
  })

  it('says what was refused and why', () => {
    expect(
      about({
        eventName: 'DeleteBucket',
        eventSource: 's3.amazonaws.com',
        user: 'mallory',
        outcome: 'denied',
        errorCode: 'AccessDenied',
        resourceArns: ['arn:aws:s3:::logs'],
      }),
    ).toBe('mallory called DeleteBucket of s3 on arn:aws:s3:::logs and was refused (AccessDenied).')
  })

  it('names the thing by its parameters where the record lists no resources', () => {
    expect(
      about({ eventName: 'DeleteTable', user: 'x' }, '{"requestParameters":{"tableName":"orders"}}'),
    ).toBe('x called DeleteTable on orders.')
  })

  it('names it by the parameter that is named after what the call is about', () => {
    const parameters = '{"requestParameters":{"userName":"bob","accessKeyId":"AKIAIOSFODNN7EXAMPLE"}}'
    expect(about({ eventName: 'DeleteAccessKey', user: 'x' }, parameters)).toBe(
      'x called DeleteAccessKey on AKIAIOSFODNN7EXAMPLE.',
    )
    expect(
      about(
        { eventName: 'DeleteNetworkInterface', user: 'x' },
        '{"requestParameters":{"force":true,"networkInterfaceId":"eni-1"}}',
      ),
    ).toBe('x called DeleteNetworkInterface on eni-1.')
  })

  it('sets a role that was taken on apart', () => {
    const role = { 'userIdentity.sessionContext.sessionIssuer.userName': 'ops' }
    expect(about({ 'userIdentity.type': 'AssumedRole', user: 'ann', eventName: 'GetUser', ...role })).toBe(
      'ann, in the role ops, called GetUser.',
    )
  })

  it('cuts long names in the middle where that is asked for, wherever they come from', () => {
    const long = `start-${'x'.repeat(400)}-end`
    const fields = { eventName: long, user: long, sourceIPAddress: long, resourceArns: [long] }
    const sentence = summarise(fields as never, parseJsonTree('{}'), 20)
    expect(sentence).toBe(
      'start-xxxx…xxxxx-end called start-xxxx…xxxxx-end on start-xxxx…xxxxx-end from start-xxxx…xxxxx-end.',
    )
    expect(about(fields)).toContain(long)
    const named = parseJsonTree(`{"requestParameters":{"tableName":"${long}"}}`)
    expect(summarise({ eventName: 'DeleteTable', user: 'x' } as never, named, 20)).toBe(
      'x called DeleteTable on start-xxxx…xxxxx-end.',
    )
  })

  it('says plainly when the record names nobody', () => {
    expect(about({})).toBe('Somebody the record does not name called an unnamed call.')
  })
})

describe('comparison', () => {
  it('lays every scalar out by its path', () => {
    expect([...flattenJson('{"a":{"b":[1,null]},"c":{},"d":"x"}')]).toEqual([
      ['a.b[0]', '1'],
      ['a.b[1]', 'null'],
      ['c', '{}'],
      ['d', 'x'],
    ])
  })
})
