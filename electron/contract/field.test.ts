import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatField, parseField } from './field'

describe('a field reference', () => {
  it('takes a column of the column table in any case, CloudTrail spelling included', () => {
    expect(parseField('eventID')).toEqual({ kind: 'column', field: 'eventId' })
    expect(parseField('USERIDENTITY.ARN')).toEqual({ kind: 'column', field: 'userIdentity.arn' })
  })

  it('takes a path into a JSON column', () => {
    expect(parseField('requestParameters.bucketName')).toEqual({
      kind: 'json',
      field: 'requestParameters',
      path: ['bucketName'],
    })
    expect(parseField('resources[0].ARN')).toEqual({ kind: 'json', field: 'resources', path: [0, 'ARN'] })
  })

  it('refuses a path into a column that is not JSON, and what is not a field at all', () => {
    expect(parseField('eventName.x')).toBeNull()
    expect(parseField('nothing')).toBeNull()
    expect(parseField('requestParameters.')).toBeNull()
    expect(parseField('')).toBeNull()
  })

  it('reads back whatever it writes, however odd the keys are', () => {
    const step = fc.oneof(fc.string({ minLength: 1 }), fc.nat(1000))
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 5 }), (path) => {
        const ref = { kind: 'json', field: 'requestParameters', path } as const
        expect(parseField(formatField(ref))).toEqual(ref)
      }),
    )
  })
})
