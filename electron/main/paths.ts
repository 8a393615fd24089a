import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder of the program: the nearest above this file whose package.json names backtrail, inside an asar too. */
export function appRoot(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'backtrail') return folder
    if (dirname(folder) === folder) throw new Error('no package.json of backtrail above the main process')
  }
}

/** A file that the build makes. */
export const builtPath = (...parts: string[]): string => join(appRoot(), 'out', ...parts)
