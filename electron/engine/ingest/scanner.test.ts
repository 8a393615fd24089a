import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanValue, skipSpace } from './json-scan'
import type { StagedRow } from './record-cells'
import { next, took } from './scanner'
import { newScanner, plainRow, rowsOf } from './staged.test-support'

/** A row without its place in the case and in the file, in one order. */
const withoutPlace = (row: StagedRow): object =>
  Object.fromEntries(
    [...row]
      .filter(([name]) => !['seq', 'source_id', 'byte_offset', 'byte_length'].includes(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

const scalar = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('"', '\\', '\n', '\u0000', 'é', '😀', '\ud800', 'a', ' ', '/'),
    maxLength: 20,
  }),
  fc.constantFrom(
    '2026-03-04T10:07:31Z',
    '2026-03-04T10:07:31.5Z',
    '2026-02-29T00:00:00Z',
    '2024-02-29T23:59:59Z',
  ),
  fc.constantFrom(
    '2026-03-04 10:07:31+11:00',
    'true',
    'false',
    'aws:s3',
    1_772_618_851,
    1.5,
    '0000-00-00T00:00:00Z',
  ),
  fc.boolean(),
  fc.integer(),
  fc.constant(null),
)
/** What the rules for principals, outcomes and the like look at. */
function identityText() {
  return fc.constantFrom(
    ...[
      'AssumedRole',
      'Root',
      'IdentityCenterUser',
      'AIDAEXAMPLE:ada',
      'AIDAEXAMPLE:',
      'arn:aws:iam::1:user/ada',
    ],
    ...['arn:aws:sts::1:assumed-role/Admin/ada', 'arn:aws:sts::1:assumed-role/Admin/', 'a/b', '/'],
  )
}
const telling = fc.constantFrom(
  ...['signin.amazonaws.com', 's3.amazonaws.com', 'lambda.amazonaws.com', 'GetObject', 'InvokeFunction'],
  ...['Client.DryRunOperation', 'AccessDeniedException', 'NoSuchBucket', 'Insight', 'Aggregated', 'Data'],
  ...[
    'aws-cli/2.17.9',
    'Boto3/1',
    'console.amazonaws.com',
    'kube',
    '',
    'Mozilla/5.0',
    'cloudtrail.amazonaws.com',
  ],
  { ConsoleLogin: 'Failure' },
)
const resourceList = fc.array(
  fc.oneof(
    fc.record(
      {
        ARN: fc.oneof(fc.constantFrom('arn:aws:s3:::a', 'arn:aws:s3:::b', 'a"\n\u00e9'), fc.jsonValue()),
        arn: fc.constantFrom('arn:aws:s3:::a', 'arn:aws:s3:::c', null),
        type: fc.string(),
      },
      { requiredKeys: [] },
    ),
    fc.jsonValue(),
  ),
  { maxLength: 6 },
)
const value = fc.oneof(
  { weight: 1, arbitrary: telling },
  { weight: 1, arbitrary: resourceList },
  { weight: 3, arbitrary: scalar },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
)

const topKeys = fc.constantFrom(
  ...['eventTime', 'eventName', 'eventSource', 'eventCategory', 'eventID', 'readOnly', 'managementEvent'],
  ...[
    'userAgent',
    'errorCode',
    'errorMessage',
    'responseElements',
    'timeWindow',
    'requestParameters',
    'resources',
    'eventId',
    'accountId',
    'somethingNew',
    'ключ',
    'a"b',
    'recipientAccountId',
  ],
)
const identityKeys = ['type', 'arn', 'userName', 'accountId', 'principalId', 'invokedBy', 'other']
const identity = fc.dictionary(fc.constantFrom(...identityKeys), fc.oneof(value, identityText()), {
  maxKeys: 5,
})

const session = fc.record(
  {
    sessionIssuer: fc.oneof(identity, scalar),
    attributes: fc.record({ creationDate: scalar, mfaAuthenticated: scalar }),
    sourceIdentity: scalar,
  },
  { requiredKeys: [] },
)
const record = fc
  .tuple(
    fc.dictionary(topKeys, value, { maxKeys: 10 }),
    fc.oneof(
      fc.tuple(identity, session).map(([members, sessionContext]) => ({ ...members, sessionContext })),
      scalar,
    ),
  )
  .chain(([members, userIdentity]) =>
    fc
      .constantFrom('x', 'AwsAggregatedEvent')
      .map((eventType) => [members, userIdentity, eventType] as const),
  )
  .map(([members, userIdentity, eventType]) => ({
    eventVersion: '1.08',
    awsRegion: 'eu-west-1',
    eventType,
    ...members,
    ...(members.timeWindow
      ? { timeWindow: { windowStart: '2025-10-30 23:45:00', windowEnd: members.timeWindow } }
      : {}),
    userIdentity,
  }))

/** The same JSON, written with white space, escapes and repeated keys that a parser has to see through. */
const spelled = fc
  .tuple(record, fc.constantFrom(0, 1, 2, 3), fc.boolean())
  .map(([members, indent, repeat]) => {
    const text = JSON.stringify(members, null, indent)
    const escaped = indent === 3 ? text.replace(/"eventName"/g, '"event\\u004eame"') : text
    if (!repeat) return escaped
    return `{"eventName":"first","userIdentity":{"arn":"first"},"somethingNew":[1, 2],${escaped.slice(escaped.indexOf('{') + 1)}`
  })

describe('the scanner', () => {
  it('takes out of every record what the plain scanner takes out', () => {
    const scanner = newScanner()
    fc.assert(
      fc.property(fc.array(spelled, { minLength: 1, maxLength: 5 }), (texts) => {
        scanner.clearSegment()
        const bytes = Buffer.from(`[${texts.join(' ,\n')}]`)
        scanner.load(bytes)
        const isRecord = texts.map((text) => !/"eventSource"\s*:\s*"aws:s3"/.test(text))
        if (!isRecord.every(Boolean)) return
        expect(scanner.takeElements(1, next.first, 7, 100)).toBe(took.done)
        expect(scanner.rowCount).toBe(texts.length)
        const rows = rowsOf(scanner)
        for (const row of rows) {
          const offset = Number(row.get('byte_offset')) - 100
          const text = bytes.subarray(offset, offset + Number(row.get('byte_length')))
          expect(withoutPlace(row)).toEqual(withoutPlace(plainRow(text)))
        }
        const offsets = rows.map((row) => Number(row.get('byte_offset'))).sort((a, b) => a - b)
        expect(new Set(offsets).size).toBe(texts.length)
      }),
      { numRuns: 2000 },
    )
  })

  it('agrees with the plain scanner on every value, valid or not, wherever it is cut', () => {
    const scanner = newScanner()
    const noise = fc.constantFrom(
      '"',
      '\\',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '\u0001',
      'é',
      'tru',
      '-',
      '1e',
      '.5',
      '\\u12',
      '\ufffd',
    )
    const mutated = fc
      .tuple(
        fc.oneof(record, fc.jsonValue()),
        fc.nat(),
        fc.oneof(noise, fc.constant('')),
        fc.nat(3),
        fc.nat(),
      )
      .map(([json, at, insert, remove, cut]) => {
        const bytes = Buffer.from(JSON.stringify(json))
        const place = at % (bytes.length + 1)
        const changed = Buffer.concat([
          bytes.subarray(0, place),
          Buffer.from(insert),
          bytes.subarray(place + remove),
        ])
        return cut % 3 === 0 ? changed.subarray(0, cut % (changed.length + 1)) : changed
      })
    fc.assert(
      fc.property(
        fc.oneof(
          mutated,
          fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
        ),
        (bytes) => {
          scanner.clearSegment()
          scanner.load(bytes)
          const start = skipSpace(bytes, 0)
          expect(scanner.skipValue(start)).toEqual(scanValue(bytes, start))
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('hands rows out by time, those without one last, equal ones in the order of the file', () => {
    const scanner = newScanner()
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(5), { nil: null }), { maxLength: 200 }), (seconds) => {
        scanner.clearSegment()
        const records = seconds.map((second) => ({
          eventVersion: '1',
          eventName: 'x',
          eventSource: 'y',
          ...(second === null ? {} : { eventTime: `2026-01-01T00:00:0${second}Z` }),
        }))
        scanner.load(Buffer.from(JSON.stringify(records)))
        scanner.takeElements(1, next.first, 0, 0)
        const got = rowsOf(scanner).map((row) => [row.get('event_time') ?? null, row.get('byte_offset')])
        const sorted = [...got].sort(([a, x], [b, y]) => {
          if (a === null || b === null) return a === b ? Number(x) - Number(y) : a === null ? 1 : -1
          return Number(a) - Number(b) || Number(x) - Number(y)
        })
        expect(got).toEqual(sorted)
        expect(got.length).toBe(seconds.length)
      }),
      { numRuns: 200 },
    )
  })

  it('rejects nesting of a million levels without running out of stack', () => {
    const scanner = newScanner()
    const deep = Buffer.from(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`)
    scanner.load(deep)
    expect(scanner.skipValue(0)).toMatchObject({ fault: 'nested too deeply' })
    expect(scanValue(deep, 0)).toMatchObject({ fault: 'nested too deeply' })
  })
})
