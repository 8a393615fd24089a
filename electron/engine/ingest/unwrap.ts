import { scanValue, skipSpace } from './json-scan'
import { markKeys } from './mark-keys'
import { decodeString, type Placed, within } from './placed'
import { membersOf } from './record-cells'

/** A record that was found inside of something, or the reason why there is none in it. */
export type Found = { record: Placed } | { none: string; place: Placed }

/** Keys under which tools keep the record, or a list of such: as JSON, or as JSON in a string. */
const wrapperKeys = new Set([
  'Records',
  'records',
  'Events',
  'events',
  'logEvents',
  'CloudTrailEvent',
  'cloudTrailEvent',
  'detail',
  'message',
  'Message',
  '@message',
  '_raw',
  '_source',
  'result',
  'hits',
  'body',
  'log',
  'event',
  'eventData',
  'original',
  'data',
])

const maxDepth = 8

/** The records in a value that is none itself, in their order. */
export function* unwrap(value: Placed, depth = 0): Generator<Found> {
  if (depth > maxDepth) {
    yield { none: 'wrapped too deeply', place: value }
    return
  }
  const start = skipSpace(value.bytes, 0)
  const first = value.bytes[start]
  if (first === 0x22) yield* unwrapString(value, depth)
  else if (first === 0x5b) yield* unwrapArray(value, start, depth)
  else if (first === 0x7b) yield* unwrapObject(value, start, depth)
  else yield { none: 'not a CloudTrail record', place: value }
}

function* unwrapString(value: Placed, depth: number): Generator<Found> {
  const text = decodeString(value)
  const start = skipSpace(text.bytes, 0)
  if (text.bytes[start] !== 0x7b && text.bytes[start] !== 0x5b) {
    yield { none: 'text, not a CloudTrail record', place: value }
    return
  }
  // A message may hold one document after the other.
  let at = start
  while (at < text.bytes.length) {
    const scan = scanValue(text.bytes, at)
    if ('fault' in scan) {
      yield { none: `${scan.fault} in a string`, place: within(text, at, text.bytes.length) }
      return
    }
    yield* unwrap(within(text, at, scan.end), depth + 1)
    at = skipSpace(text.bytes, scan.end)
  }
}

function* unwrapArray(value: Placed, start: number, depth: number): Generator<Found> {
  let at = skipSpace(value.bytes, start + 1)
  while (value.bytes[at] !== 0x5d) {
    const scan = scanValue(value.bytes, at)
    if ('fault' in scan) return
    yield* unwrap(within(value, at, scan.end), depth + 1)
    at = skipSpace(value.bytes, scan.end)
    if (value.bytes[at] === 0x2c) at = skipSpace(value.bytes, at + 1)
  }
}

function* unwrapObject(value: Placed, start: number, depth: number): Generator<Found> {
  const members = membersOf(value.bytes.subarray(start))
  if (isRecord(members)) {
    yield { record: value }
    return
  }
  let found = false
  let reason: string | null = null
  for (const { key, raw } of members) {
    if (!wrapperKeys.has(key) || (raw[0] !== 0x22 && raw[0] !== 0x7b && raw[0] !== 0x5b)) continue
    const from = raw.byteOffset - value.bytes.byteOffset
    for (const inner of unwrap(within(value, from, from + raw.length), depth + 1)) {
      if ('record' in inner) {
        found = true
        yield inner
      } else if (raw[0] === 0x5b && members.length <= 8) {
        // One of a list that is no record, while others may be.
        found = true
        yield inner
      } else reason ??= inner.none
    }
  }
  if (!found) yield { none: kindOfOther(members) ?? reason ?? 'JSON, but not CloudTrail', place: value }
}

type Members = ReturnType<typeof membersOf>

const textAt = (members: Members, key: string): string | null => {
  const raw = members.find((member) => member.key === key)?.raw
  return raw?.[0] === 0x22 ? String(JSON.parse(Buffer.from(raw).toString('utf8'))) : null
}

/** As the scanner decides: three of CloudTrail's keys, and no event source like `aws:s3`. */
export function isRecord(members: Members): boolean {
  const keys = new Set(members.map(({ key }) => key))
  if (markKeys.filter((key) => keys.has(key)).length < 3) return false
  return !textAt(members, 'eventSource')?.startsWith('aws:')
}

/** True for a digest file: it lists log files and says nothing about calls. */
export function isDigest(bytes: Uint8Array): boolean {
  const keys = new Set(membersOf(bytes).map(({ key }) => key))
  return keys.has('digestS3Object') && keys.has('digestEndTime') && keys.has('logFiles')
}

/** What a JSON object of another kind is, where that can be told. */
function kindOfOther(members: Members): string | null {
  const keys = new Set(members.map(({ key }) => key))
  const detailType = textAt(members, 'detail-type')
  if (detailType !== null) return `EventBridge event of another kind (${detailType})`
  if (textAt(members, 'eventSource')?.startsWith('aws:')) {
    return `notification of ${textAt(members, 'eventSource')?.slice(4)}`
  }
  if (keys.has('digestS3Object')) return 'CloudTrail digest'
  if (keys.has('configurationItem') || keys.has('configurationItems') || keys.has('configRuleName'))
    return 'AWS Config'
  if (keys.has('service') && keys.has('severity') && keys.has('resource')) return 'GuardDuty finding'
  if (keys.has('class_uid')) return 'OCSF event (Security Lake)'
  if (keys.has('Statement') && keys.has('Version')) return 'IAM policy'
  if (keys.has('interfaceId') || keys.has('interface_id')) return 'VPC flow log'
  return null
}
