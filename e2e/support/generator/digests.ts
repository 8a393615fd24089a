import type { Pause } from './activity'
import { type DigestKey, signText, textToSign } from './digest-keys'
import { digestFileKey, formatTime } from './layout'
import type { DigestChainTruth, TrailTruth } from './truth'
import { type DeliveredFile, sha256, writeGzip } from './write-file'

const HOUR = 3600_000
/** After StopLogging the last digest follows when all files before it are delivered. */
const AFTER_STOP_MS = 600_000

/** What all chains of an archive have in common. */
export interface DigestSettings {
  readonly out: string
  readonly organization: string
  readonly trail: TrailTruth
  readonly keys: readonly DigestKey[]
  /** Log file validation is on from here. */
  readonly fromMs: number
  readonly archiveFromMs: number
  readonly toMs: number
  readonly pauses: readonly Pause[]
}

interface Previous {
  readonly key: string
  readonly hash: string
  readonly signature: string
}

/**
 * The digests of one account and Region: one an hour, with or without log files in it, each naming the one before by
 * key, hash and signature. Files are handed in roughly by time of delivery, and an hour is written once complete.
 */
export class DigestChain {
  /** Signatures no later digest carries: S3 key → hex. AWS keeps them in the object's metadata. */
  readonly openSignatures: Record<string, string> = {}
  private readonly settings: DigestSettings
  private readonly account: string
  private readonly region: string
  private readonly windows: readonly (readonly [startMs: number, endMs: number, starting: boolean])[]
  private next = 0
  private waiting: DeliveredFile[] = []
  private previous: Previous | null = null
  private readonly starting: string[] = []
  private logFiles = 0

  constructor(settings: DigestSettings, account: string, region: string) {
    this.settings = settings
    this.account = account
    this.region = region
    this.windows = windowsOf(settings)
  }

  /** Takes delivered files. `completeMs`: nothing delivered before this moment is still to come. */
  add(files: readonly DeliveredFile[], completeMs: number): void {
    this.waiting.push(...files)
    for (;;) {
      const window = this.windows[this.next]
      if (!window || window[1] > completeMs) return
      this.write(...window)
      this.next++
    }
  }

  /** Writes what is left, and tells what the chain came to. */
  end(): DigestChainTruth {
    this.add([], Number.POSITIVE_INFINITY)
    if (this.previous) this.openSignatures[this.previous.key] = this.previous.signature
    return {
      account: this.account,
      region: this.region,
      files: this.next,
      startingDigests: this.starting,
      lastDigest: this.previous?.key ?? '',
      logFiles: this.logFiles,
    }
  }

  private write(startMs: number, endMs: number, starting: boolean): void {
    const { trail, keys, organization, out } = this.settings
    if (starting && this.previous) this.openSignatures[this.previous.key] = this.previous.signature
    const previous = starting ? null : this.previous
    const inside = this.waiting.filter((file) => file.deliveredMs >= startMs && file.deliveredMs < endMs)
    inside.sort((a, b) => a.deliveredMs - b.deliveredMs || (a.key < b.key ? -1 : 1))
    this.waiting = this.waiting.filter((file) => file.deliveredMs >= endMs)
    const signing = endMs < (this.settings.archiveFromMs + this.settings.toMs) / 2 ? keys[0] : keys[1]
    if (!signing) throw new RangeError('Two keys are needed to sign digests.')
    const file = { organization, account: this.account, region: this.region, deliveredMs: endMs }
    const key = digestFileKey(file, trail.name, trail.homeRegion)
    const body = this.bodyOf(startMs, endMs, key, signing.fingerprint, previous, inside)
    writeGzip(out, key, Buffer.from(body), 9)
    const hash = sha256(body)
    const text = textToSign(formatTime(endMs), trail.bucket, key, hash, previous?.signature ?? null)
    this.previous = { key, hash, signature: signText(signing, text) }
    this.logFiles += inside.length
    if (starting) this.starting.push(key)
  }

  private bodyOf(
    startMs: number,
    endMs: number,
    key: string,
    fingerprint: string,
    previous: Previous | null,
    files: readonly DeliveredFile[],
  ): string {
    const bucket = this.settings.trail.bucket
    const newest = files.length ? formatTime(Math.max(...files.map((file) => file.newestMs))) : null
    const oldest = files.length ? formatTime(Math.min(...files.map((file) => file.oldestMs))) : null
    return JSON.stringify({
      awsAccountId: this.account,
      digestStartTime: formatTime(startMs),
      digestEndTime: formatTime(endMs),
      digestS3Bucket: bucket,
      digestS3Object: key,
      digestPublicKeyFingerprint: fingerprint,
      digestSignatureAlgorithm: 'SHA256withRSA',
      newestEventTime: newest,
      oldestEventTime: oldest,
      previousDigestS3Bucket: previous ? bucket : null,
      previousDigestS3Object: previous?.key ?? null,
      previousDigestHashValue: previous?.hash ?? null,
      previousDigestHashAlgorithm: previous ? 'SHA-256' : null,
      previousDigestSignature: previous?.signature ?? null,
      logFiles: files.map((file) => ({
        s3Bucket: bucket,
        s3Object: file.key,
        hashValue: file.hash,
        hashAlgorithm: 'SHA-256',
        newestEventTime: formatTime(file.newestMs),
        oldestEventTime: formatTime(file.oldestMs),
      })),
    })
  }
}

function windowsOf(settings: DigestSettings): [number, number, boolean][] {
  const windows: [number, number, boolean][] = []
  let start = settings.fromMs
  const stretch = (endMs: number) => {
    for (let from = start; from < endMs; from += HOUR) {
      windows.push([from, Math.min(from + HOUR, endMs), from === start])
    }
  }
  for (const pause of settings.pauses) {
    if (pause.toMs <= start) continue
    stretch(pause.fromMs + AFTER_STOP_MS)
    start = pause.toMs
  }
  const hours = Math.ceil((settings.toMs + 2 * AFTER_STOP_MS - start) / HOUR)
  stretch(start + hours * HOUR)
  return windows
}
