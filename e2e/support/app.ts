import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { type RunningServer, startServer } from './server'
import { expectNone, watchPage } from './watch-page'

export type OpenOptions = {
  /** Archives or a case, as on the command line. */
  paths?: string[]
  /** The case to open or to import into. */
  case?: string
  env?: Record<string, string>
}

export type OpenedApp = { page: Page; server: RunningServer }

type Fixtures = {
  /** A folder of this test's own, removed after it. */
  folder: string
  /** The home folder the program sees, below `folder`. */
  home: string
  /** Starts the built program in browser mode and opens its page. */
  openApp: (options?: OpenOptions) => Promise<OpenedApp>
  /**
   * What may go wrong in the page without failing the test. Everything else does: errors on the console, uncaught
   * exceptions, violations of the page's policy, and requests to anything but its own origin.
   */
  expectedProblems: RegExp[]
}

/** Playwright's test with the whole program behind it. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright takes the fixtures from the names in the pattern
  folder: async ({}, use) => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'backtrail-e2e-')))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  home: async ({ folder }, use) => use(join(folder, 'home')),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  expectedProblems: async ({}, use) => use([]),
  openApp: async ({ page, home, expectedProblems }, use) => {
    const servers: RunningServer[] = []
    const problems: string[] = []
    await use(async ({ paths = [], case: casePath, env } = {}) => {
      const args = [...paths, ...(casePath === undefined ? [] : ['--case', casePath])]
      const server = await startServer({ home, args, env })
      servers.push(server)
      watchPage(page, server.origin, problems)
      await page.goto(server.address)
      return { page, server }
    })
    await page.close()
    for (const server of servers) await server.stop()
    expectNone(problems, expectedProblems)
  },
})

export { expect }
