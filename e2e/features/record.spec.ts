import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { forgetCopies, lastCopy } from '../support/clipboard'
import { activeCell, keyboardAlone, pressOn, runByName, tabTo } from '../support/keyboard'
import { expect, test, viewInAddress } from '../support/sample-app'
import { find, visibleWhen } from '../support/window'

const only = (field: string, value: string) => ({
  filters: [{ id: 'f1', kind: 'values' as const, field, values: [value] }],
})

const show = (page: Page, tab: string) => find.record(page).getByRole('radio', { name: tab }).click()

test('by mouse: a sentence, then what matters, then every field, then the JSON as delivered', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow(only('eventName', 'ConsoleLogin'))
  await find.rows(page).first().dblclick()
  const record = find.record(page)
  const id = await record
    .locator('div', { has: page.locator('dt', { hasText: /^Event ID$/ }) })
    .last()
    .locator('dd')
    .innerText()
  const [[user, mfa, ip] = []] = await sample.rows(
    `SELECT user_name, additional_event_data->>'$.MFAUsed', source_ip_address FROM events WHERE event_id = '${id}'`,
  )
  await expect(record).toContainText(
    new RegExp(`${user}.* signed in to the console ${mfa === 'Yes' ? 'with' : 'without'} MFA from ${ip}`),
  )

  await show(page, 'All fields')
  await record.getByRole('textbox', { name: 'Search the fields' }).fill('event id')
  await expect(record.locator('dt')).toHaveText([/Event ID/])
  await record.getByRole('textbox', { name: 'Search the fields' }).fill('error code')
  await expect(record.locator('dt')).toHaveCount(0)
  await record.getByRole('checkbox', { name: 'Absent ones too' }).check()
  await expect(record.locator('dd')).toHaveText('absent')

  await show(page, 'JSON')
  await expect(record).toContainText('As delivered: read again from the source file')
  await forgetCopies(page)
  await record.getByRole('button', { name: 'Copy the record as JSON' }).click()
  expect(JSON.parse(await lastCopy(page)).eventID).toBe(id)
})

test('by mouse: the provenance leads to the very bytes of the record', async ({ openWindow, sample }) => {
  const page = await openWindow(only('eventName', 'StopLogging'))
  await find.rows(page).first().dblclick()
  const provenance = find.record(page).getByRole('region', { name: 'Provenance' })
  await forgetCopies(page)
  await provenance.getByRole('button', { name: 'Copy path' }).click()
  const path = await lastCopy(page)
  const place = (await provenance.getByText(/^byte /).innerText()).replace(/^byte ([\d,]+),.*$/, '$1')
  const offset = Number(place.replaceAll(',', ''))
  await forgetCopies(page)
  await find.record(page).getByRole('button', { name: 'Copy the record as JSON' }).click()
  const json = Buffer.from(await lastCopy(page))
  expect(gunzipSync(await readFile(path)).subarray(offset, offset + json.length)).toEqual(json)
  const [[sha256] = []] = await sample.rows(
    `SELECT DISTINCT sha256 FROM sources WHERE path = '${path.replaceAll("'", "''")}'`,
  )
  await expect(provenance).toContainText(String(sha256))
})

test('by mouse: every link of a record shows as many events as it says', async ({ openWindow }) => {
  const page = await openWindow(only('eventName', 'ScheduleKeyDeletion'))
  await find.rows(page).first().dblclick()
  const related = find.record(page).getByRole('region', { name: 'Related events' })
  await related.getByRole('button').first().waitFor()
  const names = await related.getByRole('button').allInnerTexts()
  expect(names.map((name) => name.split('\n')[0])).toEqual(
    expect.arrayContaining([
      'In the 5 minutes around it',
      'Same session',
      'Same principal',
      'Same source IP',
      'Same resource',
    ]),
  )
  for (const [index, name] of names.entries()) {
    const said = Number(/([\d,]+) events?$/.exec(name)?.[1]?.replaceAll(',', ''))
    await related.getByRole('button').nth(index).click()
    await visibleWhen(page, (visible) => visible === said)
    await page.getByRole('button', { name: 'Undo' }).click()
    await visibleWhen(page, (visible) => visible === 3)
  }
})

test('by mouse: a value of the JSON is filtered in, with its path', async ({ openWindow, sample }) => {
  const page = await openWindow(only('eventName', 'DeleteDBInstance'))
  await find.rows(page).first().dblclick()
  await show(page, 'JSON')
  const line = find
    .record(page)
    .locator('li', { hasText: /^dBInstanceIdentifier/ })
    .first()
  const value = (await line.innerText()).replace(/^dBInstanceIdentifier|"|\s/g, '')
  await line.hover()
  await line.getByRole('button', { name: /^Filter in/ }).click()
  await page.getByRole('button', { name: /^Remove: Event name/ }).click()
  const field = String(Reflect.get(viewInAddress(page).filters[0] ?? {}, 'field'))
  expect(field).toMatch(/^(requestParameters|responseElements)\.dBInstanceIdentifier$/)
  const column = field.startsWith('request') ? 'request_parameters' : 'response_elements'
  const found = await sample.count(`${column}->>'$.dBInstanceIdentifier' = '${value}'`)
  await visibleWhen(page, (visible) => visible === found)
})

test('by mouse: five records lie side by side, and the oldest makes room for a sixth', async ({
  openWindow,
}) => {
  const page = await openWindow(only('eventName', 'ConsoleLogin'))
  for (let row = 0; row < 6; row += 1) {
    await find.grid(page).locator(`[data-row="${row}"] [data-column=eventName]`).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Add to the comparison' }).click()
  }
  await page.getByRole('button', { name: 'Compare 5 records' }).click()
  const dialog = page.getByRole('dialog', { name: 'Compare 5 records' })
  await expect(dialog.getByRole('columnheader')).toHaveCount(6)
  const lines = dialog.getByRole('rowheader')
  const different = await lines.count()
  await expect(dialog.getByRole('rowheader', { name: 'eventName', exact: true })).toHaveCount(0)
  await dialog.getByRole('checkbox', { name: /^Only what differs/ }).uncheck()
  await expect(dialog.getByRole('rowheader', { name: 'eventName', exact: true })).toBeVisible()
  expect(await lines.count()).toBeGreaterThan(different)
  await dialog.getByRole('button', { name: 'Take out of the comparison' }).first().click()
  await expect(page.getByRole('dialog', { name: 'Compare 4 records' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear the comparison' }).click()
  await expect(page.getByRole('button', { name: /^Compare/ })).toHaveCount(0)
})

test('by keyboard alone: open, look through, follow, compare and close', async ({ openWindow }) => {
  const page = await openWindow(only('eventName', 'ScheduleKeyDeletion'))
  await keyboardAlone(page)
  const record = find.record(page)
  await runByName(page, 'To the table')
  await activeCell(page)
  await page.keyboard.press('Enter')
  await expect(record.getByRole('heading', { level: 2 })).toHaveText('ScheduleKeyDeletion')
  const sentence = record.getByText(/called ScheduleKeyDeletion of kms on/)
  const first = await sentence.innerText()

  // The record follows the row.
  await page.keyboard.press('ArrowDown')
  await expect(sentence).not.toHaveText(first)
  await page.keyboard.press('ArrowUp')
  await expect(sentence).toHaveText(first)

  await tabTo(page, record.getByRole('radio', { name: 'Summary' }))
  await page.keyboard.press('ArrowRight')
  await expect(record.getByRole('textbox', { name: 'Search the fields' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(record.getByText('As delivered: read again from the source file')).toBeVisible()
  const branch = record.getByRole('button', { name: /^userIdentity/ })
  await pressOn(page, branch)
  await expect(branch).toHaveAttribute('aria-expanded', 'false')
  await tabTo(page, record.getByRole('radio', { name: 'JSON' }), 'Shift+Tab')
  await page.keyboard.press('ArrowRight')

  const link = record
    .getByRole('region', { name: 'Related events' })
    .getByRole('button', { name: /^Same resource/ })
  await link.waitFor()
  const said = Number(/([\d,]+) events?$/.exec(await link.innerText())?.[1])
  await pressOn(page, link)
  await visibleWhen(page, (visible) => visible === said)
  await page.keyboard.press('Escape')
  await expect(record).toBeHidden()

  await expect(find.grid(page)).toBeFocused()
  await runByName(page, 'Clear filters and time range')
  await visibleWhen(page, (visible) => visible === 19_000)
  await runByName(page, 'To the table')
  await page.keyboard.press('Control+Home')
  for (let row = 0; row < 3; row += 1) {
    await activeCell(page)
    await page.keyboard.press('m')
    await page.keyboard.press('ArrowDown')
  }
  await runByName(page, 'Compare the chosen records')
  const dialog = page.getByRole('dialog', { name: 'Compare 3 records' })
  await tabTo(page, dialog.getByRole('checkbox', { name: /^Only what differs/ }))
  await page.keyboard.press('Space')
  await expect(dialog.getByRole('rowheader', { name: 'eventVersion', exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
})
