import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type ArchiveOptions, generateArchive, type SideFiles } from './archive'
import { GLOBAL_REGION, HOME_REGION, MANAGEMENT, PRODUCTION } from './world'

/** What the sample is made of, its place left out. */
export const sampleOptions: Omit<ArchiveOptions, 'out' | 'side'> = {
  events: 19_000,
  recordsPerFile: 120,
  seed: 'sample',
  from: '2026-03-02',
  days: 10,
  gzipLevel: 9,
  runLength: 22,
  lookBackHours: 8,
  threads: 1,
  digests: {
    from: '2026-03-10T06:00:00Z',
    lanes: [`${PRODUCTION} ${HOME_REGION}`, `${MANAGEMENT} ${GLOBAL_REGION}`],
  },
}

/** Where the shipped sample and what belongs to it lie, from the project's root. */
export const samplePlaces: { readonly out: string; readonly side: SideFiles } = {
  out: 'resources/sample',
  side: {
    truth: 'e2e/support/sample-truth.json',
    publicKeys: 'resources/sample.public-keys.json',
    signatures: 'resources/sample.digest-signatures.json',
  },
}

/** Makes the sample anew below `root`. */
export async function writeSample(root: string) {
  const out = join(root, samplePlaces.out)
  const { side } = samplePlaces
  rmSync(out, { recursive: true, force: true })
  return generateArchive({
    ...sampleOptions,
    out,
    side: {
      truth: join(root, side.truth),
      publicKeys: join(root, side.publicKeys),
      signatures: join(root, side.signatures),
    },
  })
}
