import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { RecentCase } from '../contract/case'

const remembered = z.object({
  version: z.literal(1),
  cases: z.array(
    z.object({
      path: z.string(),
      name: z.string(),
      openedAt: z.string(),
      events: z.int().nullable(),
      /** What the case was made of, where this program made it. */
      archives: z.array(z.string()).optional(),
    }),
  ),
})
type Remembered = z.infer<typeof remembered>['cases'][number]

const most = 12

/** The same archives in whatever order they were named. */
const keyOf = (archives: readonly string[]) => JSON.stringify([...new Set(archives)].sort())

export type Recents = {
  list(): Promise<z.infer<typeof RecentCase>[]>
  /** Puts the case at the head of the list. Without `archives` it keeps those that are remembered of it. */
  remember(entry: { path: string; name: string; events: number; archives?: string[] }): Promise<void>
  /** The case that is still there and was made of exactly these archives, the one opened last; null when there is none. */
  madeOf(archives: readonly string[]): Promise<string | null>
  forget(path: string): Promise<void>
}

/** Recent cases in `recent.json` of the state folder. A file that cannot be read counts as empty: it holds no evidence. */
export function recentsIn(folder: string): Recents {
  const file = join(folder, 'recent.json')
  let turn: Promise<unknown> = Promise.resolve()

  const load = async (): Promise<Remembered[]> => {
    try {
      return remembered.parse(JSON.parse(await readFile(file, 'utf8'))).cases
    } catch {
      return []
    }
  }
  const change = (edit: (cases: Remembered[]) => Remembered[]): Promise<void> => {
    const next = turn.then(async () => {
      const cases = edit(await load()).slice(0, most)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(`${file}.new`, JSON.stringify({ version: 1, cases }, null, 2), { mode: 0o600 })
      await rename(`${file}.new`, file)
    })
    turn = next.catch(() => undefined)
    return next
  }

  const exists = (path: string) =>
    stat(join(path, 'manifest.json')).then(
      () => true,
      () => false,
    )

  return {
    async list() {
      return Promise.all(
        (await load()).map(async ({ archives: _, ...entry }) => ({
          ...entry,
          exists: await exists(entry.path),
        })),
      )
    },
    remember: ({ path, name, events, archives }) =>
      change((cases) => {
        const known = archives ?? cases.find((entry) => entry.path === path)?.archives
        const openedAt = new Date().toISOString()
        return [
          { path, name, events, openedAt, ...(known ? { archives: known } : {}) },
          ...cases.filter((entry) => entry.path !== path),
        ]
      }),
    async madeOf(archives) {
      const wanted = keyOf(archives)
      for (const entry of await load())
        if (entry.archives && keyOf(entry.archives) === wanted && (await exists(entry.path)))
          return entry.path
      return null
    },
    forget: (path) => change((cases) => cases.filter((entry) => entry.path !== path)),
  }
}
