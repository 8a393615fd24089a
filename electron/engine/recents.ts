import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { RecentCase } from '../contract/case'

const remembered = z.object({
  version: z.literal(1),
  cases: z.array(
    z.object({ path: z.string(), name: z.string(), openedAt: z.string(), events: z.int().nullable() }),
  ),
})
type Remembered = z.infer<typeof remembered>['cases'][number]

const most = 12

export type Recents = {
  list(): Promise<z.infer<typeof RecentCase>[]>
  remember(entry: { path: string; name: string; events: number }): Promise<void>
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

  return {
    async list() {
      const exists = (path: string) =>
        stat(join(path, 'manifest.json')).then(
          () => true,
          () => false,
        )
      return Promise.all(
        (await load()).map(async (entry) => ({ ...entry, exists: await exists(entry.path) })),
      )
    },
    remember: ({ path, name, events }) =>
      change((cases) => [
        { path, name, events, openedAt: new Date().toISOString() },
        ...cases.filter((entry) => entry.path !== path),
      ]),
    forget: (path) => change((cases) => cases.filter((entry) => entry.path !== path)),
  }
}
