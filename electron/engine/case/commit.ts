import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError } from '../../contract/errors'
import { appVersion } from '../paths'
import {
  emptyManifest,
  type Manifest,
  manifestName,
  readManifest,
  type Segment,
  writeManifest,
} from './manifest'

/** What one commit adds to a case. */
export type Addition = {
  segments: Segment[]
  /** Files of segments that the new ones stand in for. */
  replaced?: string[]
  events: number
  sources: number
  files: Manifest['files']
  records: Manifest['records']
  jsonBytes: number
}

/** Makes the folder of a case, or checks that the folder that is there is one or is empty. Errors: case/exists, disk/*. */
export async function prepareFolder(casePath: string): Promise<void> {
  try {
    await mkdir(casePath, { recursive: true, mode: 0o700 })
    const entries = await readdir(casePath)
    if (entries.includes(manifestName) || entries.every(isOurs)) return
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EEXIST' || code === 'ENOTDIR') {
      throw new EngineError('case/exists', `${casePath} is a file, or stands below one.`, {
        hint: 'A case is a folder: name one that is empty or not there yet.',
        cause,
      })
    }
    throw toDiskError(cause, casePath)
  }
  throw new EngineError('case/exists', `${casePath} is a folder with other things in it.`, {
    hint: 'Name a folder that is empty or not there yet.',
  })
}

/** The manifest of the case, an empty one where there was none. With the lock held. */
export async function readOrCreate(casePath: string): Promise<{ manifest: Manifest; created: boolean }> {
  try {
    const entries = await readdir(casePath)
    if (entries.includes(manifestName)) return { manifest: await readManifest(casePath), created: false }
    const manifest = emptyManifest(`backtrail ${appVersion()}`, new Date())
    await writeManifest(casePath, manifest)
    return { manifest, created: true }
  } catch (cause) {
    throw toDiskError(cause, casePath)
  }
}

/** What a killed process may have left before the first manifest. */
const isOurs = (name: string): boolean => /^(manifest\.json\.new|import\.lock|staging|\.DS_Store)$/.test(name)

/**
 * Adds segments to a case: flushes them to the disk, then replaces the manifest. Before the rename readers see the old
 * state, after it the new one; a process killed in between leaves files that nothing names.
 */
export async function commit(casePath: string, before: Manifest, added: Addition): Promise<Manifest> {
  const replaced = new Set(added.replaced)
  const sum = <T extends Record<string, number>>(a: T, b: T): T =>
    Object.fromEntries(Object.entries(a).map(([key, value]) => [key, value + (b[key] ?? 0)])) as T
  const manifest: Manifest = {
    ...before,
    revision: before.revision + 1,
    nextSeq: before.nextSeq + added.events,
    nextSourceId: before.nextSourceId + added.sources,
    segments: [...before.segments.filter(({ file }) => !replaced.has(file)), ...added.segments],
    files: sum(before.files, added.files),
    records: sum(before.records, added.records),
    jsonBytes: before.jsonBytes + added.jsonBytes,
  }
  try {
    for (const folder of new Set(added.segments.map(({ kind }) => kind))) {
      await flush(join(casePath, folder))
    }
    for (const { file } of added.segments) await flush(join(casePath, file))
    await writeManifest(casePath, manifest)
  } catch (cause) {
    throw toDiskError(cause, casePath)
  }
  return manifest
}

/** Notes, or takes back, that an import of these paths has not come to its end. Nothing else of the case changes. */
export async function markUnfinished(
  casePath: string,
  before: Manifest,
  inputs: readonly string[],
  isUnfinished: boolean,
): Promise<Manifest> {
  const others = before.unfinished.filter((path) => !inputs.includes(path))
  const manifest = { ...before, unfinished: isUnfinished ? [...others, ...inputs] : others }
  try {
    await writeManifest(casePath, manifest)
  } catch (cause) {
    throw toDiskError(cause, casePath)
  }
  return manifest
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } catch (cause) {
    // Folders cannot be flushed on Windows, nor files that are open for reading there.
    if (process.platform !== 'win32') throw cause
  } finally {
    await handle.close()
  }
}

/** Removes segments that the manifest does not name: what a killed import had not committed, or a newer one replaced. */
export async function removeOrphans(
  casePath: string,
  manifest: Manifest,
  kinds: Iterable<string>,
): Promise<void> {
  const named = new Set(manifest.segments.map(({ file }) => file))
  for (const kind of new Set([...kinds, ...manifest.segments.map((segment) => segment.kind)])) {
    const names = await readdir(join(casePath, kind)).catch(() => [] as string[])
    for (const name of names) {
      if (!named.has(`${kind}/${name}`)) await rm(join(casePath, kind, name), { force: true })
    }
  }
}

export const fileSize = async (path: string): Promise<number> => (await stat(path)).size

/** Errors of the file system that a person can do something about, as such. */
export function toDiskError(cause: unknown, casePath: string): unknown {
  const code = (cause as NodeJS.ErrnoException | null)?.code
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new EngineError('disk/full', `The disk that holds ${casePath} is full.`, {
      hint: 'Free some space and run the import again; what is committed stays.',
      cause,
    })
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new EngineError('case/read-only', `Nothing can be written into ${casePath}.`, {
      hint: 'Choose a folder for the case in which you may write.',
      cause,
    })
  }
  if (code === 'EIO') {
    return new EngineError('disk/failed', `The disk that holds ${casePath} reports an error.`, {
      hint: 'Check the disk, then run the import again; what is committed stays.',
      cause,
    })
  }
  return cause
}
