import { type Random, randomFor } from './random'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const UPPER36 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

const hex4: string[] = []
for (let i = 0; i < 65536; i++) hex4.push(i.toString(16).padStart(4, '0'))

function four(bits: number): string {
  return hex4[bits & 0xffff] ?? '0000'
}

/** A version 4 UUID, as CloudTrail uses for `eventID` and most services for `requestID`. */
export function uuid(random: Random): string {
  const a = random.word()
  const b = random.word()
  const c = random.word()
  const d = random.word()
  return `${four(a >>> 16)}${four(a)}-${four(b >>> 16)}-${four((b & 0x0fff) | 0x4000)}-${four(
    ((c >>> 16) & 0x3fff) | 0x8000,
  )}-${four(c)}${four(d >>> 16)}${four(d)}`
}

function letters(random: Random, alphabet: string, length: number): string {
  let text = ''
  for (let i = 0; i < length; i++) text += alphabet[random.int(alphabet.length)]
  return text
}

/** Lower-case hex digits. */
export function hex(random: Random, length: number): string {
  let text = ''
  while (text.length < length) text += four(random.word())
  return text.slice(0, length)
}

/** A long-lived (`AKIA`) or temporary (`ASIA`) access key id: 20 characters. */
export function accessKey(random: Random, kind: 'AKIA' | 'ASIA'): string {
  return kind + letters(random, BASE32, 16)
}

/** The unique id of a user (`AIDA`) or role (`AROA`): 21 characters. */
export function principalId(random: Random, kind: 'AIDA' | 'AROA'): string {
  return kind + letters(random, BASE32, 17)
}

/** An EC2 resource id: prefix and 17 hex digits. */
export function ec2Id(random: Random, prefix: string): string {
  return `${prefix}-0${hex(random, 16)}`
}

const s3Heads = Array.from({ length: 8 }, (_, i) => letters(randomFor('s3 heads', String(i)), UPPER36, 8))

/** S3's own form of request id: 16 upper-case characters. */
export function s3RequestId(random: Random): string {
  return `${random.pickSkewed(s3Heads)}${letters(random, UPPER36, 8)}`
}

const requestHosts = Array.from({ length: 12 }, (_, i) => {
  const random = randomFor('request hosts', String(i))
  return `${four((random.word() & 0x3fff) | 0x8000)}-${hex(random, 12)}`
})

/** A version 1 UUID, made of a moment and a host, as many services still use for `requestID`. */
export function requestUuid(random: Random, timeMs: number): string {
  const seconds = Math.floor(timeMs / 1000)
  const low = random.word()
  return `${four(low >>> 16)}${four(low)}-${four(seconds >>> 14)}-1${four(seconds >>> 20).slice(1)}-${random.pickSkewed(requestHosts)}`
}

const hostTails = Array.from({ length: 6 }, (_, i) => letters(randomFor('s3 hosts', String(i)), BASE64, 70))

/** S3's second request id (`x-amz-id-2`): 56 bytes in base64, of which most tell the host and come again. */
export function s3ExtendedId(random: Random): string {
  return `${letters(random, BASE64, 5)}${random.pickSkewed(hostTails)}=`
}

/** The 16 characters that end the name of a log file. */
export function fileSuffix(random: Random): string {
  return letters(random, ALNUM, 16)
}
