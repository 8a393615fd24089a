import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/app'
import { find, openSample } from '../support/window'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

async function expectAccessible(page: Page, screen: string) {
  await page.waitForTimeout(300)
  // The guards around an open popup hand the focus on at once; axe cannot know.
  const { violations } = await new AxeBuilder({ page })
    .withTags(rules)
    .exclude('[data-base-ui-focus-guard]')
    .analyze()
  const found = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n  ${nodes
        .slice(0, 3)
        .map((node) => node.html.slice(0, 160))
        .join('\n  ')}`,
  )
  expect.soft(found, screen).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme })

    test.describe.configure({ timeout: 240_000 })

    test('axe finds nothing before a case is open', async ({ openApp }) => {
      const { page } = await openApp()
      await page.getByRole('button', { name: /Open the sample/ }).waitFor()
      await expectAccessible(page, 'welcome')
      await page.getByRole('button', { name: /Open an archive/ }).click()
      await page.getByRole('grid', { name: 'Folders and files' }).waitFor()
      await expectAccessible(page, 'chooser')
    })

    test('axe finds nothing in the Events view', async ({ openApp }) => {
      const { page } = await openApp()
      await openSample(page)
      await expectAccessible(page, 'events')
      await find.queryBar(page).fill('-eventName:GetObject')
      await page.getByRole('listbox').waitFor()
      await expectAccessible(page, 'query bar')
      await page.keyboard.press('Enter')
      await find.rows(page).nth(3).dblclick()
      const record = find.record(page)
      for (const tab of ['Summary', 'All fields', 'JSON']) {
        await record.getByRole('radio', { name: tab }).click()
        await expectAccessible(page, `record, ${tab}`)
      }
      await find.rows(page).nth(5).click({ button: 'right' })
      await page.getByRole('menu').waitFor()
      await expectAccessible(page, 'cell menu')
      await page.keyboard.press('Escape')
      await find.queryBar(page).fill('no such text anywhere at all')
      await page.keyboard.press('Enter')
      await page.getByText('No event matches').waitFor()
      await expectAccessible(page, 'nothing found')
    })

    test('axe finds nothing in dialogs and the other views', async ({ openApp }) => {
      const { page } = await openApp()
      await openSample(page)
      for (const [command, name] of [
        ['Settings', 'Settings'],
        ['Keyboard shortcuts', 'Keyboard shortcuts'],
        ['Choose columns', 'Columns'],
      ] as const) {
        await page.keyboard.press('Control+k')
        await page.getByRole('combobox', { name: 'Command' }).fill(command)
        if (name === 'Settings') await expectAccessible(page, 'palette')
        await page.keyboard.press('Enter')
        await page.getByRole('dialog', { name }).waitFor()
        await expectAccessible(page, name)
        await page.keyboard.press('Escape')
        await page.getByRole('dialog', { name }).waitFor({ state: 'hidden' })
      }
      await page.getByRole('button', { name: 'Overview', exact: true }).click()
      await page.getByRole('heading', { name: 'Categories' }).waitFor()
      await expectAccessible(page, 'overview')
      await page.getByRole('button', { name: 'Files', exact: true }).click()
      await page.getByRole('grid', { name: 'Files' }).waitFor()
      await expectAccessible(page, 'files')
      await page.getByRole('radio', { name: /^Rejected/ }).click()
      await expectAccessible(page, 'rejected records')
    })
  })
}
