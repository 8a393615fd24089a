import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

let root: string | undefined

/**
 * The folder of the program: the one whose package.json names backtrail. The same from source, from `out/` and from
 * inside an asar, wherever the bundler put this module.
 */
export function appRoot(): string {
  root ??= findRoot(dirname(fileURLToPath(import.meta.url)))
  return root
}

function findRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'backtrail') return folder
    if (dirname(folder) === folder) throw new Error(`no package.json of backtrail above ${start}`)
  }
}

/** A file of `resources/`, read-only data that ships. */
export const resourcePath = (...parts: string[]): string => join(appRoot(), 'resources', ...parts)

/** A file that the build makes. */
export const builtPath = (...parts: string[]): string => join(appRoot(), 'out', ...parts)

/** Where a new case goes when nobody says otherwise. */
export const casesFolder = (): string => join(homedir(), 'Backtrail')

/** What the program remembers between runs (recent cases, window bounds). Never evidence. */
export function stateFolder(): string {
  const home = homedir()
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'Backtrail')
  if (process.platform === 'win32')
    return join(process.env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Backtrail')
  return join(process.env.XDG_STATE_HOME ?? join(home, '.local', 'state'), 'backtrail')
}

/** The version in package.json. */
export function appVersion(): string {
  return JSON.parse(readFileSync(join(appRoot(), 'package.json'), 'utf8')).version
}
