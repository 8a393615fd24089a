import { readFile } from 'node:fs/promises'
import { expect, test } from '../support/sample-app'
import { counts, find, openSample, visibleWhen } from '../support/window'

test('an engine that dies is started again, and the window goes on from where it was', async ({
  openApp,
}) => {
  test.skip(process.platform !== 'linux', 'finds the process of the engine through /proc')
  const { page, server } = await openApp()
  await openSample(page)
  const { total } = await counts(page)
  await find.facet(page, 'Category').getByRole('button', { name: /^Data/ }).click()
  const filtered = await visibleWhen(page, (visible) => visible < total)
  const { pid } = server.process
  const [engine] = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ')
  process.kill(Number(engine), 'SIGKILL')
  await expect(page.getByText('The engine is gone.')).toBeVisible()
  await expect(page.getByText('The engine is gone.')).toBeHidden({ timeout: 30_000 })
  await find
    .facet(page, 'Category')
    .getByRole('button', { name: /^Management/ })
    .click()
  await visibleWhen(page, (visible) => visible !== filtered && visible < total)
  await expect(find.rows(page).first().locator('[data-column=eventCategory]')).toHaveText('Management')
})

test('a view is kept by name, brought back, and read again by a case that is reopened', async ({
  openWindow,
}) => {
  const page = await openWindow()
  const { total } = await counts(page)
  await find.queryBar(page).fill('user:deploy-bot')
  await page.keyboard.press('Enter')
  const kept = await visibleWhen(page, (visible) => visible > 0 && visible < total)
  await page.getByRole('button', { name: 'Views', exact: true }).click()
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('The bot')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Clear all' }).click()
  await visibleWhen(page, (visible) => visible === total)
  await page.getByRole('button', { name: 'Views', exact: true }).click()
  await page.getByRole('button', { name: 'The bot', exact: true }).click()
  await visibleWhen(page, (visible) => visible === kept)

  await page.getByRole('button', { name: 'Sample', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Close this case' }).click()
  await page
    .getByRole('region', { name: 'Recent cases' })
    .getByRole('button', { name: /^Sample/ })
    .click()
  await visibleWhen(page, (visible) => visible === kept)
})

test('columns are chosen, moved and sorted, and the choice is part of the view', async ({ openWindow }) => {
  const page = await openWindow()
  const headings = find.grid(page).getByRole('columnheader')
  await page.getByRole('button', { name: 'Columns', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Columns' })
  await dialog.getByRole('checkbox', { name: /^Service/ }).uncheck()
  await dialog.getByRole('textbox', { name: 'Search columns' }).fill('requestParameters.bucketName')
  await dialog.getByRole('button', { name: /^Add the column/ }).click()
  await page.keyboard.press('Escape')
  await expect(headings.filter({ hasText: 'Service' })).toHaveCount(0)
  await expect(headings.filter({ hasText: 'requestParameters.bucketName' })).toHaveCount(1)

  await headings.filter({ hasText: 'Event name' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Move right' }).click()
  await expect(headings.nth(1)).toHaveText('User')
  await headings.nth(1).getByText('User').click()
  await expect(headings.nth(1)).toHaveAttribute('aria-sort', 'ascending')
  await headings.nth(1).getByText('User').click()
  await expect(headings.nth(1)).toHaveAttribute('aria-sort', 'descending')
  await page.reload()
  await expect(headings.nth(1)).toHaveText('User')
  await expect(headings.nth(1)).toHaveAttribute('aria-sort', 'descending')
})

test('the overview counts what was destroyed, and each number leads to just those actions', async ({
  openWindow,
}) => {
  const page = await openWindow()
  const views = page.getByRole('navigation', { name: 'Views' })
  await views.getByRole('button', { name: 'Overview', exact: true }).click()
  const card = page
    .getByRole('main')
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: /^Destructive actions/ }) })
  for (const name of [/^destroyed/, /^tried without success/]) {
    const row = card.getByRole('button', { name })
    const said = Number((await row.innerText()).replace(/[^\d]/g, ''))
    expect(said).toBeGreaterThan(0)
    await row.click()
    await expect(page.getByTestId('deletions-total')).toHaveText(
      new RegExp(`^${said.toLocaleString('en-US')} of [\\d,]+ destructive actions$`),
    )
    await views.getByRole('button', { name: 'Overview', exact: true }).click()
  }
})

test('names given to accounts stand beside their ids, and never in their place', async ({ openWindow }) => {
  const page = await openWindow()
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await dialog
    .getByRole('textbox', { name: /^Names for accounts/ })
    .fill('Account,Name\n111122223333,"<b>Production</b>"\n444455556666 = shop')
  await expect(dialog.getByText('2 accounts')).toBeVisible()
  await page.keyboard.press('Escape')

  const facet = find.facet(page, 'Account')
  await facet.getByRole('button', { name: 'Account', exact: true }).click()
  await facet.getByRole('button', { name: /^111122223333 <b>Production<\/b>/ }).click()
  const { total } = await counts(page)
  await visibleWhen(page, (visible) => visible > 0 && visible < total)
  await expect(find.chips(page).first()).toContainText('111122223333 (<b>Production</b>)')
  const cell = find.rows(page).first().locator('[data-column=recipientAccountId]')
  await expect(cell).toHaveText('111122223333 <b>Production</b>')
  await find.rows(page).first().dblclick()
  await expect(find.record(page).getByText('111122223333 <b>Production</b>').first()).toBeVisible()

  // They outlast a reload, and the clause that was made still holds nothing but the id.
  await page.reload()
  await expect(find.chips(page).first()).toContainText('111122223333 (<b>Production</b>)')
  expect(decodeURIComponent(page.url())).not.toContain('Production')
  const views = page.getByRole('navigation', { name: 'Views' })
  await views.getByRole('button', { name: 'Overview', exact: true }).click()
  await expect(page.getByRole('main').getByRole('button', { name: /^444455556666 shop/ })).toBeVisible()
  await expect(page.getByRole('main').getByRole('button', { name: /^eu-west-1 Ireland/ })).toBeVisible()
})
