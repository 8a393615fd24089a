import type { Page } from '@playwright/test'
import { runByName } from '../support/keyboard'
import { expect, test } from '../support/sample-app'
import { pasteSql, sqlEditor } from '../support/sql-editor'
import { find } from '../support/window'

/** Tells the window what the accounts of the sample are called. */
async function nameAccounts(page: Page): Promise<void> {
  await runByName(page, 'Settings')
  await page
    .getByRole('textbox', { name: /^Names for accounts/ })
    .fill('111122223333 = management\n444455556666 = production\n777788889999 = staging')
  await page.keyboard.press('Escape')
}

const of = (account: string) => ({
  filters: [{ id: 'f1', kind: 'values' as const, field: 'recipientAccountId', values: [account] }],
})

test('accounts and Regions have their names beside them where records are compared', async ({
  openWindow,
}) => {
  const page = await openWindow(of('444455556666'))
  await nameAccounts(page)
  await find.rows(page).first().click()
  await page.keyboard.press('m')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('m')
  await page.getByRole('button', { name: 'Compare 2 records' }).click()
  const dialog = page.getByRole('dialog', { name: 'Compare 2 records' })
  await dialog.getByRole('checkbox', { name: /^Only what differs/ }).uncheck()
  const line = (name: string) =>
    dialog.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
  await expect(line('recipientAccountId').getByRole('cell').first()).toHaveText('444455556666 production')
  await expect(line('awsRegion').getByRole('cell').first()).toHaveText(/^[a-z]+-[a-z]+-\d [A-Z]/)
})

test('accounts and Regions have their names beside them in results of statements', async ({ openWindow }) => {
  const page = await openWindow({}, 'sql')
  await sqlEditor(page).waitFor()
  await nameAccounts(page)
  await pasteSql(
    page,
    "SELECT recipientaccountid, awsregion, count(*) AS n FROM cloudtrail_logs WHERE recipientaccountid = '777788889999' GROUP BY 1, 2",
  )
  await page.keyboard.press('Control+Enter')
  const row = page.getByRole('grid', { name: 'Result' }).locator('[data-row="0"]')
  await expect(row.getByRole('gridcell').first()).toHaveText('777788889999 staging')
  await expect(row.getByRole('gridcell').nth(1).locator('[title]')).toHaveAttribute(
    'title',
    /^[a-z]+-[a-z]+-\d \(.+\)$/,
  )
})

test('accounts and Regions have their names beside them in the list of deletions and in stories', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow({}, 'deletions')
  await page.getByRole('grid', { name: 'Destructive actions' }).waitFor()
  await nameAccounts(page)
  const [[id] = []] = await sample.rows(
    "SELECT event_id FROM events WHERE event_name = 'DeleteDBInstance' AND outcome = 'succeeded' AND recipient_account_id = '444455556666' LIMIT 1",
  )
  await page.goto(page.url().replace(/#\/deletions/, `#/deletions/story/${id}`))
  const story = page.getByTestId('story')
  await expect(story).toContainText('444455556666 production')
  await expect(story).toContainText('eu-west-1 Ireland')
})
