import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { listKeys } from './read-archive'
import { samplePlaces, writeSample } from './sample'

const root = mkdtempSync(join(tmpdir(), 'backtrail-sample-'))

afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Hash of the inflated content: packed bytes differ between versions of zlib. */
const hashOf = (path: string) =>
  createHash('sha256')
    .update(gunzipSync(readFileSync(path)))
    .digest('hex')

/** A side file without what depends on packing. */
const withoutSizes = (path: string) => readFileSync(path, 'utf8').replace(/"bytesOnDisk": \d+/, '')

describe('the shipped sample', () => {
  it('is what the generator makes', async () => {
    await writeSample(root)
    const { out, side } = samplePlaces
    const hashes = (base: string) =>
      listKeys(join(base, out)).map((key) => [key, hashOf(join(base, out, key))])
    expect(hashes(process.cwd())).toEqual(hashes(root))
    for (const path of Object.values(side)) {
      expect(withoutSizes(path)).toBe(withoutSizes(join(root, path)))
    }
  })

  it('stays under two megabytes', () => {
    const { out } = samplePlaces
    const bytes = listKeys(out).reduce((sum, key) => sum + statSync(join(out, key)).size, 0)
    expect(bytes).toBeLessThan(2_000_000)
  })
})
