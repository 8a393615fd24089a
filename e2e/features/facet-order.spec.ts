import type { Page } from '@playwright/test'
import { chooseByKeys, keyboardAlone, pressOn, tabTo } from '../support/keyboard'
import { expect, type Sample, test } from '../support/sample-app'
import { brush, find } from '../support/window'

const panel = (page: Page) => page.getByRole('region', { name: 'Facets' })
const heading = (page: Page, name: string) => find.facet(page, name).locator('[data-facet-head]')
const menuOf = (page: Page, name: string) =>
  find.facet(page, name).getByRole('button', { name: `Order and place of ${name}` })

/** Names of the facets from the top down. */
const order = (page: Page) =>
  panel(page)
    .getByRole('region')
    .evaluateAll((groups) => groups.map((group) => group.getAttribute('aria-label') ?? ''))

const countsIn = async (page: Page, facet: string) =>
  (
    await find.facet(page, facet).getByRole('listitem').getByRole('button', { name: /, / }).allInnerTexts()
  ).map((text) => text.match(/[\d.,]+K?$/)?.[0] ?? text)

const shown = (count: number) =>
  count < 10_000
    ? count.toLocaleString('en-US')
    : count.toLocaleString('en-US', { notation: 'compact', maximumFractionDigits: 1 })
const numberOf = (text: string | undefined) =>
  Number(text?.replace(/[,K]/g, '')) * (text?.endsWith('K') ? 1_000 : 1)

/** The counts of the rarest values, had another way. */
const rarest = async (sample: Sample, column: string, limit: number) => {
  const rows = await sample.rows(
    `SELECT count(*) AS n FROM events GROUP BY ${column} ORDER BY n, ${column} LIMIT ${limit}`,
  )
  return rows.map(([count]) => shown(Number(count)))
}

test('by mouse: the rarest values come first, in one facet or in all, and the window remembers it', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow()
  const few = await rarest(sample, 'event_name', 8)
  await heading(page, 'Event name').hover()
  await menuOf(page, 'Event name').click()
  await page.getByRole('menuitemcheckbox', { name: 'Rarest first' }).click()
  await expect.poll(() => countsIn(page, 'Event name')).toEqual(few)
  // One facet alone was turned round.
  const services = await countsIn(page, 'Service')
  expect(numberOf(services[0])).toBeGreaterThan(numberOf(services[1]))

  await test.step('the long list and the brush keep the order', async () => {
    await find
      .facet(page, 'Event name')
      .getByRole('button', { name: /other values/ })
      .click()
    await expect.poll(async () => (await countsIn(page, 'Event name')).length).toBeGreaterThan(8)
    const counted = (await countsIn(page, 'Event name')).map(numberOf)
    expect(counted).toEqual([...counted].sort((a, b) => a - b))
    await find.facet(page, 'Event name').getByRole('button', { name: 'Show fewer' }).click()
    await brush(page, 0.2, 0.6, false)
    await expect
      .poll(async () => {
        const moving = (await countsIn(page, 'Event name')).map(numberOf)
        return moving.length > 0 && moving.every((count, at) => at === 0 || count >= (moving[at - 1] ?? 0))
      })
      .toBe(true)
    await page.keyboard.press('Escape')
    await page.mouse.up()
  })

  await panel(page).getByRole('button', { name: 'Rarest values first' }).click()
  await expect.poll(() => countsIn(page, 'Outcome')).toEqual(await rarest(sample, 'outcome', 8))
  await page.reload()
  await expect.poll(() => countsIn(page, 'Event name')).toEqual(few)
  await find.facet(page, 'Event name').getByRole('button', { name: 'Event name: rarest first' }).click()
  await expect
    .poll(async () => numberOf((await countsIn(page, 'Event name'))[0]))
    .toBeGreaterThan(numberOf(few[0]))
})

test('by mouse: facets are dragged to their place and pinned, and stay there', async ({ openWindow }) => {
  const page = await openWindow()
  const before = await order(page)
  expect(before.slice(0, 3)).toEqual(['Category', 'Read or write', 'Outcome'])
  await heading(page, 'Outcome').dragTo(heading(page, 'Category'), { targetPosition: { x: 20, y: 2 } })
  await expect.poll(() => order(page)).toEqual(['Outcome', 'Category', 'Read or write', ...before.slice(3)])

  await heading(page, 'Service').hover()
  await menuOf(page, 'Service').click()
  await page.getByRole('menuitem', { name: 'Pin to the top' }).click()
  await expect.poll(async () => (await order(page))[0]).toBe('Service')
  await expect(heading(page, 'Service')).toHaveAccessibleName(/pinned/)
  await page.reload()
  await expect.poll(async () => (await order(page)).slice(0, 2)).toEqual(['Service', 'Outcome'])

  // Dropped among those that are not pinned, a facet is let go.
  await heading(page, 'Service').dragTo(heading(page, 'Category'), { targetPosition: { x: 20, y: 2 } })
  await expect.poll(async () => (await order(page)).slice(0, 3)).toEqual(['Outcome', 'Service', 'Category'])
  await panel(page).getByRole('button', { name: 'All facets' }).click()
  await page.getByRole('menuitem', { name: 'Usual order, nothing pinned' }).click()
  await expect.poll(() => order(page)).toEqual(before)
})

test('by keyboard alone: facets are moved, pinned and turned round', async ({ openWindow, sample }) => {
  const page = await openWindow()
  const before = await order(page)
  await keyboardAlone(page)
  await tabTo(page, heading(page, 'Read or write'))
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(async () => (await order(page)).slice(0, 2)).toEqual(['Read or write', 'Category'])
  await expect(heading(page, 'Read or write')).toBeFocused()
  await expect(page.getByTestId('live')).toHaveText(`Read or write: facet 1 of ${before.length}`)
  await page.keyboard.press('Alt+ArrowDown')
  await page.keyboard.press('Alt+ArrowDown')
  await expect
    .poll(async () => (await order(page)).slice(0, 3))
    .toEqual(['Category', 'Outcome', 'Read or write'])

  await pressOn(page, menuOf(page, 'Read or write'))
  await chooseByKeys(page, 'Pin to the top')
  await expect.poll(async () => (await order(page))[0]).toBe('Read or write')
  await expect(menuOf(page, 'Read or write')).toBeFocused()
  await page.keyboard.press('Enter')
  await chooseByKeys(page, 'Rarest first')
  await expect.poll(() => countsIn(page, 'Read or write')).toEqual(await rarest(sample, 'read_only', 3))
})
