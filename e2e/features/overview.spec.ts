import type { Locator, Page } from '@playwright/test'
import { keyboardAlone, tabTo } from '../support/keyboard'
import { expect, test, viewInAddress } from '../support/sample-app'
import { find, visibleWhen } from '../support/window'

const main = (page: Page) => page.getByRole('main', { name: 'Overview' })

const card = (page: Page, title: string | RegExp) =>
  main(page)
    .locator('section', { has: page.getByRole('heading', { name: title }) })
    .last()

const numberIn = (text: string, pattern = /[\d,]+/) => Number(pattern.exec(text)?.[0].replaceAll(',', ''))

const back = (page: Page) =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Overview' })

/** What every number of the overview must be, counted by SQL. */
const figures = [
  [/events$/, 'true'],
  [/calls to change something/, 'read_only = false'],
  [/refused/, "outcome = 'denied'"],
  [/failed/, "outcome = 'failed'"],
] as const

const cards = [
  ['Categories', 'event_category'],
  ['Outcome', 'outcome'],
  ['Accounts', 'recipient_account_id'],
  ['Regions', 'aws_region'],
  ['Services', 'event_source'],
  ['Principals', 'principal'],
  ['Error codes', 'error_code'],
] as const

test('by mouse: each number is right, and leads to its events with that filter', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow({}, 'overview')
  const leads = async (target: Locator, expected: number) => {
    await target.click()
    await visibleWhen(page, (visible) => visible === expected)
    await back(page).click()
  }
  for (const [name, condition] of figures) {
    const figure = main(page).getByRole('button', { name }).first()
    const expected = await sample.count(condition)
    expect(numberIn(await figure.innerText()), String(name)).toBe(expected)
    await leads(figure, expected)
  }
  for (const [title, column] of cards) {
    const row = card(page, new RegExp(`^${title}`))
      .getByRole('listitem')
      .first()
    const [[, expected] = []] = await sample.rows(
      `SELECT ${column}, count(*) AS n FROM events ${column === 'error_code' ? 'WHERE error_code IS NOT NULL' : ''}
       GROUP BY 1 ORDER BY n DESC LIMIT 1`,
    )
    expect(numberIn((await row.innerText()).split('\n').at(-2) ?? ''), title).toBe(Number(expected))
    await leads(row.getByRole('button'), Number(expected))
  }
  const worst = card(page, /^Where calls go wrong most/)
    .getByRole('listitem')
    .first()
  await leads(worst.getByRole('button'), numberIn((await worst.innerText()).split('\n').at(-2) ?? ''))
})

test('by keyboard alone: a number is reached, pressed, and come back from', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow({}, 'overview')
  await keyboardAlone(page)
  await tabTo(
    page,
    main(page)
      .getByRole('button', { name: /refused/ })
      .first(),
  )
  await page.keyboard.press('Enter')
  const denied = await sample.count("outcome = 'denied'")
  await visibleWhen(page, (visible) => visible === denied)
  await expect(find.chips(page)).toHaveText(/Outcome\s*is\s*Denied/)
  await page.keyboard.press('Alt+1')
  const region = card(page, 'Regions').getByRole('button', { name: /^us-east-1/ })
  await tabTo(page, region)
  await page.keyboard.press('Enter')
  const there = await sample.count("aws_region = 'us-east-1'")
  await visibleWhen(page, (visible) => visible === there)
})

test('a gap of the archive is named with its length, and leads to the events on both sides of it', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow({}, 'overview')
  const coverage = card(page, /^Coverage/)
  const gap = coverage.getByRole('button', { name: /^Nothing at all/ }).first()
  await expect(gap).toContainText('from 2026-03-10')
  await expect(gap).toContainText(/\d hours?$/)
  await gap.click()
  await expect(page.getByRole('main', { name: 'Events' })).toBeVisible()
  const { range } = viewInAddress(page)
  if (!range) throw new Error('the view has no range')
  const sql = (iso: string) => `TIMESTAMP '${iso.replace('T', ' ').replace('Z', '')}'`
  const there = await sample.count(`event_time >= ${sql(range.from)} AND event_time < ${sql(range.to)}`)
  expect(there).toBeGreaterThan(0)
  await visibleWhen(page, (visible) => visible === there)
})
