import type { Page } from '@playwright/test'
import { forgetCopies, lastCopy } from '../support/clipboard'
import { runCli } from '../support/import-case'
import { keyboardAlone, pressOn, runByName } from '../support/keyboard'
import { expect, test, viewInAddress } from '../support/sample-app'
import { brush, counts, find, visibleWhen } from '../support/window'

const range = { from: '2026-03-04T00:00:00Z', to: '2026-03-06T00:00:00Z' }

/** Steps of different kinds, one after the other; gives how many events each left. */
async function fourSteps(page: Page): Promise<number[]> {
  const left = [(await counts(page)).visible]
  const step = async (run: () => Promise<void>) => {
    const before = left.at(-1)
    await run()
    left.push(await visibleWhen(page, (visible) => visible !== before))
  }
  await step(() =>
    find
      .facet(page, 'Category')
      .getByRole('button', { name: /^Management/ })
      .click(),
  )
  await step(() => brush(page, 0.2, 0.7))
  await step(async () => {
    await find.queryBar(page).fill('-outcome:succeeded')
    await page.keyboard.press('Enter')
  })
  await step(() => page.getByRole('button', { name: /^Switch off: Category/ }).click())
  return left
}

test('by mouse: each step of filtering is undone and done again', async ({ openWindow }) => {
  const page = await openWindow()
  const left = await fourSteps(page)
  for (const visible of left.slice(0, -1).reverse()) {
    await page.getByRole('button', { name: 'Undo' }).click()
    await visibleWhen(page, (now) => now === visible)
  }
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled()
  for (const visible of left.slice(1)) {
    await page.getByRole('button', { name: 'Redo' }).click()
    await visibleWhen(page, (now) => now === visible)
  }
  await expect(page.getByRole('button', { name: 'Redo' })).toBeDisabled()
})

test('by keyboard alone: undo and redo, a saved view, and the case as it was left', async ({
  openWindow,
}) => {
  const page = await openWindow({ range })
  await keyboardAlone(page)
  const { visible: inRange } = await counts(page)
  await page.keyboard.press('/')
  await page.keyboard.type('outcome:denied')
  await page.keyboard.press('Enter')
  const denied = await visibleWhen(page, (visible) => visible < inRange)
  await page.keyboard.press('Escape')
  await runByName(page, 'Saved views')
  await expect(page.getByRole('textbox', { name: 'Name of the view' })).toBeFocused()
  await page.keyboard.type('Refused')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Views', exact: true })).toBeFocused()
  await page.keyboard.press('Control+z')
  await visibleWhen(page, (visible) => visible === inRange)
  await page.keyboard.press('Control+y')
  await visibleWhen(page, (visible) => visible === denied)
  await runByName(page, 'Clear filters and time range')
  await visibleWhen(page, (visible) => visible > inRange)
  await runByName(page, 'View: Refused')
  await visibleWhen(page, (visible) => visible === denied)

  await page.keyboard.press('Alt+5')
  await expect(page.getByRole('main', { name: 'Files' })).toBeVisible()
  await page.keyboard.press('Alt+2')
  await runByName(page, 'Close this case')
  await pressOn(
    page,
    page.getByRole('region', { name: 'Recent cases' }).getByRole('button', { name: /^Sample/ }),
  )
  await visibleWhen(page, (visible) => visible === denied)
  expect(viewInAddress(page)).toMatchObject({ range, filters: [{ field: 'outcome', values: ['denied'] }] })

  await runByName(page, 'Saved views')
  await pressOn(page, page.getByRole('button', { name: 'Delete the view Refused' }))
  await expect(page.getByRole('button', { name: 'Refused', exact: true })).toHaveCount(0)
})

test('by mouse: the same View stands in a link and on the command line', async ({
  openWindow,
  sample,
  context,
}) => {
  const page = await openWindow({
    range,
    filters: [
      { id: 'f1', kind: 'values', field: 'readOnly', values: ['false'] },
      { id: 'f2', kind: 'contains', field: 'eventName', text: 'delete', exclude: true },
      { id: 'f3', kind: 'values', field: 'outcome', values: ['succeeded'], disabled: true },
    ],
    sort: [{ field: 'eventName', descending: false }],
    columns: ['eventName', 'eventTime', 'requestParameters.bucketName'],
  })
  const { visible } = await counts(page)
  await forgetCopies(page)
  await page.getByRole('button', { name: 'Views', exact: true }).click()
  await page.getByRole('button', { name: 'Copy a link to this view' }).click()
  const link = await lastCopy(page)
  const other = await context.newPage()
  await other.goto(link)
  await find.rows(other).first().waitFor()
  expect((await counts(other)).visible).toBe(visible)
  expect(other.url()).toBe(page.url())
  await expect(find.grid(other).getByRole('columnheader')).toHaveText([/Time/, /Event name/, /bucketName/])
  await other.close()

  await forgetCopies(page)
  await page.getByRole('button', { name: 'Copy for the command line' }).click()
  const view = await lastCopy(page)
  const { stdout } = await runCli(sample.home, [
    'events',
    '--case',
    sample.casePath,
    '--view',
    view,
    '--json',
  ])
  const names = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).eventName)
  expect(names).toHaveLength(visible)
  expect(names).toEqual([...names].sort())
  await expect(find.rows(page).first().locator('[data-column=eventName]')).toHaveText(names[0])
})

test('a View in an address that nobody could have made is left out, and that is said', async ({
  openWindow,
  page,
  sample,
}) => {
  await openWindow()
  const { total } = await counts(page)
  const query = new URLSearchParams({ case: sample.casePath, view: '{"filters":[{"kind":"evil"}]}' })
  await page.evaluate((hash) => {
    location.hash = hash
  }, `#/events?${query}`)
  await visibleWhen(page, (visible) => visible === total)
  await expect(page.getByText('The View in the address cannot be read.')).toBeVisible()
})

test('an address that names no view, or a case that cannot be opened, is put right', async ({
  openWindow,
  page,
  sample,
}) => {
  await openWindow({}, 'overview')
  await expect(page.getByRole('button', { name: /^[\d,]+ ?events$/ })).toBeVisible()
  const goTo = (hash: string) =>
    page.evaluate((wanted) => {
      location.hash = wanted
    }, hash)
  const inCase = new URLSearchParams({ case: sample.casePath })
  await goTo(`#/nonsense?${inCase}`)
  await expect(page.getByRole('main', { name: 'Events' })).toBeVisible()
  await expect.poll(() => page.url()).toContain(`#/events?${inCase}`)
  await goTo('#/events?case=%2Fnowhere%2FB.backtrail')
  await expect(page.getByText('is outside of what was opened')).toBeVisible()
  await expect.poll(() => page.url()).toContain(`#/events?${inCase}`)
})
