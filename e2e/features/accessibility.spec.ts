import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { violations } from '../support/axe'
import { expect, test } from '../support/sample-app'
import { find } from '../support/window'

/** Screens of Deletions and SQL are looked through in `deletions.spec.ts` and `sql.spec.ts`. */

/** The whole page, or only the part that is new since the last look. */
async function expectAccessible(page: Page, screen: string, part?: string): Promise<void> {
  expect.soft(await violations(page, part), screen).toEqual([])
}

const dialogs = '[role=dialog]'

async function runCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Command' }).fill(name)
  await page.keyboard.press('Enter')
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme })

    test('axe finds nothing before a case is open, and while one is chosen', async ({ openApp, sample }) => {
      const { page } = await openApp()
      await page.getByRole('button', { name: /Open the sample/ }).waitFor()
      await expectAccessible(page, 'welcome')
      await page.getByRole('button', { name: /Open a case/ }).click()
      await page.getByRole('grid', { name: 'Folders and files' }).waitFor()
      await expectAccessible(page, 'choose a case', dialogs)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /Open an archive/ }).click()
      await page.getByRole('grid', { name: 'Folders and files' }).waitFor()
      await expectAccessible(page, 'choose an archive', dialogs)
      await page.getByRole('textbox', { name: 'Path' }).fill(join(sample.home, 'nothing here'))
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Try again' }).waitFor()
      await expectAccessible(page, 'a folder that is not there', dialogs)
    })

    test('axe finds nothing in the Events view, at any row height', async ({ openWindow }) => {
      const page = await openWindow()
      await expectAccessible(page, 'events')
      for (const density of ['Compact', 'Roomy']) {
        await runCommand(page, `${density} rows`)
        await expectAccessible(page, `events, ${density}`, 'section[aria-label=Events]')
      }
      await page.getByRole('button', { name: 'Show the bars as a table' }).click()
      await expectAccessible(page, 'bars as a table', 'section[aria-label=Timeline]')
      await page.getByRole('button', { name: 'Show the bars as a table' }).click()
      await find.queryBar(page).fill('-eventName:GetObject')
      await page.getByRole('listbox').waitFor()
      await expectAccessible(page, 'query bar', 'search')
      await page.keyboard.press('Enter')
      await find.facet(page, 'Event name').getByRole('button', { name: 'Search in Event name' }).click()
      await find.rows(page).nth(5).click({ button: 'right' })
      await page.getByRole('menu').waitFor()
      await expectAccessible(page, 'cell menu', '[role=menu]')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Views', exact: true }).click()
      await page.getByRole('textbox', { name: 'Name of the view' }).fill('A view')
      await page.keyboard.press('Enter')
      await expectAccessible(page, 'saved views', dialogs)
      await page.keyboard.press('Escape')
      await find.queryBar(page).fill('no such text anywhere at all')
      await page.keyboard.press('Enter')
      await page.getByText('No event matches').waitFor()
      await expectAccessible(page, 'nothing found', 'main')
    })

    test('axe finds nothing while rows are searched and facets are put in order, at 200 % zoom too', async ({
      openWindow,
    }) => {
      const page = await openWindow()
      await page.getByRole('textbox', { name: 'Find in the rows' }).fill('delete')
      await find.grid(page).locator('[data-found=here]').first().waitFor()
      await page.getByRole('button', { name: 'Rarest values first' }).click()
      const category = find.facet(page, 'Category')
      await category.locator('[data-facet-head]').hover()
      await category.getByRole('button', { name: 'Order and place of Category' }).click()
      await page.getByRole('menuitem', { name: 'Pin to the top' }).click()
      await expectAccessible(page, 'find, rarest first, pinned')
      await page.getByRole('button', { name: 'Step through time' }).click()
      await page.getByRole('menu').waitFor()
      await expectAccessible(page, 'steps through time', '[role=menu]')
      await page.keyboard.press('Escape')
      await page.setViewportSize({ width: 720, height: 450 })
      await expectAccessible(page, 'events at 200 %')
    })

    test('axe finds nothing in a record, and in records side by side', async ({ openWindow }) => {
      const page = await openWindow()
      await find.rows(page).nth(3).dblclick()
      const record = find.record(page)
      await record.getByRole('region', { name: 'Related events' }).getByRole('button').first().waitFor()
      for (const tab of ['Summary', 'All fields', 'JSON']) {
        await record.getByRole('radio', { name: tab }).click()
        await expectAccessible(page, `record, ${tab}`, 'aside')
      }
      for (const row of [1, 2, 3]) {
        await find.rows(page).nth(row).click()
        await find.grid(page).press('m')
      }
      await page.getByRole('button', { name: 'Compare 3 records' }).click()
      await page.getByRole('rowheader', { name: 'eventID', exact: true }).waitFor()
      await expectAccessible(page, 'comparison', dialogs)
    })

    test('axe finds nothing in the dialogs', async ({ openWindow, sample }) => {
      const page = await openWindow()
      for (const [command, name] of [
        ['Settings', 'Settings'],
        ['Keyboard shortcuts', 'Keyboard shortcuts'],
        ['Choose columns', 'Columns'],
        ['Compare', ''],
        ['Export events', 'Export'],
      ] as const) {
        await page.keyboard.press('Control+k')
        await page.getByRole('combobox', { name: 'Command' }).fill(command)
        await expectAccessible(page, `palette, ${command}`, dialogs)
        if (name === '') {
          await page.keyboard.press('Escape')
          continue
        }
        await page.keyboard.press('Enter')
        const dialog = page.getByRole('dialog', { name })
        await dialog.waitFor()
        await expectAccessible(page, name, dialogs)
        if (name === 'Export') break
        await page.keyboard.press('Escape')
        await dialog.waitFor({ state: 'hidden' })
      }
      const dialog = page.getByRole('dialog', { name: 'Export' })
      await dialog
        .getByRole('textbox', { name: 'File to write' })
        .fill(join(sample.home, `accessible-${colorScheme}.csv`))
      await dialog.getByRole('button', { name: 'Export', exact: true }).click()
      await page.getByRole('dialog', { name: 'Exported' }).waitFor()
      await expectAccessible(page, 'exported', dialogs)
    })

    test('axe finds nothing in Overview and Files, nor where an archive is added', async ({ openWindow }) => {
      const page = await openWindow({}, 'overview')
      await page.getByRole('button', { name: /^destroyed/ }).waitFor()
      await expectAccessible(page, 'overview')
      await page.getByRole('button', { name: 'Files', exact: true }).click()
      await page.getByRole('grid', { name: 'Files' }).locator('[data-row="0"]').waitFor()
      await expectAccessible(page, 'files')
      await page.getByRole('radio', { name: /^Rejected/ }).click()
      await expectAccessible(page, 'rejected records', 'main')
      await page.getByRole('button', { name: 'Add an archive' }).click()
      await page.getByRole('button', { name: 'Open this folder' }).click()
      await page.getByRole('dialog', { name: 'Import' }).waitFor()
      await expectAccessible(page, 'import', dialogs)
    })

    test('axe finds nothing where a case is imported and looked at as a whole', async ({ openApp }) => {
      const { page } = await openApp()
      await page.getByRole('button', { name: /Open the sample/ }).click()
      await page.getByText('Import finished').first().waitFor()
      await page.getByRole('button', { name: 'Report', exact: true }).click()
      await page.getByRole('region', { name: 'Accounting' }).waitFor()
      await expectAccessible(page, 'the end of an import')
      await page.getByRole('button', { name: 'Sample', exact: true }).click()
      await page.getByRole('menu').waitFor()
      await expectAccessible(page, 'menu of the case', '[role=menu]')
      await page.getByRole('menuitem', { name: 'Close this case' }).click()
      await page.getByRole('region', { name: 'Recent cases' }).getByRole('button').first().waitFor()
      await expectAccessible(page, 'recent cases')
    })
  })
}
