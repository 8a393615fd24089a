import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { runCli } from '../support/import-case'
import { keyboardAlone, pressOn } from '../support/keyboard'
import { expect, test } from '../support/sample-app'
import { writeTinyArchive } from '../support/tiny-archive'
import { counts, find, visibleWhen } from '../support/window'

const imported = (page: Page, total: number) =>
  expect.poll(async () => (await counts(page)).total).toBe(total)

test('an event at the very end of time is inside the range that is shown, and can be asked for', async ({
  openApp,
  folder,
}) => {
  const archive = await writeTinyArchive(join(folder, 'trail'), 30, (record, number) =>
    number === 7 ? { ...record, eventTime: '9999-12-31T23:59:59Z' } : record,
  )
  const { page } = await openApp({ paths: [archive], case: join(folder, 'A.backtrail') })
  await imported(page, 30)
  const to = page.getByRole('textbox', { name: /^To/ })
  await expect(to).toHaveValue('9999-12-31 23:59:59.999')
  await expect(to).not.toHaveAttribute('aria-invalid', 'true')
  const from = page.getByRole('textbox', { name: /^From/ })
  await from.fill('9000-01-01')
  await from.press('Enter')
  await visibleWhen(page, (visible) => visible === 1)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Zoom out one step' }).click()
  await visibleWhen(page, (visible) => visible === 30)
})

test('times that are none, and ends that would pass each other, leave a range that makes sense', async ({
  openApp,
  folder,
}) => {
  const archive = await writeTinyArchive(join(folder, 'trail'), 30)
  const { page } = await openApp({ paths: [archive], case: join(folder, 'A.backtrail') })
  await imported(page, 30)
  const [from, to] = [/^From/, /^To/].map((name) => page.getByRole('textbox', { name }))
  if (!from || !to) throw new Error('there are no time inputs')
  await from.fill('yesterday')
  await from.press('Enter')
  await expect(page.getByText('“yesterday” is no time.')).toBeVisible()
  await expect(from).toHaveValue('2026-03-01 00:00:00')

  await from.fill('2026-04-01')
  await from.press('Enter')
  await expect(from).toHaveValue('2026-04-01 00:00:00')
  await expect(to).toHaveValue('2026-04-01 00:00:30')
  await expect(page.getByRole('heading', { name: 'The time range lies beside the case' })).toBeVisible()
  await to.fill('2026-03-01 00:00:10')
  await to.press('Enter')
  await expect(from).toHaveValue('2026-02-28 23:59:40')
  await visibleWhen(page, (visible) => visible === 10)
  await from.fill('2026-04-01')
  await from.press('Enter')
  await page.getByRole('button', { name: 'Take the time range away' }).click()
  await visibleWhen(page, (visible) => visible === 30)
})

test('by keyboard alone: very long names do not bury the sentence, and are there in full', async ({
  openApp,
  folder,
}) => {
  const long = `first-${'x'.repeat(3_000)}-last`
  const archive = await writeTinyArchive(join(folder, 'trail'), 3, (record) => ({
    ...record,
    userIdentity: { type: 'IAMUser', userName: long, arn: `arn:aws:iam::111122223333:user/${long}` },
    requestParameters: { bucketName: long },
  }))
  const { page } = await openApp({ paths: [archive], case: join(folder, 'A.backtrail') })
  await imported(page, 3)
  await keyboardAlone(page)
  await find.grid(page).focus()
  await page.keyboard.press('Enter')
  const sentence = find.record(page).locator('p', { hasText: ' called ' })
  await expect(sentence).toContainText(/first-x+…x+-last called \w+ of s3/)
  expect((await sentence.innerText()).length).toBeLessThan(500)
  await pressOn(page, sentence.getByRole('button', { name: 'Names in full' }))
  await expect(sentence).toContainText(`${long} called`)
  await page.keyboard.press('Enter')
  await expect(sentence).not.toContainText(long)
})

test('a record without an event ID leads to its story', async ({ openApp, folder }) => {
  const archive = await writeTinyArchive(join(folder, 'trail'), 5, ({ eventID, ...record }, number) =>
    number === 0 ? record : { ...record, eventID },
  )
  const { page } = await openApp({ paths: [archive], case: join(folder, 'A.backtrail') })
  await imported(page, 5)
  await find.queryBar(page).fill('eventId:null')
  await expect(page.getByRole('option', { selected: true })).toContainText('Event ID is (none)')
  await page.keyboard.press('Enter')
  await visibleWhen(page, (visible) => visible === 1)
  await find.rows(page).first().dblclick()
  await find
    .record(page)
    .getByRole('button', { name: /^Investigate/ })
    .click()
  await expect(page.getByTestId('story')).toContainText('DeleteBucket')
})

test('a letter that turns text round is shown as such in the name of a service, wherever that stands', async ({
  openApp,
  folder,
}) => {
  const archive = await writeTinyArchive(join(folder, 'trail'), 5, (record) => ({
    ...record,
    eventSource: 's3\u202e.amazonaws.com',
  }))
  const { page } = await openApp({ paths: [archive], case: join(folder, 'A.backtrail') })
  await imported(page, 5)
  await page.getByRole('button', { name: /^Stack:/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Service', exact: true }).click()
  await page.getByRole('button', { name: 'Show the bars as a table' }).click()
  for (const part of [
    page.getByRole('list', { name: 'Stacked by Service' }),
    page.getByRole('region', { name: 'Bars as a table' }).getByRole('columnheader').last(),
    find.facet(page, 'Service'),
    find.rows(page).first().locator('[data-column=eventSource]'),
  ])
    await expect(part).toContainText('s3RLO')
})

test('no value, an empty one, and the words for them are told apart in facets, filters and rows', async ({
  openApp,
  folder,
}) => {
  const names = [null, '', '(none)', '(empty)', 'ada', 'ada', 'ada', 'ada', 'ada', 'ada']
  const archive = await writeTinyArchive(join(folder, 'trail'), 10, (record, number) => ({
    ...record,
    errorCode: names[number],
  }))
  const { page } = await openApp({ paths: [archive], case: join(folder, 'A.backtrail') })
  await imported(page, 10)
  const facet = find.facet(page, 'Error code')
  await facet.getByRole('button', { name: /^Error code/ }).click()
  for (const [label, at] of [
    ['(none)', 0],
    ['(empty)', 1],
    ['“(none)”', 2],
    ['“(empty)”', 3],
  ] as const) {
    const name = new RegExp(`^${label.replace(/[()]/g, '\\$&')}\\s*, 1$`)
    await facet.getByRole('button', { name }).click()
    await visibleWhen(page, (visible) => visible === 1)
    await expect(find.chips(page)).toContainText(`is${label}`)
    await expect(find.rows(page).first().locator('[data-column=eventTime]')).toHaveText(
      `2026-03-01 00:00:0${at}`,
    )
    await page.getByRole('button', { name: 'Clear all' }).click()
    await visibleWhen(page, (visible) => visible === 10)
  }
})

test('null typed for a value means that there is none', async ({ openWindow, sample }) => {
  const page = await openWindow()
  await find.queryBar(page).fill('errorCode:null')
  await page.keyboard.press('Enter')
  await expect(find.chips(page)).toHaveText(/Error code\s*is\s*\(none\)/)
  const without = await sample.count('error_code IS NULL')
  await visibleWhen(page, (visible) => visible === without)
  await find.chips(page).click()
  await expect(find.queryBar(page)).toHaveValue('errorCode:null')
})

test('an import that was cancelled counts the same in both places of the Files view', async ({
  openApp,
  folder,
  home,
}) => {
  // What is committed already keeps the case, however early the second import is stopped.
  const casePath = join(folder, 'A.backtrail')
  await runCli(home, ['import', await writeTinyArchive(join(folder, 'first'), 25), '--case', casePath])
  const later = await writeTinyArchive(join(folder, 'later'), 40_000, (record, number) => ({
    ...record,
    eventID: `later-${number}`,
  }))
  const { page } = await openApp({ paths: [later], case: casePath })
  await page
    .getByRole('link', { name: 'Files' })
    .or(page.getByRole('button', { name: 'Files' }))
    .first()
    .click()
  const card = page.getByRole('region', { name: 'Import in progress' })
  await card.getByRole('button', { name: 'Cancel' }).click()
  await expect(card).toContainText('Import cancelled.')
  const accounting = page.getByRole('region', { name: 'Accounting' })
  await expect(accounting).toContainText('Not complete: an import was stopped before its end.')
  const numberBeside = async (within: typeof card, label: string) =>
    Number(
      (
        await within.locator('div,span', { hasText: label }).last().locator('strong').first().innerText()
      ).replaceAll(',', ''),
    )
  for (const [mine, theirs] of [
    ['Files', 'files seen'],
    ['Events', 'stored'],
  ] as const)
    expect(await numberBeside(card, mine)).toBe(await numberBeside(accounting, theirs))
})

test('at 200 % zoom nothing of the Events view runs out of the window sideways, and all of it is reached', async ({
  openWindow,
}) => {
  const page = await openWindow()
  await page.setViewportSize({ width: 720, height: 450 })
  const overflow = () =>
    page.evaluate(() => {
      // The table and the legend have more than there is room for, and cut it off themselves.
      const isOurs = (element: Element) => element.closest('[role=grid], ul, .sr') === null
      const wide = [...document.querySelectorAll('main button, main input, header button')]
        .filter(isOurs)
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
        .map((element) => element.getAttribute('aria-label') ?? element.textContent)
      return { page: document.documentElement.scrollWidth - innerWidth, wide }
    })
  await expect.poll(overflow).toEqual({ page: 0, wide: [] })
  await find.grid(page).focus()
  await page.keyboard.press('ArrowDown')
  await expect(find.rows(page).nth(1)).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(find.record(page)).toBeInViewport()
  await expect.poll(overflow).toEqual({ page: 0, wide: [] })
  await page.keyboard.press('Escape')
  await expect(find.record(page)).toHaveCount(0)
})

test('in a small window the rows keep room beside facets and record, and the legend names every colour', async ({
  openWindow,
}) => {
  const page = await openWindow()
  await page.setViewportSize({ width: 1024, height: 700 })
  await page.getByRole('button', { name: /^Stack:/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Service', exact: true }).click()
  const legend = page.getByRole('list', { name: 'Stacked by Service' })
  await expect(legend.getByRole('button', { name: 'Other' })).toBeInViewport({ ratio: 1 })
  await find.grid(page).focus()
  await page.keyboard.press('Enter')
  await expect(find.record(page)).toBeVisible()
  await expect.poll(async () => (await find.grid(page).boundingBox())?.width).toBeGreaterThan(370)
  const tops = await page
    .getByRole('toolbar', { name: 'Table' })
    .getByRole('button')
    .evaluateAll((buttons) => buttons.map((button) => Math.round(button.getBoundingClientRect().top / 8)))
  expect(new Set(tops).size).toBe(1)
})

test('at 200 % zoom what is typed is seen in whole in its readings, and an empty table says so and can be left', async ({
  openWindow,
}) => {
  const page = await openWindow()
  await page.setViewportSize({ width: 720, height: 450 })
  await find.queryBar(page).fill('AKIAIOSFODNN7EXAMPLE')
  const cut = await page
    .getByRole('option')
    .locator('span:first-of-type')
    .evaluateAll((texts) => texts.filter((text) => text.scrollWidth > text.clientWidth).length)
  expect(cut).toBe(0)
  await page.keyboard.press('Enter')
  const empty = page.getByRole('heading', { name: 'No event matches' }).locator('xpath=..')
  const icon = empty.locator('svg').first()
  expect((await icon.boundingBox())?.height).toBeGreaterThan(20)
  await empty.getByRole('button', { name: 'Clear filters and time range' }).click()
  await expect(find.rows(page).first()).toBeVisible()
})
