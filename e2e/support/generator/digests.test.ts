import { createHash, createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateArchive, sideFilesOf } from './archive'
import { listKeys, readLogFiles } from './read-archive'
import type { ArchiveTruth } from './truth'

interface Digest {
  readonly digestStartTime: string
  readonly digestEndTime: string
  readonly digestS3Bucket: string
  readonly digestS3Object: string
  readonly digestPublicKeyFingerprint: string
  readonly newestEventTime: string | null
  readonly oldestEventTime: string | null
  readonly previousDigestS3Object: string | null
  readonly previousDigestHashValue: string | null
  readonly previousDigestSignature: string | null
  readonly logFiles: readonly {
    s3Object: string
    hashValue: string
    newestEventTime: string
    oldestEventTime: string
  }[]
}

const folder = mkdtempSync(join(tmpdir(), 'backtrail-digests-'))
const out = join(folder, 'archive')
let truth: ArchiveTruth
const digests = new Map<string, { digest: Digest; hash: string }>()
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')

beforeAll(async () => {
  truth = await generateArchive({
    out,
    events: 4000,
    recordsPerFile: 60,
    seed: 'digests',
    days: 10,
    regions: 2,
    threads: 1,
  })
  for (const key of listKeys(out).filter((name) => name.includes('/CloudTrail-Digest/'))) {
    const content = gunzipSync(readFileSync(join(out, key)))
    digests.set(key, { digest: JSON.parse(content.toString()), hash: sha256(content) })
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Signature of each digest, from where it stands: the next digest, or the saved metadata. */
function signatures(): Map<string, string> {
  const found = new Map<string, string>(
    Object.entries(JSON.parse(readFileSync(sideFilesOf(out).signatures, 'utf8'))),
  )
  for (const { digest } of digests.values()) {
    const { previousDigestS3Object: key, previousDigestSignature: signature } = digest
    if (key && signature) found.set(key, signature)
  }
  return found
}

describe('the digests', () => {
  it('are as many as the truth says, one chain an account and Region, begun anew after the stop', () => {
    expect(digests.size).toBe(truth.digests?.files)
    expect(truth.digests?.chains).toHaveLength(6)
    for (const chain of truth.digests?.chains ?? []) expect(chain.startingDigests).toHaveLength(2)
  })

  it('are all signed with a listed key over the text AWS documents', () => {
    const { PublicKeyList } = JSON.parse(readFileSync(sideFilesOf(out).publicKeys, 'utf8'))
    const keys = new Map<string, string>(
      PublicKeyList.map((key: { Fingerprint: string; Value: string }) => [key.Fingerprint, key.Value]),
    )
    const signed = signatures()
    const used = new Set<string>()
    for (const [key, { digest, hash }] of digests) {
      expect(digest.digestS3Object).toBe(key)
      const der = Buffer.from(keys.get(digest.digestPublicKeyFingerprint) ?? '', 'base64')
      used.add(digest.digestPublicKeyFingerprint)
      const publicKey = createPublicKey({ key: der, format: 'der', type: 'pkcs1' })
      const text = [
        digest.digestEndTime,
        `${digest.digestS3Bucket}/${key}`,
        hash,
        digest.previousDigestSignature ?? 'null',
      ]
      const signature = Buffer.from(signed.get(key) ?? '', 'hex')
      expect(verify('sha256', Buffer.from(text.join('\n')), publicKey, signature)).toBe(true)
    }
    expect(used.size).toBe(2)
  })

  it('name the digest before them with its hash, hour after hour', () => {
    for (const { digest } of digests.values()) {
      if (digest.previousDigestS3Object === null) continue
      const previous = digests.get(digest.previousDigestS3Object)
      expect(previous?.hash).toBe(digest.previousDigestHashValue)
      expect(previous?.digest.digestEndTime).toBe(digest.digestStartTime)
    }
    const starting = [...digests]
      .filter(([, { digest }]) => digest.previousDigestS3Object === null)
      .map(([key]) => key)
    expect(starting.sort()).toEqual(truth.digests?.chains.flatMap((chain) => chain.startingDigests).sort())
  })

  it('list every file of CloudTrail/ folders once, with its hash and its time', () => {
    const listed = new Map(
      [...digests.values()].flatMap(({ digest }) => digest.logFiles.map((file) => [file.s3Object, file])),
    )
    let files = 0
    for (const { key, content, records } of readLogFiles(out)) {
      if (!key.includes('/CloudTrail/')) {
        expect(listed.has(key)).toBe(false)
        continue
      }
      files++
      expect(listed.get(key)?.hashValue).toBe(sha256(content))
      const times = records.map((record) => String(record.eventTime)).sort()
      expect([listed.get(key)?.oldestEventTime, listed.get(key)?.newestEventTime]).toEqual([
        times[0],
        times.at(-1),
      ])
    }
    expect(listed.size).toBe(files)
    expect([...digests.values()].reduce((sum, { digest }) => sum + digest.logFiles.length, 0)).toBe(files)
  })

  it('say so when an hour brought nothing', () => {
    const empty = [...digests.values()].filter(({ digest }) => digest.logFiles.length === 0)
    expect(empty.length).toBeGreaterThan(0)
    for (const { digest } of empty)
      expect([digest.newestEventTime, digest.oldestEventTime]).toEqual([null, null])
  })

  it('cover the call that stopped the trail, and leave the time after it uncovered', () => {
    const pause = truth.pause
    if (!pause) throw new Error('The stories stop the trail.')
    const windows = [...digests.values()].map(({ digest }) => digest)
    const stopFile = [...readLogFiles(out)].find(({ records }) =>
      records.some((r) => r.eventID === pause.stopEventId),
    )
    expect(windows.some((digest) => digest.logFiles.some((file) => file.s3Object === stopFile?.key))).toBe(
      true,
    )
    const hour = pause.hoursWithoutFiles[0] ?? ''
    expect(windows.filter((digest) => digest.digestStartTime <= hour && digest.digestEndTime > hour)).toEqual(
      [],
    )
  })
})
