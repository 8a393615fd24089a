import { describe, expect, it } from 'vitest'
import { distance, offsetWords, splitSummary, typeWords, withoutRecovery } from './words'

describe('the words of the Deletions view', () => {
  it('names a type as people do', () => {
    expect(typeWords('AWS::RDS::DBInstance')).toBe('RDS DB instance')
    expect(typeWords('AWS::EC2::SecurityGroup')).toBe('EC2 security group')
    expect(typeWords('AWS::S3::Bucket')).toBe('S3 bucket')
    expect(typeWords('acme:Tenant')).toBe('acme tenant')
    expect(typeWords('AWS::EC2::VPC')).toBe('EC2 VPC')
    expect(typeWords('')).toBe('')
  })

  it('says a distance in its two largest units', () => {
    expect(distance(182_000)).toBe('3 min 2 s')
    expect(distance(-86_400_000 * 2 - 3_600_000)).toBe('2 d 1 h')
    expect(distance(86_400_000 + 5_000)).toBe('1 d')
    expect(distance(999)).toBe('0 s')
  })

  it('says on which side of the deletion an event lies', () => {
    const at = '2026-03-04T10:07:31Z'
    expect(offsetWords('2026-03-04T10:04:29Z', at)).toBe('3 min 2 s before')
    expect(offsetWords('2026-03-04T10:09:02Z', at)).toBe('1 min 31 s after')
    expect(offsetWords('2026-03-04T10:07:31.4Z', at)).toBe('at the same second')
    expect(offsetWords('never', at)).toBe('')
  })

  it('sets the first sentence apart, whatever full stops the names before its time hold', () => {
    expect(
      splitSummary(
        'j. Doe (IAM user) deleted RDS database v1. Final at 2026-03-04 10:07:31 UTC from 198.51.100.7. Protection had been removed. It cannot be recovered: no snapshot.',
      ),
    ).toEqual({
      lead: 'j. Doe (IAM user) deleted RDS database v1. Final at 2026-03-04 10:07:31 UTC from 198.51.100.7.',
      rest: 'Protection had been removed. It cannot be recovered: no snapshot.',
    })
    expect(splitSummary('One sentence only.')).toEqual({ lead: 'One sentence only.', rest: '' })
  })

  it('leaves out of the summary what the line on recovery says right below it', () => {
    const how = 'No final snapshot was taken; only older ones could help.'
    expect(withoutRecovery(`It was tried once. It cannot be recovered: ${how}`, how)).toBe(
      'It was tried once.',
    )
    expect(withoutRecovery(`It cannot be recovered: ${how}`, how)).toBe('')
    expect(withoutRecovery('It was brought back later.', how)).toBe('It was brought back later.')
    expect(withoutRecovery('Nothing more.', undefined)).toBe('Nothing more.')
  })
})
