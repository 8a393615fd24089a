import { existsSync, statSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'

export type ToOpen = { paths: string[]; case: string | null }

/**
 * What a command line names: the file association, a drop on the icon, `backtrail PATH…`. Arguments are untrusted: only
 * paths that exist count, options are Chromium's business, and `skip` leaves out the program and the app folder.
 */
export function pathsFrom(argv: readonly string[], workingFolder: string, skip: number): ToOpen | null {
  const paths = argv
    .slice(skip)
    .filter((argument) => argument !== '' && !argument.startsWith('-') && !argument.includes('\0'))
    .map((argument) => (isAbsolute(argument) ? argument : resolve(workingFolder, argument)))
    .filter((path) => path.length <= 4096 && existsSync(path))
  return sortOut(paths)
}

/** The first case among the paths, and the rest as archives; null when there is nothing. */
export function sortOut(paths: readonly string[]): ToOpen | null {
  const found = paths.find(isCase) ?? null
  const archives = paths.filter((path) => path !== found && !isCase(path))
  return found === null && archives.length === 0 ? null : { paths: archives, case: found }
}

function isCase(path: string): boolean {
  const manifest = join(path, 'manifest.json')
  return existsSync(manifest) && statSync(manifest).isFile()
}
