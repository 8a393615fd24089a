import type { Page } from '@playwright/test'
import { holdAnswers } from '../support/hold-answers'
import { activeCell, keyboardAlone, tabTo } from '../support/keyboard'
import { expect, test, viewInAddress } from '../support/sample-app'
import { counts, find } from '../support/window'

const field = (page: Page) => page.getByRole('textbox', { name: 'Find in the rows' })
const said = (page: Page) => page.getByTestId('found')
const marked = (page: Page) => find.grid(page).locator('[data-found]')
const here = (page: Page) => find.grid(page).locator('[data-found=here]')

const columns = ['eventTime', 'eventName', 'user']
/** Rows in which one of these columns shows the text, had another way. */
const holds = (text: string) =>
  `(event_name ILIKE '%${text}%' OR user_name ILIKE '%${text}%' OR strftime(event_time, '%Y-%m-%dT%H:%M:%SZ') ILIKE '%${text}%')`
const fmt = (count: number) => count.toLocaleString('en-US')

test('by mouse: matches are marked and stepped through over all rows, and none is left out', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow({ columns })
  const { total } = await counts(page)
  const rows = await sample.rows(`
    SELECT place, event_name FROM (
      SELECT event_name, ${holds('deletebucket')} AS hit, row_number() OVER (ORDER BY event_time DESC NULLS LAST, seq DESC) - 1 AS place
      FROM events) WHERE hit ORDER BY place`)
  const places = rows.map(([place]) => Number(place))
  expect(places.length).toBeGreaterThan(2)
  // More rows lie between them than a page of the table holds.
  expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan(1_000)

  await field(page).fill('deleteBucket')
  await expect(said(page)).toHaveText(`1 of ${fmt(places.length)}`)
  const rowHere = () => here(page).first().locator('xpath=..').getAttribute('data-row').then(Number)
  await expect.poll(rowHere).toBe(places[0])
  for (const at of [1, 2]) {
    await page.getByRole('button', { name: 'Next match' }).click()
    await expect(said(page)).toHaveText(`${at + 1} of ${fmt(places.length)}`)
    await expect.poll(rowHere).toBe(places[at])
    await expect(here(page).first()).toBeInViewport()
  }
  await page.getByRole('button', { name: 'Previous match' }).click()
  await expect.poll(rowHere).toBe(places[1])
  for (const at of [0, places.length - 1]) {
    await page.getByRole('button', { name: 'Previous match' }).click()
    await expect.poll(rowHere).toBe(places[at])
  }
  await expect(page.getByTestId('live')).toContainText('From the other end')
  expect((await counts(page)).visible).toBe(total)
  expect(viewInAddress(page).filters).toEqual([])

  await test.step('what is found becomes a filter where that is asked for', async () => {
    await page.getByRole('button', { name: 'Filter by this' }).click()
    await expect(find.chips(page)).toHaveText(/Text\s*anywhere\s*deleteBucket/)
    await expect(marked(page)).toHaveCount(0)
    await expect(field(page)).toHaveValue('')
  })
})

test('by keyboard alone: typed, stepped through, taken along to another view, and ended', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow({ columns })
  await keyboardAlone(page)
  await page.keyboard.press('Control+f')
  await expect(field(page)).toBeFocused()
  const found = await sample.count(holds('assumerole'))
  await page.keyboard.type('assumerole')
  await expect(said(page)).toHaveText(`1 of ${fmt(found)}`)
  await page.keyboard.press('Enter')
  await expect(said(page)).toHaveText(`2 of ${fmt(found)}`)
  await page.keyboard.press('Shift+Enter')
  await expect(said(page)).toHaveText(`1 of ${fmt(found)}`)
  await page.keyboard.press('ArrowDown')
  await expect(find.grid(page)).toBeFocused()
  await page.keyboard.press('n')
  await expect(said(page)).toHaveText(`2 of ${fmt(found)}`)
  await expect(await activeCell(page)).toHaveText(/AssumeRole/)
  await page.keyboard.press('N')
  await expect(said(page)).toHaveText(`1 of ${fmt(found)}`)
  // Each press counts, however quickly one follows the other.
  for (const key of ['n', 'n', 'n', 'n', 'N']) await page.keyboard.press(key)
  await expect(said(page)).toHaveText(`4 of ${fmt(found)}`)
  for (const key of ['N', 'N', 'N']) await page.keyboard.press(key)
  await expect(said(page)).toHaveText(`1 of ${fmt(found)}`)

  await test.step('the number follows the view, and the view does not follow the search', async () => {
    await page.keyboard.press('ArrowRight')
    const name = await (await activeCell(page)).innerText()
    await page.keyboard.press('f')
    const fewer = await sample.count(
      `${holds('assumerole')} AND ${name.startsWith('AssumeRole') ? 'event_name' : 'user_name'} = '${name}'`,
    )
    await expect(said(page)).toHaveText(new RegExp(`^(\\d+ of )?${fmt(fewer)}( rows?)?$`))
    await page.keyboard.press('Control+z')
    await expect(said(page)).toHaveText(new RegExp(`${fmt(found)}( rows?)?$`))
  })

  await page.keyboard.press('Control+f')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('no such thing at all')
  await expect(said(page)).toHaveText('no row')
  await page.keyboard.press('Escape')
  await expect(find.grid(page)).toBeFocused()
  await expect(marked(page)).toHaveCount(0)
})

test('the query bar offers the two by their names, and what is found is what cells show', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow({ columns: ['eventTime', 'eventName', 'readOnly'] })
  await find.queryBar(page).fill('write')
  const option = page.getByRole('option', { name: /Find “write” in the rows.*marks it, keeps all rows/ })
  await option.click()
  await expect(field(page)).toBeFocused()
  await expect(field(page)).toHaveValue('write')
  const written = await sample.count("read_only = false OR event_name ILIKE '%write%'")
  await expect(said(page)).toHaveText(`1 of ${fmt(written)}`)
  await expect(here(page).first()).toHaveText('Write')

  const [[time = ''] = []] = await sample.rows(
    "SELECT strftime(event_time, '%Y-%m-%d %H:%M:%S') FROM events WHERE event_name = 'StopLogging' ORDER BY event_time LIMIT 1",
  )
  await field(page).fill(String(time))
  await expect(here(page).first()).toHaveText(String(time))
  expect((await sample.count("event_name = 'StopLogging'")) > 0).toBe(true)
})

for (const way of ['mouse', 'keyboard alone'] as const)
  test(`by ${way}: a search that takes long is cancelled, and the marks stay`, async ({
    openWindow,
    page,
  }) => {
    const held = await holdAnswers(page, 'events.find')
    await openWindow({ columns })
    if (way === 'keyboard alone') {
      await keyboardAlone(page)
      await page.keyboard.press('Control+f')
      await page.keyboard.type('i')
    } else await field(page).fill('i')
    const cancel = page
      .getByRole('search', { name: 'Find in the table' })
      .getByRole('button', { name: 'Cancel' })
    await expect(cancel).toBeVisible()
    if (way === 'mouse') await cancel.click()
    else {
      await tabTo(page, cancel)
      await page.keyboard.press('Enter')
    }
    await expect(cancel).toHaveCount(0)
    expect(held.cancelled()).toBe(1)
    await expect(field(page)).toHaveValue('i')
    await expect(marked(page).first()).toBeVisible()
  })
