import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { violations } from '../support/axe'
import { expect, test } from '../support/sample-app'
import { sqlEditor as editor, pasteSql as paste } from '../support/sql-editor'
import { find } from '../support/window'

const grid = (page: Page) => page.getByRole('grid', { name: 'Result' })
const rows = (page: Page) => grid(page).locator('[role=row][data-row]')

/** Takes the offered completion. The editor lets a moment pass before Enter means that, so that a fast typist is safe. */
async function accept(page: Page, label: string): Promise<void> {
  await expect(page.locator('.cm-tooltip-autocomplete li[aria-selected]')).toContainText(label)
  await page.waitForTimeout(150)
  await page.keyboard.press('Enter')
}

async function openSql(openWindow: (view: object, screen: string) => Promise<Page>): Promise<Page> {
  const page = await openWindow({}, 'sql')
  await editor(page).waitFor()
  return page
}

test('a query pasted from the documentation runs, and its rows lead to records and filters', async ({
  openWindow,
}) => {
  const page = await openSql(openWindow)
  await paste(
    page,
    `SELECT eventtime, eventname, useridentity.arn AS actor, eventid
FROM default.my_cloudtrail_table
WHERE regexp_like(eventname, '^Delete') AND readonly = 'false'
ORDER BY eventtime DESC
LIMIT 25;`,
  )
  await page.keyboard.press('Control+Enter')
  await expect(rows(page).first()).toBeVisible()
  await expect(page.getByText(`"default.my_cloudtrail_table" is read as this case's trail.`)).toBeVisible()
  await expect(page.getByTestId('sql-rows')).toHaveText(/^\d+ rows? · /)

  await grid(page)
    .getByRole('columnheader', { name: /eventname/ })
    .click()
  await expect(grid(page).getByRole('columnheader', { name: /eventname/ })).toHaveAttribute(
    'aria-sort',
    'ascending',
  )

  const cell = rows(page).first().locator('[role=gridcell]').nth(1)
  const name = (await cell.textContent()) ?? ''
  await cell.click()
  await page.keyboard.press('Enter')
  await expect(find.record(page)).toContainText(name)
  await find.record(page).getByRole('button', { name: 'Close' }).first().click()

  await cell.click({ button: 'right' })
  await page.getByRole('menuitem', { name: `Filter events: Event name “${name}”` }).click()
  await expect(find.chips(page)).toHaveText(new RegExp(`Event name\\s*is\\s*${name}`))
})

test('an error is marked at what was typed, and can be put right there', async ({ openWindow }) => {
  const page = await openSql(openWindow)
  await paste(page, 'SELECT 1;\n\nSELECT eventnam, count(*) AS n\nFROM cloudtrail_logs\nGROUP BY 1')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('alert')).toContainText("Column 'eventnam' cannot be resolved.")
  await expect(page.locator('.cm-lintRange-error')).toHaveText('eventnam')

  // The cursor stands at the mark: the missing letter goes behind the word.
  await editor(page).focus()
  for (let step = 0; step < 'eventnam'.length; step += 1) await page.keyboard.press('ArrowRight')
  await page.keyboard.type('e')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Enter')
  await expect(rows(page).first()).toBeVisible()
  await expect(page.locator('.cm-lintRange-error')).toHaveCount(0)
})

test('a query that never ends is cancelled at once, and the window works on meanwhile', async ({
  openWindow,
}) => {
  const page = await openSql(openWindow)
  await page.getByRole('radio', { name: 'DuckDB' }).click()
  await paste(page, 'SELECT count(*) FROM range(1000000000000) r(x) WHERE x % 7 = 3')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: 'Running' })).toBeVisible()

  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Events' }).click()
  await expect(find.rows(page).first()).toBeVisible()
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'SQL' }).click()

  await page.getByRole('button', { name: 'Cancel' }).first().click()
  await expect(page.getByRole('heading', { name: 'Cancelled' })).toBeVisible()
})

test('results are drawn, exported and said to be cut where they are', async ({ openWindow }) => {
  const page = await openSql(openWindow)
  await paste(
    page,
    `SELECT date_trunc('day', from_iso8601_timestamp(eventtime)) AS day, count(*) AS events
FROM cloudtrail_logs GROUP BY 1 ORDER BY 1`,
  )
  await page.keyboard.press('Control+Enter')
  await expect(rows(page).first()).toBeVisible()
  await page.getByRole('radio', { name: 'Chart' }).click()
  await expect(page.getByRole('img', { name: /^events over day: \d+ points/ })).toBeVisible()

  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'As CSV' }).click()
  const text = await readFile(await (await download).path(), 'utf8')
  expect(text).toMatch(/^day,events\r\n\d{4}-\d{2}-\d{2}T00:00:00Z,\d+\r\n/)

  await paste(page, 'SELECT eventname, count(*) AS n FROM cloudtrail_logs GROUP BY 1')
  await page.keyboard.press('Control+Enter')
  await expect(rows(page).first()).toBeVisible()
  await page.getByRole('radio', { name: 'Chart' }).click()
  await expect(page.getByRole('list', { name: 'n by eventname' }).getByRole('listitem').first()).toBeVisible()

  await page.getByRole('radio', { name: 'DuckDB' }).click()
  await paste(page, 'FROM range(50000)')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Only the first 10,000 rows; there are more.')).toBeVisible()
})

test('names are completed, values too; questions, history and saved queries are at hand', async ({
  openWindow,
}) => {
  const page = await openSql(openWindow)
  await paste(page, '')
  await page.keyboard.type('SELECT useridentity.sessionc')
  await accept(page, 'sessioncontext')
  await page.keyboard.type(" FROM cloudtrail_logs WHERE eventsource = 's3")
  await accept(page, 's3.amazonaws.com')
  await expect(editor(page)).toContainText("eventsource = 's3.amazonaws.com'")
  await expect(editor(page)).toContainText('useridentity.sessioncontext')

  const pane = page.getByRole('complementary', { name: 'Queries and columns' })
  await pane.getByRole('textbox', { name: /^Search/ }).fill('root')
  await pane.getByRole('button', { name: /^What the root user did/ }).click()
  await expect(page.getByRole('tab', { name: 'What the root user did' })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('sql-rows')).toBeVisible()

  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('textbox', { name: 'Name of the query' }).fill('Root again')
  await page.keyboard.press('Enter')
  await pane.getByRole('textbox', { name: /^Search/ }).fill('')
  await pane.getByRole('radio', { name: 'Saved' }).click()
  await expect(pane.getByRole('button', { name: 'Root again', exact: true })).toBeVisible()
  await pane.getByRole('radio', { name: 'History' }).click()
  await expect(pane.getByRole('button', { name: /useridentity\.type = 'Root'/ })).toBeVisible()
  await pane.getByRole('radio', { name: 'Columns' }).click()
  await pane.getByRole('button', { name: 'Show the members of useridentity' }).click()
  await expect(pane.getByRole('button', { name: 'principalid' })).toBeVisible()

  await page.reload()
  await expect(page.getByRole('tab', { name: 'Root again' })).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme })

    test('axe finds nothing in the SQL view', async ({ openWindow }) => {
      const page = await openSql(openWindow)
      await editor(page).click()
      await page.keyboard.press('Control+Enter')
      await expect(rows(page).first()).toBeVisible()
      expect.soft(await violations(page), 'result').toEqual([])
      await page.getByRole('radio', { name: 'Chart' }).click()
      expect.soft(await violations(page, 'main'), 'chart').toEqual([])
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('textbox', { name: 'Name of the query' }).waitFor()
      expect.soft(await violations(page, '[role=dialog]'), 'save').toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('radio', { name: 'Columns' }).click()
      await paste(page, 'SELECT nothing FROM cloudtrail_logs')
      await page.keyboard.press('Control+Enter')
      await page.getByRole('alert').waitFor()
      expect.soft(await violations(page, 'main'), 'error').toEqual([])
    })
  })
}
