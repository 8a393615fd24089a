import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { View, type ViewInput } from '../../electron/contract/view'
import { test as appTest, expect } from './app'
import { connectTo, type EngineClient } from './engine-client'
import { runCli } from './import-case'
import { type RunningServer, startServer } from './server'
import { expectNone, watchPage } from './watch-page'
import { find, sampleFolder } from './window'

export type Sample = {
  server: RunningServer
  /** The home folder the program sees. */
  home: string
  casePath: string
  /** Rows of a statement over the case, in DuckDB's dialect: the answer of a View, had another way. */
  rows(sql: string): Promise<unknown[][]>
  /** How many events a condition of SQL holds for. */
  count(condition: string): Promise<number>
}

type WorkerFixtures = {
  /** One started program with the sample imported, for every test of a worker. */
  sample: Sample
}

type Fixtures = {
  /** Opens the window of the sample on a screen of its own, with nothing remembered from another test. */
  openWindow: (view?: ViewInput, screen?: string) => Promise<Page>
}

/** Tests that only look at a case share one program and one import; each has a browser profile of its own. */
export const test = appTest.extend<Fixtures, WorkerFixtures>({
  sample: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright takes the fixtures from the names in the pattern
    async ({}, use) => {
      const folder = await realpath(await mkdtemp(join(tmpdir(), 'backtrail-sample-')))
      const home = join(folder, 'home')
      const casePath = join(folder, 'Sample.backtrail')
      await runCli(home, ['import', sampleFolder, '--case', casePath])
      const server = await startServer({ home, args: ['--case', casePath] })
      const client = await connectTo(server.address)
      await use({ server, home, casePath, ...(await asking(client, casePath)) })
      client.close()
      await server.stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
    { scope: 'worker' },
  ],
  openWindow: async ({ page, sample, expectedProblems }, use) => {
    const problems: string[] = []
    watchPage(page, sample.server.origin, problems)
    await use(async (view = {}, screen = 'events') => {
      const query = new URLSearchParams({ case: sample.casePath, view: JSON.stringify(view) })
      await page.goto(`${sample.server.address}#/${screen}?${query}`)
      if (screen === 'events') await find.rows(page).first().waitFor()
      return page
    })
    await page.close()
    expectNone(problems, expectedProblems)
  },
})

async function asking(client: EngineClient, path: string): Promise<Pick<Sample, 'rows' | 'count'>> {
  const { id } = await client.call('case.open', { path })
  const rows = async (text: string) => {
    const run = await client.call('sql.run', {
      case: id,
      dialect: 'duckdb',
      text,
      parameters: [],
      maxRows: 100_000,
      timeoutMs: 60_000,
    })
    const [first = []] = run.data
    return first.map((_, row) => run.data.map((column) => column[row]))
  }
  return {
    rows,
    count: async (condition) =>
      Number((await rows(`SELECT count(*) FROM events WHERE ${condition}`))[0]?.[0]),
  }
}

/** The View that stands in the page's address. */
export function viewInAddress(page: Page): View {
  const text = new URLSearchParams(page.url().split('?').slice(1).join('?')).get('view')
  return View.parse(text === null ? {} : JSON.parse(text))
}

export { expect }
