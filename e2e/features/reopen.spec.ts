import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/app'
import { writeTinyArchive } from '../support/tiny-archive'
import { counts, find, visibleWhen } from '../support/window'

const caseInAddress = (page: Page) => new URLSearchParams(page.url().split('?').at(-1)).get('case')

const imported = (page: Page, total: number) =>
  expect.poll(async () => (await counts(page)).total).toBe(total)

test('a second window on the archives of the first shows its case and does not import them again', async ({
  openApp,
  folder,
  home,
}) => {
  const archive = await writeTinyArchive(join(folder, 'trail'), 30)
  const { page, server } = await openApp({ paths: [archive] })
  await imported(page, 30)
  const other = await page.context().newPage()
  await other.goto(server.address)
  await imported(other, 30)
  expect(caseInAddress(other)).toBe(caseInAddress(page))
  expect(await readdir(join(home, 'Backtrail'))).toEqual(['trail.backtrail'])
  await other.close()
})

test('started again on the same archives it opens their case as it was left, with saved views, the look and what is new', async ({
  openApp,
  folder,
  home,
}) => {
  const archive = await writeTinyArchive(join(folder, 'trail'), 30)
  const first = await openApp({ paths: [archive] })
  const { page } = first
  await imported(page, 30)
  await find.queryBar(page).fill('user:ada')
  await page.keyboard.press('Enter')
  await visibleWhen(page, (visible) => visible === 10)
  await page.getByRole('button', { name: 'Views', exact: true }).click()
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('Only Ada')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Switch between dark and light' }).click()
  const theme = await page.evaluate(() => document.documentElement.dataset.theme)
  await page.goto('about:blank')
  await first.server.stop()

  await writeTinyArchive(archive, 40)
  const again = await openApp({ paths: [archive] })
  expect(again.server.origin).toBe(first.server.origin)
  await imported(page, 40)
  expect(await readdir(join(home, 'Backtrail'))).toEqual(['trail.backtrail'])
  await expect(find.chips(page)).toHaveText(/User\s*is\s*ada/)
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(theme)
  await page.getByRole('button', { name: 'Views', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Only Ada', exact: true })).toBeVisible()
})
