import type { Page } from '@playwright/test'
import type { TimeRange } from '../../electron/contract/view'
import { activeCell, chooseByKeys, keyboardAlone, pressOn, runByName, tabTo } from '../support/keyboard'
import { expect, type Sample, test, viewInAddress } from '../support/sample-app'
import { brush, counts, find, visibleAtRest, visibleWhen } from '../support/window'

const from = (page: Page) => page.getByRole('textbox', { name: /^From/ })
const to = (page: Page) => page.getByRole('textbox', { name: /^To/ })

const sqlTime = (iso: string) => `TIMESTAMP '${iso.replace('T', ' ').replace('Z', '')}'`

/** Events in a range, counted by SQL. */
const countIn = (sample: Sample, range: TimeRange) =>
  sample.count(`event_time >= ${sqlTime(range.from)} AND event_time < ${sqlTime(range.to)}`)

/** The range in the address, once there is one that passes. */
async function rangeWhen(page: Page, passes: (range: TimeRange) => boolean): Promise<TimeRange> {
  await expect.poll(() => passes(viewInAddress(page).range ?? { from: '', to: '' })).toBe(true)
  const { range } = viewInAddress(page)
  if (!range) throw new Error('the view has no range')
  return range
}

const width = (range: TimeRange) => Date.parse(range.to) - Date.parse(range.from)

test('by mouse: the brush previews, filters on release, and goes back out a step at a time', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow()
  const { total } = await counts(page)
  const management = find.facet(page, 'Category').getByRole('button', { name: /^Management/ })
  const before = await management.innerText()

  await brush(page, 0.1, 0.6, false)
  const previewed = await visibleAtRest(page, (visible) => visible < total)
  await expect(management).not.toHaveText(before)
  expect(viewInAddress(page).range).toBeNull()
  await page.mouse.up()
  const wide = await rangeWhen(page, (range) => width(range) > 0)
  expect(await visibleWhen(page, (visible) => visible < total)).toBe(previewed)
  expect(await countIn(sample, wide)).toBe(previewed)
  await expect(page.getByText(/^1 bar = \d[\d.]* (second|minute|hour)s?$/)).toBeVisible()

  await brush(page, 0.3, 0.5)
  const narrow = await rangeWhen(page, (range) => width(range) < width(wide))
  const few = await countIn(sample, narrow)
  await visibleWhen(page, (visible) => visible === few)

  await page.getByRole('button', { name: 'The stretch after' }).click()
  const shifted = await rangeWhen(page, (range) => range.from === narrow.to)
  await page.getByRole('button', { name: 'The stretch before' }).click()
  await rangeWhen(page, (range) => range.from === narrow.from)
  expect(width(shifted)).toBe(width(narrow))

  await find.chart(page).dblclick()
  await rangeWhen(page, (range) => range.from === wide.from && range.to === wide.to)
  await page.getByRole('button', { name: 'Zoom out one step' }).click()
  await visibleWhen(page, (visible) => visible === total)
  expect(viewInAddress(page).range).toBeNull()
})

test('by mouse: a brush is given up with Escape, and a click beside the window of the whole takes the range away', async ({
  openWindow,
}) => {
  const page = await openWindow()
  const { total } = await counts(page)
  await brush(page, 0.2, 0.3, false)
  await visibleWhen(page, (visible) => visible < total)
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await visibleWhen(page, (visible) => visible === total)
  expect(viewInAddress(page).range).toBeNull()

  await brush(page, 0.4, 0.6)
  await visibleWhen(page, (visible) => visible < total)
  const end = page.getByRole('slider', { name: 'End of the time range' })
  const whole = await end.locator('xpath=..').boundingBox()
  if (!whole) throw new Error('there is no picture of the whole case')
  await page.mouse.click(whole.x + whole.width * 0.05, whole.y + whole.height / 2)
  await visibleWhen(page, (visible) => visible === total)
})

test('by mouse: the bars are stacked by what is chosen, and the legend filters', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow()
  for (const [name, field, picked, condition] of [
    ['Outcome', 'Outcome', /^Denied/, "outcome = 'denied'"],
    ['Read or write', 'Read or write', /^Write/, 'read_only = false'],
    ['Service', 'Service', /^s3/, "event_source = 's3.amazonaws.com'"],
    ['Account', 'Account', /^444455556666/, "recipient_account_id = '444455556666'"],
  ] as const) {
    await page.getByRole('button', { name: /^Stack:/ }).click()
    await page.getByRole('menuitemcheckbox', { name, exact: true }).click()
    const legend = page.getByRole('list', { name: `Stacked by ${field}` })
    await legend.getByRole('button', { name: picked }).click()
    const found = await sample.count(condition)
    await visibleWhen(page, (visible) => visible === found)
    await page.getByRole('button', { name: 'Clear all' }).click()
  }
})

test('by mouse: minutes around an event', async ({ openWindow, sample }) => {
  const page = await openWindow({
    filters: [{ id: 'f1', kind: 'values', field: 'eventName', values: ['StopLogging'] }],
  })
  const row = find.rows(page).first()
  const time = await row.locator('[data-column=eventTime]').innerText()
  await row.click({ button: 'right' })
  await page.getByRole('menuitem', { name: '± 5 minutes around this event' }).click()
  const range = await rangeWhen(page, (now) => width(now) > 0)
  expect(Date.parse(range.from)).toBe(Date.parse(`${time.replace(' ', 'T')}Z`) - 300_000)
  await page.getByRole('button', { name: /^Remove: Event name/ }).click()
  const around = await countIn(sample, range)
  await visibleWhen(page, (visible) => visible === around)
})

test('by keyboard alone: exact times, steps, zoom and minutes around an event', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow()
  await keyboardAlone(page)
  const { total } = await counts(page)

  await test.step('two exact times', async () => {
    await tabTo(page, from(page))
    await page.keyboard.press('Control+a')
    await page.keyboard.type('2026-03-04 08:00')
    await page.keyboard.press('Enter')
    await tabTo(page, to(page))
    await page.keyboard.press('Control+a')
    await page.keyboard.type('2026-03-04T12:00:00+02:00')
    await page.keyboard.press('Enter')
    const range = await rangeWhen(page, (now) => now.to === '2026-03-04T10:00:00Z')
    expect(range.from).toBe('2026-03-04T08:00:00Z')
    const found = await countIn(sample, range)
    await visibleWhen(page, (visible) => visible === found)
  })

  await test.step('the stretch before and after, a step out, and the whole again', async () => {
    await pressOn(page, page.getByRole('button', { name: 'The stretch after' }))
    await page.keyboard.press('Alt+ArrowRight')
    await rangeWhen(page, (now) => now.from === '2026-03-04T12:00:00Z')
    await page.keyboard.press('Alt+ArrowLeft')
    await rangeWhen(page, (now) => now.from === '2026-03-04T10:00:00Z')
    await page.keyboard.press('z')
    await rangeWhen(page, (now) => width(now) > 2 * 3_600_000)
    await page.keyboard.press('Z')
    await visibleWhen(page, (visible) => visible === total)
  })

  await test.step('the ends of the range as sliders', async () => {
    await tabTo(page, page.getByRole('slider', { name: 'Start of the time range' }))
    for (let press = 0; press < 6; press += 1) await page.keyboard.press('PageUp')
    const narrowed = await visibleWhen(page, (visible) => visible < total)
    await tabTo(page, page.getByRole('slider', { name: 'End of the time range' }))
    for (let press = 0; press < 4; press += 1) await page.keyboard.press('PageDown')
    await visibleWhen(page, (visible) => visible < narrowed)
    await page.keyboard.press('End')
    await visibleWhen(page, (visible) => visible === narrowed)
    await page.keyboard.press('Z')
    await visibleWhen(page, (visible) => visible === total)
  })

  await test.step('minutes around an event', async () => {
    await runByName(page, 'To the table')
    await page.keyboard.press('Control+End')
    await page.keyboard.press('ArrowUp')
    await activeCell(page)
    await page.keyboard.press('Shift+F10')
    await chooseByKeys(page, '± 1 hour around this event')
    const range = await rangeWhen(page, (now) => width(now) > 0)
    expect(width(range)).toBe(2 * 3_600_000 + 1)
    const around = await countIn(sample, range)
    await visibleWhen(page, (visible) => visible === around)
  })
})

test('by keyboard alone: another stack, and the bars as a table of exact numbers', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow({ range: { from: '2026-03-04T00:00:00Z', to: '2026-03-05T00:00:00Z' } })
  await keyboardAlone(page)
  await pressOn(page, page.getByRole('button', { name: /^Stack:/ }))
  await chooseByKeys(page, 'Outcome')
  await pressOn(page, page.getByRole('button', { name: 'Show the bars as a table' }), 'Shift+Tab')
  const table = page.getByRole('region', { name: 'Bars as a table' })
  await expect(table.getByRole('columnheader', { name: 'Denied' })).toBeVisible()
  const [headings, ...rows] = await table
    .locator('tr')
    .evaluateAll((lines) => lines.map((line) => [...line.children].map((cell) => cell.textContent ?? '')))
  const sums = (headings ?? [])
    .slice(1)
    .map((_, column) => rows.reduce((sum, cells) => sum + Number(cells[column + 1]?.replaceAll(',', '')), 0))
  const within = "event_time >= TIMESTAMP '2026-03-04' AND event_time < TIMESTAMP '2026-03-05'"
  expect(sums[0]).toBe(await sample.count(within))
  expect(sums[(headings ?? []).indexOf('Denied') - 1]).toBe(
    await sample.count(`${within} AND outcome = 'denied'`),
  )
})
