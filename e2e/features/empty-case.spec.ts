import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/app'
import { violations } from '../support/axe'
import { find } from '../support/window'

const toScreen = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name }).click()

test('a case that holds no event says so in every view, why, and how to go on', async ({
  openApp,
  folder,
}) => {
  const archive = join(folder, 'trail')
  await mkdir(archive)
  await writeFile(join(archive, 'empty.json'), '{"Records":[]}')
  await writeFile(join(archive, 'notes.txt'), 'no JSON at all')
  const { page } = await openApp({ paths: [archive], case: join(folder, 'A.backtrail') })
  await expect(page.getByRole('region', { name: 'Import', exact: true })).toContainText('Import finished')

  for (const screen of ['Overview', 'Events', 'Deletions']) {
    await toScreen(page, screen)
    const main = page.getByRole('main', { name: screen })
    await expect(main.getByRole('heading', { name: 'No events in this case' })).toBeVisible()
    await expect(main).toContainText('1 file loaded, 1 file skipped. Files names the reason for each.')
    expect(await violations(page)).toEqual([])
    await main.getByRole('button', { name: 'See the files' }).click()
    await expect(page.getByRole('main', { name: 'Files' })).toContainText('text that is no JSON')
  }

  await toScreen(page, 'Events')
  await expect(page.getByText('No events to show over time.')).toBeVisible()
  await expect(find.chart(page)).toBeHidden()
  await expect(page.getByRole('textbox', { name: /^From/ })).toBeDisabled()
  await page.getByRole('button', { name: 'Add an archive' }).click()
  await expect(page.getByRole('dialog', { name: 'Open an archive' })).toBeVisible()
})
