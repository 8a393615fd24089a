import type { Page } from '@playwright/test'
import { activeCell, keyboardAlone, runByName } from '../support/keyboard'
import { expect, type Sample, test } from '../support/sample-app'
import { find } from '../support/window'

const view = { columns: ['eventTime', 'eventName', 'eventId'] }

/** Goes to a row by its number, as far down as it may be. */
async function goToRow(page: Page, row: number): Promise<void> {
  await page.keyboard.press('Control+g')
  await page.keyboard.press('Control+a')
  await page.keyboard.type(String(row + 1))
  await page.keyboard.press('Enter')
  await expect(find.grid(page)).toBeFocused()
  await expect.poll(async () => rowHere(page)).toBe(row)
}

const rowHere = async (page: Page) =>
  Number((await find.grid(page).getAttribute('aria-activedescendant'))?.split('-').at(-2))

/** Places of an order of the table, with what stands there, had another way. */
const places = async (sample: Sample, order: string) =>
  (
    await sample.rows(`
      SELECT row_number() OVER (ORDER BY ${order}) - 1, principal, epoch_ms(event_time) FROM events ORDER BY 1`)
  ).map(([place, principal, ms]) => ({ place: Number(place), principal, ms: Number(ms) }))

const newestFirst = 'event_time DESC NULLS LAST, seq DESC'

test('by keyboard alone: the next and previous event of a principal, thousands of rows away', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow(view)
  await keyboardAlone(page)
  const all = await places(sample, newestFirst)
  // Somebody with few events and a long way between two of them.
  const by = new Map<unknown, typeof all>()
  for (const row of all) by.set(row.principal, [...(by.get(row.principal) ?? []), row])
  const [own = []] = [...by.values()].filter(
    (rows) =>
      rows.length >= 3 &&
      rows[0]?.principal !== null &&
      (rows[1]?.place ?? 0) - (rows[0]?.place ?? 0) > 2_000,
  )
  expect(own.length).toBeGreaterThanOrEqual(3)
  await goToRow(page, own[0]?.place ?? 0)
  for (const at of [1, 2, 1, 0]) {
    const key = at > 0 && (await rowHere(page)) < (own[at]?.place ?? 0) ? ']' : '['
    await page.keyboard.press(key)
    await expect.poll(() => rowHere(page)).toBe(own[at]?.place)
    await expect(await activeCell(page)).toBeInViewport()
  }
  await expect(find.record(page)).toContainText(String(own[0]?.principal))
  await page.keyboard.press('[')
  await expect(page.getByText('No more events of this principal in this direction.')).toBeVisible()
})

/** The first event of the next minute, hour or day that has one; of the last one before for -1. */
function stepped(times: readonly number[], from: number, size: number, step: 1 | -1): number | undefined {
  const start = Math.floor(from / size) * size
  if (step === 1) return times.find((time) => time >= start + size)
  const last = times.findLast((time) => time < start)
  return last === undefined ? undefined : times.find((time) => time >= Math.floor(last / size) * size)
}

const units = [
  ['i', 60_000],
  ['o', 3_600_000],
  ['d', 86_400_000],
] as const

test('by keyboard alone: the next and previous minute, hour and day with events, in either order of the rows', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow(view)
  await keyboardAlone(page)
  for (const descending of [true, false]) {
    const all = await places(sample, descending ? newestFirst : 'event_time ASC NULLS LAST, seq ASC')
    const times = all.map(({ ms }) => ms).sort((a, b) => a - b)
    if (!descending) {
      await find.grid(page).focus()
      await page.keyboard.press('Control+Home')
      await page.keyboard.press('Home')
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('Enter')
      await expect(find.grid(page).getByRole('columnheader', { name: /^Time/ })).toHaveAttribute(
        'aria-sort',
        'ascending',
      )
    }
    const middle = Math.floor(all.length / 2)
    for (const [key, size] of units)
      for (const step of [1, -1] as const) {
        await goToRow(page, middle)
        const wanted = stepped(times, all[middle]?.ms ?? 0, size, step)
        await page.keyboard.press(step === 1 ? key : key.toUpperCase())
        await expect.poll(async () => all[await rowHere(page)]?.ms).toBe(wanted)
      }
  }
})

test('by mouse and from the palette: steps through time, and a word where there is nothing further', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow(view)
  const all = await places(sample, newestFirst)
  const times = all.map(({ ms }) => ms).sort((a, b) => a - b)
  await find.rows(page).first().click()
  await page.getByRole('button', { name: 'Step through time' }).click()
  await page.getByRole('menuitem', { name: /^Previous day/ }).click()
  const day = stepped(times, all[0]?.ms ?? 0, 86_400_000, -1)
  await expect.poll(async () => all[await rowHere(page)]?.ms).toBe(day)
  await runByName(page, 'Next day with events')
  await expect.poll(async () => all[await rowHere(page)]?.ms).toBe(stepped(times, day ?? 0, 86_400_000, 1))
  const [first] = all
  const next = all.find(({ place, principal }) => place > 0 && principal === first?.principal)
  await find.grid(page).press('Control+Home')
  await find.rows(page).first().click({ button: 'right' })
  await page.getByRole('menuitem', { name: /^Next event of this principal/ }).click()
  await expect.poll(() => rowHere(page)).toBe(next?.place)

  await find.grid(page).press('Control+Home')
  await runByName(page, 'Next day with events')
  await expect(page.getByText('No later day of this view has events.')).toBeVisible()
})
