import type { Page } from '@playwright/test'
import { holdAnswers } from '../support/hold-answers'
import { keyboardAlone, pressOn } from '../support/keyboard'
import { expect, test, viewInAddress } from '../support/sample-app'
import { counts, find, visibleWhen } from '../support/window'

/** What a person types, the event names as SQL would ask, and which of the searches says that it runs. */
const identifiers = [
  ['203.0.113.100', "source_ip_address = '203.0.113.100'", 'exact identifier'],
  ['203.0.113.0/24', "source_ip_address LIKE '203.0.113.%'", 'address block'],
  ['eventName:StopLogging,DeleteTrail', "event_name IN ('StopLogging', 'DeleteTrail')", 'one field'],
  ['-eventSource:s3.amazonaws.com', "event_source IS DISTINCT FROM 's3.amazonaws.com'", 'one field'],
  ['errorMessage~not authorized', "error_message ILIKE '%not authorized%'", 'one field'],
] as const

async function type(page: Page, text: string): Promise<void> {
  await find.queryBar(page).fill(text)
  await page.keyboard.press('Enter')
}

test('by keyboard alone: identifiers, address blocks and fields, each named as the search that runs', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow()
  await keyboardAlone(page)
  const { total } = await counts(page)
  for (const [typed, condition, how] of identifiers) {
    await page.keyboard.press('/')
    await page.keyboard.type(typed)
    await expect(page.getByRole('option', { selected: true })).toContainText(how)
    await page.keyboard.press('Enter')
    const found = await sample.count(condition)
    expect(found, typed).toBeGreaterThan(0)
    await visibleWhen(page, (visible) => visible === found)
    await page.keyboard.press('Backspace')
    await expect(find.chips(page)).toBeFocused()
    await page.keyboard.press('Delete')
    await visibleWhen(page, (visible) => visible === total)
    await page.keyboard.press('Escape')
  }
})

test('by mouse: chips are changed, turned round, switched off and taken out', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow()
  const { total } = await counts(page)
  const shows = async (condition: string) => {
    const expected = await sample.count(condition)
    await visibleWhen(page, (visible) => visible === expected)
  }
  await find.queryBar(page).click()
  await page.keyboard.type('eventName:Dele')
  await page.getByRole('option', { name: /Event name is DeleteObject\b/ }).click()
  await shows("event_name = 'DeleteObject'")
  await page.getByRole('button', { name: /^Turn round: Event name/ }).click()
  await shows("event_name IS DISTINCT FROM 'DeleteObject'")
  await page.getByRole('button', { name: /^Switch off: Event name/ }).click()
  await visibleWhen(page, (visible) => visible === total)
  await expect(find.chips(page)).toHaveCount(1)
  await page.getByRole('button', { name: /^Switch off: Event name/ }).click()
  await shows("event_name IS DISTINCT FROM 'DeleteObject'")

  await find.chips(page).click()
  await expect(find.queryBar(page)).toHaveValue('-eventName:DeleteObject')
  await find.queryBar(page).fill('eventName:DeleteObject,DeleteObjects')
  await page.getByRole('option').first().click()
  await expect(find.chips(page)).toHaveCount(1)
  await shows("event_name IN ('DeleteObject', 'DeleteObjects')")

  await find.queryBar(page).fill('region:eu-west-1')
  await page.getByRole('option').first().click()
  await shows("event_name IN ('DeleteObject', 'DeleteObjects') AND aws_region = 'eu-west-1'")
  await page.getByRole('button', { name: /^Remove: Event name/ }).click()
  await shows("aws_region = 'eu-west-1'")
  await page.getByRole('button', { name: 'Clear all' }).click()
  await visibleWhen(page, (visible) => visible === total)
})

test('by keyboard alone: a chip is changed in its place', async ({ openWindow, sample }) => {
  const page = await openWindow({
    filters: [
      { id: 'f1', kind: 'values', field: 'awsRegion', values: ['eu-west-1'] },
      { id: 'f2', kind: 'values', field: 'outcome', values: ['denied'] },
    ],
  })
  await keyboardAlone(page)
  await page.keyboard.press('/')
  await page.keyboard.press('Backspace')
  await expect(find.chips(page).nth(1)).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(find.chips(page).first()).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(find.queryBar(page)).toHaveValue('awsRegion:eu-west-1')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('awsRegion:us-east-1')
  await page.keyboard.press('Enter')
  await expect(find.chips(page)).toHaveText([/us-east-1/, /Denied/])
  const found = await sample.count("aws_region = 'us-east-1' AND outcome = 'denied'")
  await visibleWhen(page, (visible) => visible === found)
})

test('free text goes through every field, the nested JSON too, whatever its case', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow()
  const [[text, expected] = []] = await sample.rows(
    `SELECT word, (SELECT count(*) FROM events WHERE request_parameters::VARCHAR ILIKE '%' || word || '%')
     FROM (SELECT request_parameters->>'$.dBInstanceIdentifier' AS word FROM events WHERE event_name = 'DeleteDBInstance' LIMIT 1)`,
  )
  await type(page, String(text).toUpperCase())
  await expect(find.chips(page)).toHaveText(/Text\s*anywhere/)
  const found = await visibleWhen(page, (visible) => visible > 0 && visible < 19_000)
  expect(found).toBeGreaterThanOrEqual(Number(expected))
  await find.rows(page).first().dblclick()
  await find.record(page).getByRole('radio', { name: 'JSON' }).click()
  await expect(find.record(page)).toContainText(String(text))
})

// The engine remembers a search, so each looks for a word of its own.
for (const [way, word] of [
  ['mouse', 'instance'],
  ['keyboard alone', 'bucket'],
] as const)
  test(`by ${way}: a search through all text says how far it is, and is cancelled`, async ({
    openWindow,
    page,
  }) => {
    const held = await holdAnswers(page, 'events.search')
    await openWindow()
    const { total } = await counts(page)
    await type(page, word)
    const line = page.getByRole('status').filter({ hasText: `Looking through all text for “${word}”` })
    await expect(line.getByRole('progressbar', { name: 'Search' })).toBeVisible()
    await expect(line).toContainText(/[\d,]+ of 19,000 events · [\d,]+ found/)
    const cancel = line.getByRole('button', { name: 'Cancel' })
    if (way === 'mouse') await cancel.click()
    else {
      await keyboardAlone(page)
      await pressOn(page, cancel)
    }
    await expect(line).toHaveCount(0)
    expect(held.cancelled()).toBe(1)
    // What was typed is kept, switched off.
    await visibleWhen(page, (visible) => visible === total)
    expect(viewInAddress(page).filters).toMatchObject([{ kind: 'text', text: word, disabled: true }])
  })
