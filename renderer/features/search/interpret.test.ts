import { describe, expect, it } from 'vitest'
import { Filter } from '../../../electron/contract/filter'
import { filterText } from './filter-words'
import { identifierKind, impossible, interpret, suggestFields } from './interpret'

const first = (typed: string) => interpret(typed)[0]

describe('what is typed into the query bar', () => {
  it.each([
    ['arn:aws:s3:::bucket/key', 'identifier'],
    ['AKIAIOSFODNN7EXAMPLE', 'identifier'],
    ['203.0.113.7', 'identifier'],
    ['2001:db8::1', 'identifier'],
    ['0d3ee9c3-0fd4-4f1c-a4bb-17c7eb4b5a0e', 'identifier'],
    ['i-0a5ca2f4cdc651cb7', 'identifier'],
    ['111122223333', 'identifier'],
    ['198.51.100.0/24', 'cidr'],
    ['production', 'text'],
    ['"203.0.113.7"', 'text'],
    ['drop table', 'text'],
    ['eventName:DeleteBucket', 'field'],
    ['errorMessage~denied', 'field'],
  ])('reads %s as %s', (typed, how) => {
    expect(first(typed)?.how).toBe(how)
  })

  it.each([
    ['readOnly:maybe', /maybe.*true, false/],
    ['-readOnly:true,no', /“no”/],
    ['eventTime:rubbish', /a time/],
    ['seq:abc', /a whole number/],
  ])('says that %s can be true for no event, and reads it as text', (typed, why) => {
    expect(impossible(typed)).toMatch(why)
    expect(first(typed)?.how).toBe('text')
  })

  it.each(['readOnly:TRUE', 'readOnly:null', 'eventTime:2026-03-04T10:07:31Z', 'seq:17', 'user:maybe'])(
    'lets %s be',
    (typed) => {
      expect(impossible(typed)).toBeNull()
      expect(first(typed)?.how).toBe('field')
    },
  )

  it('takes TRUE for true', () => {
    expect(first('readOnly:TRUE')?.draft).toMatchObject({ values: ['true'] })
  })

  it('takes the names people use for fields', () => {
    expect(first('service:s3.amazonaws.com')?.draft).toMatchObject({ kind: 'values', field: 'eventSource' })
    expect(first('eventID:x')?.draft).toMatchObject({ field: 'eventId' })
    expect(first('requestParameters.bucketName=b')?.draft).toMatchObject({
      field: 'requestParameters.bucketName',
    })
  })

  it('leaves out with a minus, an exclamation mark or !=', () => {
    for (const typed of ['-user:bob', '!user:bob', 'user!=bob'])
      expect(first(typed)?.draft).toMatchObject({
        kind: 'values',
        field: 'user',
        values: ['bob'],
        exclude: true,
      })
    expect(first('-secret')?.draft).toMatchObject({ kind: 'text', text: 'secret', exclude: true })
  })

  it('takes null for no value, and in quotes for the word', () => {
    expect(first('errorCode:null')).toMatchObject({
      words: 'Error code is (none)',
      draft: { kind: 'values', field: 'errorCode', values: [null], exclude: false },
    })
    expect(first('errorCode!=NULL')?.draft).toMatchObject({ values: [null], exclude: true })
    expect(first('errorCode:null,AccessDenied')?.draft).toMatchObject({ values: [null, 'AccessDenied'] })
    expect(first('errorCode:"null"')?.draft).toMatchObject({ values: ['null'] })
    expect(interpret('errorCode:null')[1]).toMatchObject({
      words: 'Error code is the text “null”',
      draft: { values: ['null'] },
    })
  })

  it('takes for a block of addresses only what is one', () => {
    expect(first('-10.0.0.0/8')?.draft).toMatchObject({ kind: 'cidr', block: '10.0.0.0/8', exclude: true })
    for (const typed of ['10.0.0.0/99', '300.1.1.1/8', '2001:db8::/129', '10.0.0/8'])
      expect(
        interpret(typed).map((reading) => reading.how),
        typed,
      ).not.toContain('cidr')
    expect(first('ip:10.0.0.0/99')?.how).toBe('field')
  })

  it('offers plain words as text and as an exact identifier, text first', () => {
    expect(interpret('prod').map((reading) => reading.how)).toEqual(['text', 'identifier'])
  })

  it('does not take an ARN or a URL for a field', () => {
    expect(first('arn:aws:iam::1:user/x')?.how).toBe('identifier')
    expect(first('https://example.com')?.how).toBe('text')
  })

  it('makes nothing but clauses that the engine takes', () => {
    for (const typed of [
      'a:b',
      'user:a,b',
      'user:(none)',
      'ip:10.0.0.0/8',
      '-x',
      '"',
      '::',
      '~',
      ':',
      '-',
      'user:',
      '!!',
    ])
      for (const reading of interpret(typed))
        expect(Filter.safeParse({ id: 'f1', ...reading.draft }).success, `${typed}: ${reading.words}`).toBe(
          true,
        )
  })

  it('brings a clause back to the text it was typed as', () => {
    for (const typed of [
      '-user:bob',
      'eventName:A,B',
      'errorCode:null',
      'errorCode:"null",AccessDenied',
      'eventName:"a,b"',
      'errorMessage~denied',
      '198.51.100.0/24',
      '-10.0.0.0/8',
      'production',
      '203.0.113.7',
    ]) {
      const draft = first(typed)?.draft
      expect(filterText(Filter.parse({ id: 'f1', ...draft }))).toBe(typed)
    }
  })

  it('suggests fields by either of their names', () => {
    expect(suggestFields('eventN')).toContain('eventName')
    expect(suggestFields('access')).toContain('userIdentity.accessKeyId')
    expect(suggestFields('')).toEqual([])
  })

  it('knows identifiers by their shape', () => {
    expect(identifierKind('ASIAHWMYERM5QNG3NGVM')).toBe('access key or principal ID')
    expect(identifierKind('hello')).toBeNull()
  })
})
