import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { EngineHandlers, Result } from '../contract/engine-api'
import { EngineError } from '../contract/errors'
import { contains, type Grants } from './grants'

type Listing = Result<'files.list'>
type Entry = Listing['entries'][number]

/** Entries of one folder that are sent; S3 prefixes with more exist, and nobody scrolls through them. */
const mostEntries = 5000

/** The chooser of browser mode: folders, cases and files within the grants. Hidden files are left out. */
export function filesHandlers(grants: Grants): Pick<EngineHandlers, 'files.list'> {
  return {
    'files.list': async ({ path }) => {
      const places = await grants.places()
      const folder = path ?? (await grants.check(homedir()).catch(() => places[0] ?? homedir()))
      const names = await readFolder(folder)
      const visible = names
        .filter((entry) => !entry.name.startsWith('.'))
        .sort((a, b) => Number(b.isDirectory()) - Number(a.isDirectory()) || byName(a.name, b.name))
      const entries = await Promise.all(
        visible.slice(0, mostEntries).map((entry) => entryOf(folder, entry, places)),
      )
      const parent = dirname(folder)
      return {
        path: folder,
        parent: parent !== folder && places.some((place) => contains(place, parent)) ? parent : null,
        places: await namedPlaces(places),
        entries: entries.filter((entry) => entry !== null),
        more: Math.max(0, visible.length - mostEntries),
      }
    },
  }
}

const byName = new Intl.Collator('en', { numeric: true }).compare

async function readFolder(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'EACCES' || code === 'EPERM') {
      throw new EngineError('input/denied', `You may not read ${folder}.`, {
        hint: 'Ask for access, or choose another folder.',
        cause,
      })
    }
    throw new EngineError('input/not-found', `There is no folder at ${folder}.`, {
      hint: 'Choose another folder.',
      cause,
    })
  }
}

/** Null for what leads outside of the grants, and for what is neither a file nor a folder. */
async function entryOf(folder: string, entry: Dirent, places: string[]): Promise<Entry | null> {
  const path = join(folder, entry.name)
  try {
    if (entry.isSymbolicLink()) {
      const target = await realpath(path)
      if (!places.some((place) => contains(place, target))) return null
    }
    const found = await stat(path)
    if (!found.isDirectory() && !found.isFile()) return null
    const kind = found.isFile() ? 'file' : (await isCase(path)) ? 'case' : 'folder'
    return {
      name: entry.name,
      path,
      kind,
      size: found.isFile() ? found.size : null,
      modifiedAt: found.mtime.toISOString(),
    }
  } catch {
    return null
  }
}

const isCase = (path: string) =>
  path.endsWith('.backtrail') &&
  stat(join(path, 'manifest.json')).then(
    (found) => found.isFile(),
    () => false,
  )

async function namedPlaces(places: string[]): Promise<Listing['places']> {
  const home = await realpath(homedir()).catch(() => homedir())
  const usual = ['Desktop', 'Documents', 'Downloads', 'Backtrail'].map((name) => join(home, name))
  const candidates = [...places, ...usual.filter((path) => places.some((place) => contains(place, path)))]
  const folders = await Promise.all(
    candidates.map((path) =>
      stat(path).then(
        (found) => (found.isDirectory() ? path : null),
        () => null,
      ),
    ),
  )
  return [...new Set(folders)]
    .filter((path) => path !== null)
    .map((path) => ({ name: path === home ? 'Home' : basename(path) || path, path }))
}
