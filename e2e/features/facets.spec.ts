import type { Page } from '@playwright/test'
import { chooseByKeys, keyboardAlone, pressOn, tabTo } from '../support/keyboard'
import { expect, test, viewInAddress } from '../support/sample-app'
import { counts, find, visibleWhen } from '../support/window'

const inFacet = (page: Page, facet: string, value: RegExp) =>
  find.facet(page, facet).getByRole('button', { name: value })

const clauses = (page: Page) =>
  viewInAddress(page).filters.map((filter) =>
    filter.kind === 'values'
      ? [filter.field, filter.exclude ? 'out' : 'in', ...filter.values]
      : [filter.kind],
  )

test('by mouse: a value is looked at alone, added to others, left out and let in again', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow()
  const { total } = await counts(page)
  const shows = async (condition: string) => {
    const expected = await sample.count(condition)
    await visibleWhen(page, (visible) => visible === expected)
  }

  await inFacet(page, 'Outcome', /^Denied/).click()
  await shows("outcome = 'denied'")
  // Its own selection does not shrink the facet; the others count only what is left.
  await expect(inFacet(page, 'Outcome', /^Succeeded/)).toBeVisible()
  await inFacet(page, 'Outcome', /^Failed/).click({ modifiers: ['Control'] })
  await shows("outcome IN ('denied', 'failed')")
  await inFacet(page, 'Read or write', /^Read\b(?! or)/).click({ modifiers: ['Alt'] })
  await shows("outcome IN ('denied', 'failed') AND read_only IS DISTINCT FROM true")
  expect(clauses(page)).toEqual([
    ['outcome', 'in', 'denied', 'failed'],
    ['readOnly', 'out', 'true'],
  ])
  // The buttons beside a value do the same without a modifier.
  await find.facet(page, 'Read or write').getByRole('listitem').filter({ hasText: 'Read' }).hover()
  await find.facet(page, 'Read or write').getByRole('button', { name: 'Let Read in again' }).click()
  await shows("outcome IN ('denied', 'failed')")
  await find.facet(page, 'Outcome').getByRole('button', { name: 'Forget the filter on Outcome' }).click()
  await visibleWhen(page, (visible) => visible === total)
})

test('by mouse: the rest of a facet is counted, searched and listed', async ({ openWindow, sample }) => {
  const page = await openWindow()
  const facet = find.facet(page, 'Event name')
  const listed = facet.getByRole('listitem')
  const top = await sample.rows(
    'SELECT event_name, count(*) AS n FROM events GROUP BY 1 ORDER BY n DESC, 1 LIMIT 8',
  )
  await expect(listed).toHaveCount(8)
  const shown = await listed.getByRole('button', { name: /, / }).allInnerTexts()
  expect(shown.map((text) => Number(text.match(/[\d,]+$/)?.[0].replace(',', '')))).toEqual(
    top.map(([, count]) => Number(count)),
  )
  const [[values, events] = []] = await sample.rows(
    `SELECT count(DISTINCT coalesce(event_name, '')) - 8, count(*) - ${top.reduce((sum, [, n]) => sum + Number(n), 0)} FROM events`,
  )
  const others = facet.getByRole('button', { name: /other values/ })
  await expect(others).toContainText(`${values} other values`)
  await expect(others).toContainText(
    Number(events).toLocaleString('en-US', { notation: 'compact' }).slice(0, 1),
  )
  await others.click()
  await expect(listed).toHaveCount(Math.min(100, Number(values) + 8))
  await facet.getByRole('button', { name: 'Show fewer' }).click()
  await expect(listed).toHaveCount(8)

  await facet.getByRole('button', { name: 'Search in Event name' }).click()
  await facet.getByRole('textbox', { name: 'Search in Event name' }).fill('stoplog')
  await expect(listed).toHaveCount(1)
  await listed.getByRole('button', { name: /^StopLogging/ }).click()
  const stops = await sample.count("event_name = 'StopLogging'")
  await visibleWhen(page, (visible) => visible === stops)
  await facet.getByRole('textbox', { name: 'Search in Event name' }).fill('no such name')
  await expect(facet.getByText('No value contains “no such name”.')).toBeVisible()
  // What is chosen stays in sight, even where it is not among the first.
  await facet.getByRole('button', { name: 'Search in Event name' }).click()
  await expect(listed.getByRole('button', { name: /^StopLogging/ })).toHaveAttribute('aria-pressed', 'true')
})

test('by mouse: no value is a value, and any other column becomes a facet', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow()
  await find.facet(page, 'Error code').getByRole('button', { name: 'Error code', exact: true }).click()
  await inFacet(page, 'Error code', /^\(none\)/).click()
  const without = await sample.count('error_code IS NULL')
  await visibleWhen(page, (visible) => visible === without)
  expect(clauses(page)).toEqual([['errorCode', 'in', null]])

  await page.getByRole('region', { name: 'Facets' }).getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Event type', exact: true }).click()
  const type = find.facet(page, 'Event type')
  await type.getByRole('button', { name: /^AwsApiCall/ }).click()
  const found = await sample.count("error_code IS NULL AND event_type = 'AwsApiCall'")
  await visibleWhen(page, (visible) => visible === found)
  await page.reload()
  await expect(type.getByRole('button', { name: /^AwsApiCall/ })).toHaveAttribute('aria-pressed', 'true')
  await type.getByRole('button', { name: 'Take Event type off the facets' }).click()
  await expect(type).toHaveCount(0)
})

test('by keyboard alone: facets are opened, searched, chosen, added to and left out', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow()
  await keyboardAlone(page)
  const shows = async (condition: string) => {
    const expected = await sample.count(condition)
    await visibleWhen(page, (visible) => visible === expected)
  }
  await pressOn(page, inFacet(page, 'Category', /^Data/))
  await shows("event_category = 'Data'")
  await page.keyboard.press('ArrowDown')
  await expect(inFacet(page, 'Category', /^NetworkActivity/)).toBeFocused()
  await page.keyboard.press('Control+Enter')
  await shows("event_category IN ('Data', 'NetworkActivity')")
  await tabTo(page, inFacet(page, 'Outcome', /^Succeeded/))
  await page.keyboard.press('Alt+Enter')
  await shows("event_category IN ('Data', 'NetworkActivity') AND outcome IS DISTINCT FROM 'succeeded'")
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Control+z')
  await shows('true')

  const names = find.facet(page, 'Event name')
  await pressOn(page, names.getByRole('button', { name: 'Search in Event name' }))
  await expect(names.getByRole('textbox')).toBeFocused()
  await page.keyboard.type('ScheduleKeyDeletion')
  await pressOn(page, names.getByRole('button', { name: /^ScheduleKeyDeletion/ }))
  await shows("event_name = 'ScheduleKeyDeletion'")
  await page.keyboard.press('Control+z')

  const account = find.facet(page, 'Account')
  await pressOn(page, account.getByRole('button', { name: 'Account', exact: true }))
  await pressOn(page, account.getByRole('button', { name: /^777788889999/ }))
  await shows("recipient_account_id = '777788889999'")
  await pressOn(page, account.getByRole('button', { name: 'Forget the filter on Account' }), 'Shift+Tab')
  await shows('true')

  const add = page.getByRole('region', { name: 'Facets' }).getByRole('button', { name: 'Add', exact: true })
  await tabTo(page, add, 'Shift+Tab')
  await page.keyboard.press('Enter')
  await chooseByKeys(page, /^Event type$/)
  await pressOn(page, inFacet(page, 'Event type', /^AwsConsoleSignIn/))
  await shows("event_type = 'AwsConsoleSignIn'")
})
