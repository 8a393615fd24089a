import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { type Desktop, type DesktopKind, electronRuntime, startDesktop } from './desktop'
import { expectNone, watchPage } from './watch-page'

type Fixtures = {
  kind: DesktopKind
  folder: string
  home: string
  /** Starts the built app; windows are watched for errors, policy violations and foreign requests. */
  start: (args?: string[]) => Promise<{ desktop: Desktop; page: Page }>
  /** Problems that the test provokes itself. */
  expectedProblems: RegExp[]
}

const desktopTest = base.extend<Fixtures>({
  kind: ['stand-in', { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright takes the fixtures from the names in the pattern
  folder: async ({}, use) => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'backtrail-desktop-')))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  home: async ({ folder }, use) => use(join(folder, 'home')),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  expectedProblems: async ({}, use) => use([]),
  start: async ({ kind, home, expectedProblems }, use) => {
    const running: Desktop[] = []
    const problems: string[] = []
    await use(async (args = []) => {
      const desktop = await startDesktop(kind, { home, args })
      running.push(desktop)
      const [page] = await desktop.windowCount(1)
      if (!page) throw new Error('there is no window')
      watchPage(page, new URL(page.url()).origin, problems)
      await page.locator('#root > *').first().waitFor()
      return { desktop, page }
    })
    for (const desktop of running) await desktop.close()
    expectNone(problems, expectedProblems)
  },
})

const withoutRuntime =
  'Desktop tests run on the stand-in only: Electron has no runtime here. Name one in ELECTRON_OVERRIDE_DIST_PATH, or fetch it with npx install-electron.'

/** The same tests on the stand-in and, where its runtime is found, on Electron itself. */
export function onDesktop(define: (test: typeof desktopTest) => void): void {
  // Said by the process that lists the tests; the reporter leaves out why one was skipped.
  if (process.env.TEST_WORKER_INDEX === undefined && electronRuntime() === null) console.log(withoutRuntime)
  for (const kind of ['stand-in', 'electron'] as const) {
    desktopTest.describe(`on ${kind === 'electron' ? 'Electron' : 'the stand-in'}`, () => {
      desktopTest.use({ kind })
      desktopTest.skip(kind === 'electron' && electronRuntime() === null, withoutRuntime)
      define(desktopTest)
    })
  }
}

/** The process ids below `parent` whose command line matches. Linux only, as are the tests that end processes. */
export async function processesBelow(parent: number, pattern: RegExp): Promise<number[]> {
  const processes: { pid: number; parent: number; command: string }[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const above = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
    processes.push({ pid: Number(name), parent: above, command: command.replaceAll('\0', ' ') })
  }
  const below = (pid: number): number[] =>
    processes.filter((one) => one.parent === pid).flatMap((one) => [one.pid, ...below(one.pid)])
  const family = new Set(below(parent))
  return processes.filter((one) => family.has(one.pid) && pattern.test(one.command)).map(({ pid }) => pid)
}

/** The engine's process of a running app or server. */
export const enginePattern = /utility-shim\.mjs|node\.mojom\.NodeService|out\/host\/child\.js/

export { expect }
