import { randomBytes } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EngineError } from '../../contract/errors'

/** Raised when a case of the new shape cannot be read by older programs. */
export const caseFormat = 1
export const manifestName = 'manifest.json'

const Count = z.int().min(0)

/** One immutable Parquet file of the case. */
export const Segment = z.object({
  /** Folder, and name of the view over all its segments. */
  kind: z.string().regex(/^[a-z][a-z_]{0,40}$/),
  /** Relative to the case, always `kind/name.parquet`. */
  file: z.string().regex(/^[a-z][a-z_]{0,40}\/[A-Za-z0-9_.-]{1,100}\.parquet$/),
  rows: Count,
  bytes: Count,
  /**
   * Event time of the earliest and latest row, microseconds since 1970; null where no row has one. A record may name any
   * year: after 2255 these are beyond the integers that are exact.
   */
  minTime: z.number().nullable(),
  maxTime: z.number().nullable(),
  /** For `events`: positions of the first and last row. */
  firstSeq: z.int().nullable(),
  lastSeq: z.int().nullable(),
})
export type Segment = z.infer<typeof Segment>

/**
 * `manifest.json`: the list of what is committed. Replacing it is the commit; a Parquet file that it does not name is
 * work that was never finished.
 */
export const Manifest = z.object({
  format: z.int(),
  createdBy: z.string(),
  createdAt: z.string(),
  /** One more with each commit. */
  revision: Count,
  nextSeq: Count,
  nextSourceId: Count,
  segments: z.array(Segment),
  /** Totals over all commits, so that `info` need not scan. */
  files: z.object({ loaded: Count, skipped: Count }),
  records: z.object({ read: Count, stored: Count, duplicates: Count, rejected: Count }),
  /** Bytes of inflated JSON that were read. */
  jsonBytes: Count,
  /** Under what records are hashed (ingest/key-files.ts): random, so that nobody can write records that collide. */
  hashSeed: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .default(() => randomBytes(16).toString('hex')),
  /** What imports were given that began and have not come to their end: stopped, killed, or still running. */
  unfinished: z.array(z.string()).default([]),
})
export type Manifest = z.infer<typeof Manifest>

/** The manifest of a case that holds nothing yet. */
export function emptyManifest(program: string, now: Date): Manifest {
  return {
    format: caseFormat,
    createdBy: program,
    createdAt: now.toISOString(),
    revision: 0,
    nextSeq: 0,
    nextSourceId: 0,
    segments: [],
    files: { loaded: 0, skipped: 0 },
    records: { read: 0, stored: 0, duplicates: 0, rejected: 0 },
    jsonBytes: 0,
    hashSeed: randomBytes(16).toString('hex'),
    unfinished: [],
  }
}

/** Reads and checks the manifest. Errors: case/not-found, case/not-a-case, case/newer, case/damaged. */
export async function readManifest(casePath: string): Promise<Manifest> {
  let text: string
  try {
    text = await readFile(join(casePath, manifestName), 'utf8')
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new EngineError('case/not-a-case', `There is no case at ${casePath}.`, {
        hint: 'A case is a folder NAME.backtrail with a manifest.json. Import an archive to make one.',
        cause,
      })
    }
    throw new EngineError(
      'case/damaged',
      `The manifest of ${casePath} cannot be read (${code ?? 'unknown error'}).`,
      {
        hint: 'Check the permissions of the case folder.',
        cause,
      },
    )
  }
  return parseManifest(text, casePath)
}

function parseManifest(text: string, casePath: string): Manifest {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw damaged(casePath, cause)
  }
  const format = z.object({ format: z.int() }).safeParse(json)
  if (format.success && format.data.format > caseFormat) {
    throw new EngineError('case/newer', `${casePath} was written by a newer Backtrail.`, {
      hint: 'Open it with that version, or import the archive again into a new case.',
      detail: `case format ${format.data.format}, this program reads ${caseFormat}`,
    })
  }
  const manifest = Manifest.safeParse(json)
  if (!manifest.success) throw damaged(casePath, manifest.error)
  return manifest.data
}

const damaged = (casePath: string, cause: unknown) =>
  new EngineError('case/damaged', `The manifest of ${casePath} is damaged.`, {
    hint: 'Import the archive again into a new case; notes.json in the folder is unharmed.',
    cause,
  })

/** Replaces the manifest: write beside it, flush to the disk, rename. Either the old or the new one is there. */
export async function writeManifest(casePath: string, manifest: Manifest): Promise<void> {
  const target = join(casePath, manifestName)
  const draft = `${target}.new`
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(JSON.stringify(manifest))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, target)
  const folder = await open(casePath, 'r')
  try {
    await folder.sync()
  } catch {
    // Windows cannot flush a folder; the rename alone has to do there.
  } finally {
    await folder.close()
  }
}
