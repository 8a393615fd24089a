import { realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path'
import { EngineError } from '../contract/errors'

/** Which places of the disk a window may name in its calls. */
export type Grants = {
  /** Adds a file or folder with everything below it. */
  allow(path: string): void
  /** Resolves symlinks and answers the real path. Throws `path/not-granted` when it is outside of everything granted. */
  check(path: string): Promise<string>
  /** The real path of each granted place that exists, in the order they were granted. */
  places(): Promise<string[]>
}

/** `refresh` is asked once before a path is refused: grants may be on their way from another process. */
export function createGrants(first: readonly string[], refresh?: () => Promise<void>): Grants {
  const granted: string[] = []
  const allow = (path: string) => {
    const absolute = resolve(path)
    if (!granted.includes(absolute)) granted.push(absolute)
  }
  for (const path of first) allow(path)

  const places = async () => {
    const found = await Promise.all(granted.map(realOrPlanned))
    return [...new Set(found.filter((path) => path !== null))]
  }
  const isWithin = async (path: string) => (await places()).some((place) => contains(place, path))

  return {
    allow,
    places,
    async check(path) {
      if (!isAbsolute(path) || path.includes('\0')) throw refused(path)
      const real = await realOrPlanned(resolve(path))
      if (real === null) throw refused(path)
      if (await isWithin(real)) return real
      await refresh?.()
      if (await isWithin(real)) return real
      throw refused(path)
    },
  }
}

/** True when `path` is `folder` or lies below it. Both absolute and without symlinks. */
export function contains(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

/**
 * The path with symlinks resolved. What does not exist yet is taken to be made below its nearest parent that does; null
 * when not even that can be resolved (a loop, a folder that may not be entered).
 */
async function realOrPlanned(path: string): Promise<string | null> {
  try {
    return await realpath(path)
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (!missing || dirname(path) === path) return null
    const parent = await realOrPlanned(dirname(path))
    return parent === null ? null : join(parent, basename(path))
  }
}

const refused = (path: string) =>
  new EngineError('path/not-granted', `${path} is outside of what was opened.`, {
    hint: 'Only your home folder and what is named when Backtrail starts can be reached from the window. Name the path on the command line.',
  })
