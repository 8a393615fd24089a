import { cp, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'

const root = dirname(dirname(import.meta.dirname))
export const sampleFolder = join(root, 'resources', 'sample')

/** Puts a copy of the sample archive into the person's Downloads folder. */
export async function putSample(home: string): Promise<string> {
  const folder = join(home, 'Downloads', 'trail')
  await mkdir(dirname(folder), { recursive: true })
  await cp(sampleFolder, folder, { recursive: true })
  return folder
}

/** What the window is asked by role and name, as people find it. */
export const find = {
  grid: (page: Page): Locator => page.getByRole('grid', { name: 'Events' }),
  rows: (page: Page): Locator => find.grid(page).locator('[role=row][data-row]'),
  facet: (page: Page, name: string): Locator =>
    page.getByRole('region', { name: 'Facets' }).getByRole('region', { name, exact: true }),
  record: (page: Page): Locator => page.getByRole('complementary', { name: 'Record' }),
  queryBar: (page: Page): Locator => page.getByRole('combobox', { name: 'Filter and search' }),
  chips: (page: Page): Locator => page.locator('[data-chip]'),
  chart: (page: Page): Locator => page.locator('.u-over'),
}

const numberOf = (text: string) => Number(text.replace(/[^\d]/g, ''))

/** Visible and all events as the status bar says, once it has settled. */
export async function counts(page: Page): Promise<{ visible: number; total: number }> {
  const status = page.getByTestId('counts')
  await expect(status).toHaveText(/^[\d,]+ \/ [\d,]+ events$/)
  await expect(status).not.toHaveAttribute('data-stale', 'true')
  const [visible = '', total = ''] = (await status.innerText()).split('/')
  return { visible: numberOf(visible), total: numberOf(total) }
}

/** Waits until the status bar says a number of visible events that passes, and gives it. */
export async function visibleWhen(page: Page, passes: (visible: number) => boolean): Promise<number> {
  let visible = -1
  await expect
    .poll(
      async () => {
        visible = (await counts(page)).visible
        return passes(visible)
      },
      { intervals: [50, 100, 200] },
    )
    .toBe(true)
  return visible
}

/** The same once that number stands still: while a hand moves, each of its moves has an answer of its own. */
export async function visibleAtRest(page: Page, passes: (visible: number) => boolean): Promise<number> {
  let visible = -1
  await expect
    .poll(
      async () => {
        const before = visible
        visible = (await counts(page)).visible
        return visible === before && passes(visible)
      },
      { intervals: [300] },
    )
    .toBe(true)
  return visible
}

/** Drags over the timeline from one share of its width to another, and stops before letting go when asked to. */
export async function brush(page: Page, from: number, to: number, letGo = true): Promise<void> {
  const box = await find.chart(page).boundingBox()
  if (!box) throw new Error('there is no timeline')
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + box.width * from, y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y, { steps: 4 })
  await page.mouse.move(box.x + box.width * to, y, { steps: 4 })
  if (letGo) await page.mouse.up()
}

/** Opens the sample and waits until its import has ended and its events stand in the table. */
export async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Open the sample/ }).click()
  await page.getByText('Import finished').first().waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Close this line' }).click()
  await find.rows(page).first().waitFor()
}
