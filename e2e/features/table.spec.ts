import type { Locator, Page } from '@playwright/test'
import { forgetCopies, lastCopy } from '../support/clipboard'
import { activeCell, chooseByKeys, keyboardAlone, runByName, tabTo } from '../support/keyboard'
import { expect, test, viewInAddress } from '../support/sample-app'
import { counts, find, visibleWhen } from '../support/window'

const heads = (page: Page) => find.grid(page).getByRole('columnheader')
const head = (page: Page, name: string | RegExp) => find.grid(page).getByRole('columnheader', { name })
const cell = (page: Page, row: number, column: string) =>
  find.grid(page).locator(`[data-row="${row}"] [data-column="${column}"]`)

async function boxOf(target: Locator) {
  const box = await target.boundingBox()
  if (!box) throw new Error(`${target} is not there`)
  return box
}

/** From the first row to the row of headings, at its first column. */
async function toHeadings(page: Page): Promise<void> {
  await runByName(page, 'To the table')
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowUp')
}

test('by mouse: columns are dragged to their place, made wider, fitted, pinned and hidden', async ({
  openWindow,
}) => {
  const page = await openWindow()
  await head(page, 'User').first().dragTo(head(page, 'Event name'))
  await expect(heads(page)).toHaveText([
    /Time/,
    /User/,
    /Event name/,
    /Service/,
    /./,
    /./,
    /./,
    /./,
    /./,
    /./,
    /./,
  ])

  const service = head(page, 'Service')
  const before = await boxOf(service)
  await page.mouse.move(before.x + before.width - 2, before.y + before.height / 2)
  await page.mouse.down()
  await page.mouse.move(before.x + before.width + 78, before.y + before.height / 2, { steps: 5 })
  await page.mouse.up()
  await expect.poll(async () => Math.round((await boxOf(service)).width - before.width)).toBeGreaterThan(70)

  await service.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Fit to what is in sight' }).click()
  await expect.poll(async () => (await boxOf(service)).width).toBeLessThan(before.width + 70)
  await service.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Pin to the left' }).click()
  await expect(heads(page).nth(1)).toHaveText(/Service/)
  const pinned = await boxOf(service)
  await find.grid(page).hover()
  await page.mouse.wheel(600, 0)
  await expect.poll(async () => (await boxOf(head(page, 'Event name'))).x).toBeLessThan(pinned.x)
  expect((await boxOf(service)).x).toBe(pinned.x)

  await head(page, 'Outcome').hover()
  await head(page, 'Outcome').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Hide column' }).click()
  await expect(head(page, 'Outcome')).toHaveCount(0)
  expect(viewInAddress(page).columns).not.toContain('outcome')
})

test('by mouse: rows are sorted by one heading and by several', async ({ openWindow, sample }) => {
  const page = await openWindow()
  await head(page, 'Service').getByText('Service').click()
  await head(page, 'Event name')
    .getByText('Event name')
    .click({ modifiers: ['Shift'] })
  await head(page, 'Event name')
    .getByText('Event name')
    .click({ modifiers: ['Shift'] })
  expect(viewInAddress(page).sort).toEqual([
    { field: 'eventSource', descending: false },
    { field: 'eventName', descending: true },
  ])
  const expected = await sample.rows(
    'SELECT event_source, event_name FROM events WHERE event_source IS NOT NULL ORDER BY 1, 2 DESC LIMIT 5',
  )
  for (const [row, [service, name]] of expected.entries()) {
    await expect(cell(page, row, 'eventSource')).toHaveText(String(service).replace('.amazonaws.com', ''))
    await expect(cell(page, row, 'eventName')).toHaveText(String(name))
  }
})

test('by mouse: rows are chosen with Shift and Ctrl, and copied as values, lines, JSON and SQL', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow({
    filters: [{ id: 'f1', kind: 'values', field: 'eventName', values: ['AssumeRole'] }],
    columns: ['eventTime', 'eventName', 'user', 'eventId'],
  })
  await cell(page, 0, 'eventName').click()
  await cell(page, 4, 'eventName').click({ modifiers: ['Shift'] })
  await cell(page, 2, 'eventName').click({ modifiers: ['Control'] })
  await expect(page.getByText('4 selected')).toBeVisible()
  const ids = await Promise.all([0, 1, 3, 4].map((row) => cell(page, row, 'eventId').innerText()))

  const copyFrom = async (target: Locator, entry: string) => {
    await forgetCopies(page)
    await target.click({ button: 'right' })
    await page.getByRole('menuitem', { name: entry }).click()
    return lastCopy(page)
  }
  const lines = (await copyFrom(cell(page, 1, 'eventName'), 'Copy the 4 rows as TSV')).split('\n')
  expect(lines[0]).toBe('eventTime\teventName\tuser\teventId')
  expect(lines.slice(1).map((line) => line.split('\t')[3])).toEqual(ids)
  const rows = JSON.parse(await copyFrom(cell(page, 1, 'eventName'), 'Copy the 4 rows as JSON'))
  expect(rows.map((row: { eventId: string }) => row.eventId)).toEqual(ids)

  const id = cell(page, 1, 'eventId')
  expect(await copyFrom(id, 'Copy the value')).toBe(ids[1])
  const condition = await copyFrom(id, 'Copy as SQL condition')
  expect(await sample.count(condition)).toBe(1)
  const record = JSON.parse(await copyFrom(id, 'Copy the record as delivered'))
  expect(record.eventID).toBe(ids[1])
  expect(await copyFrom(id, 'Copy as AWS CLI lookup-events')).toBe(
    `aws cloudtrail lookup-events --lookup-attributes 'AttributeKey=EventId,AttributeValue=${ids[1]}'`,
  )
})

test('by keyboard alone: columns are chosen, moved, made wider, pinned, sorted and hidden', async ({
  openWindow,
}) => {
  const page = await openWindow()
  await keyboardAlone(page)
  await runByName(page, 'Choose columns')
  const dialog = page.getByRole('dialog', { name: 'Columns' })
  await expect(dialog.getByRole('textbox', { name: 'Search columns' })).toBeFocused()
  await page.keyboard.type('requestParameters.roleArn')
  await page.keyboard.press('Tab')
  await tabTo(page, dialog.getByRole('button', { name: /^Add the column/ }))
  await page.keyboard.press('Enter')
  await tabTo(page, dialog.getByRole('button', { name: 'Move requestParameters.roleArn up' }))
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(heads(page).nth(10)).toHaveText(/requestParameters\.roleArn/)

  await toHeadings(page)
  const menu = async (entry: string) => {
    await page.keyboard.press('Shift+F10')
    await chooseByKeys(page, entry)
    await expect(find.grid(page)).toBeFocused()
  }
  await page.keyboard.press('ArrowRight')
  await menu('Move right')
  await expect(heads(page).nth(2)).toHaveText(/Event name/)
  await expect(find.grid(page)).toBeFocused()
  const service = await boxOf(head(page, 'Service'))
  await page.keyboard.press('Shift+F10')
  await chooseByKeys(page, 'Wider')
  await page.keyboard.press('Escape')
  await expect(find.grid(page)).toBeFocused()
  await expect
    .poll(async () => (await boxOf(head(page, 'Service'))).width)
    .toBeGreaterThan(service.width * 1.2)
  await page.keyboard.press('Enter')
  await expect(head(page, 'Service')).toHaveAttribute('aria-sort', 'ascending')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+Enter')
  expect(viewInAddress(page).sort.map(({ field }) => field)).toEqual(['eventSource', 'eventName'])
  await menu('Hide column')
  await expect(head(page, 'Event name')).toHaveCount(0)
  await page.keyboard.press('End')
  await menu('Pin to the left')
  await expect(heads(page).nth(1)).toHaveText(/Resource/)
})

test('by keyboard alone: rows are walked, chosen, counted, copied and filtered', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow()
  await keyboardAlone(page)
  const { total } = await counts(page)
  await runByName(page, 'To the table')
  for (const key of ['j', 'j', 'k', 'PageDown', 'PageUp', 'G', 'g', 'End', 'Home'])
    await page.keyboard.press(key)
  await page.keyboard.press('ArrowRight')
  const value = (await (await activeCell(page)).innerText()).trim()
  await forgetCopies(page)
  await page.keyboard.press('c')
  expect(await lastCopy(page)).toBe(value)

  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByText('3 selected')).toBeVisible()
  await forgetCopies(page)
  await page.keyboard.press('Control+c')
  expect((await lastCopy(page)).split('\n')).toHaveLength(4)
  await page.keyboard.press('Control+a')
  await expect(page.getByText(`all ${total.toLocaleString('en-US')} matching selected`)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText(/selected$/)).toHaveCount(0)

  const name = (await (await activeCell(page)).innerText()).trim()
  await page.keyboard.press('f')
  const found = await sample.count(`event_name = '${name}'`)
  await visibleWhen(page, (visible) => visible === found)
  await page.keyboard.press('Control+z')
  await visibleWhen(page, (visible) => visible === total)
  await forgetCopies(page)
  await page.keyboard.press('Shift+F10')
  await chooseByKeys(page, 'Copy as SQL condition')
  expect(await lastCopy(page)).toBe(`event_name = '${name}'`)
})

test('far down a long list every row is there, by the thumb, by its number and by its time', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow({ sort: [{ field: 'eventTime', descending: false }] })
  const { total } = await counts(page)
  const idAt = async (row: number) =>
    (
      await sample.rows(
        `SELECT event_time FROM events ORDER BY event_time NULLS LAST, seq LIMIT 1 OFFSET ${row}`,
      )
    )[0]?.[0]
  const shows = async (row: number) =>
    expect(cell(page, row, 'eventTime')).toHaveText(
      String(await idAt(row))
        .replace('T', ' ')
        .replace('Z', ''),
    )
  await find.grid(page).evaluate((grid) => grid.scrollTo(0, grid.scrollHeight / 2))
  await expect(find.rows(page).first()).not.toHaveAttribute('data-row', '0')
  const middle = Number(await find.rows(page).nth(10).getAttribute('data-row'))
  expect(Math.abs(middle - total / 2)).toBeLessThan(100)
  await shows(middle)
  for (const row of [17, 18_000, 9_001]) {
    await page.keyboard.press('Control+g')
    await page.keyboard.press('Control+a')
    await page.keyboard.type(String(row + 1))
    await page.keyboard.press('Enter')
    await expect(cell(page, row, 'eventTime')).toBeInViewport()
    await shows(row)
  }
  await page.getByRole('textbox', { name: 'Go to row or time' }).fill('2026-03-05 12:00')
  await page.keyboard.press('Enter')
  const before = await sample.count("event_time < TIMESTAMP '2026-03-05 12:00:00'")
  await expect(cell(page, before, 'eventTime')).toBeInViewport()
  await expect(cell(page, before, 'eventTime')).toHaveText(/^2026-03-05 1[2-9]/)
})
