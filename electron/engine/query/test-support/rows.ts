import { type FieldName, fieldNames, specOf } from '../../../contract/event'

/** One event of a test: text, booleans, lists and JSON text by field; times in microseconds; what is missing is null. */
export type TestRow = { seq: number; timeMicros: number | null } & Partial<
  Record<Exclude<FieldName, 'seq' | 'eventTime'>, string | number | boolean | string[] | null>
>

/** A small generator of pseudo-random numbers (mulberry32), so that a failing seed can be run again. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Values on purpose unpleasant: the word null, blanks, quotes, wildcards, other scripts, equal but for case. */
export const pools = {
  eventName: [
    'GetObject',
    'getobject',
    'DeleteObject',
    'Null',
    'null',
    '',
    "O'Brien",
    '100%_done',
    'Ärger',
    null,
  ],
  eventSource: ['s3.amazonaws.com', 'ec2.amazonaws.com', 'iam.amazonaws.com', null],
  eventCategory: ['Management', 'Data', 'Insight', 'Something New', null],
  readOnly: [true, false, null],
  outcome: ['succeeded', 'denied', 'failed', 'dry-run'],
  awsRegion: ['eu-central-1', 'us-east-1', null],
  recipientAccountId: ['111111111111', '222222222222', '333333333333', null],
  errorCode: [null, null, 'AccessDenied', 'Client.DryRunOperation'],
  sourceIPAddress: [
    '198.51.100.7',
    '198.51.101.8',
    '2001:db8::1',
    '2001:db8:1::',
    'AWS Internal',
    '::ffff',
    null,
  ],
  userAgentFamily: ['Console', 'AWS CLI', null],
  principal: ['arn:aws:iam::111111111111:user/ann', 'arn:aws:sts::1:assumed-role/r/𝒔ession', 'root', null],
  user: ['ann', 'Bob "the" Builder', '日本', null],
  'userIdentity.accessKeyId': ['AKIAEXAMPLE1', 'ASIAEXAMPLE2', null],
} as const

const payloads = [
  null,
  '{"bucketName":"logs","key":"a/b c"}',
  '{"bucketName":"data","tags":[{"k":"env","v":"prod"},{"k":"q","v":"say \\"hi\\""}]}',
  '{"bucketName":null,"count":12,"deep":{"a.b":true}}',
  '{"accessKeyId":"AKIAEXAMPLE1"}',
  '["x"]',
]

const arns = ['arn:aws:s3:::logs', 'arn:aws:s3:::data/key,with comma', 'arn:aws:kms:eu-1:1:key/k']

/** Rows with seq in the order in which they are given: the caller sorts and numbers them a segment at a time. */
export function randomRows(count: number, seed: number): Omit<TestRow, 'seq'>[] {
  const random = randomOf(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const start = Date.UTC(2026, 2, 1) * 1000
  return Array.from({ length: count }, (_, at) => {
    const chosen = Object.fromEntries(
      Object.entries(pools).map(([field, pool]) => [field, pick<unknown>(pool)]),
    )
    const resources = arns.filter(() => random() < 0.3)
    return {
      ...chosen,
      timeMicros:
        random() < 0.03
          ? null
          : start + Math.floor(random() ** 2 * 5 * 86_400) * 1e6 + (random() < 0.1 ? 500_000 : 0),
      eventId: `event-${seed}-${at}`,
      requestId: `request-${at % 50}`,
      resourceArns: resources.length > 0 ? resources : pick([null, []]),
      requestParameters: pick(payloads),
      responseElements: pick(payloads),
      userIdentity: pick([null, `{"type":"IAMUser","userName":"ann"}`]),
      sourceId: 0,
      byteOffset: at * 10,
      byteLength: 10,
    }
  })
}

/** A row as the NDJSON line that DuckDB reads into the columns of `events`. */
export function lineOf(row: TestRow): string {
  const line: Record<string, unknown> = {}
  for (const field of fieldNames) {
    const value = field === 'seq' ? row.seq : field === 'eventTime' ? timeText(row.timeMicros) : row[field]
    if (value !== undefined && value !== null) line[specOf(field).column] = value
  }
  return JSON.stringify(line)
}

const timeText = (micros: number | null): string | null =>
  micros === null
    ? null
    : `${new Date(Math.floor(micros / 1000)).toISOString().slice(0, -1)}${String(micros % 1000).padStart(3, '0')}`
