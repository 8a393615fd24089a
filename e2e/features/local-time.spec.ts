import type { Page } from '@playwright/test'
import { expect, test } from '../support/sample-app'
import { find } from '../support/window'

test.use({ timezoneId: 'America/New_York' })

/** The labels below the bars, as a picture: they are drawn on a canvas. */
async function axis(page: Page): Promise<Buffer> {
  const box = await find.chart(page).boundingBox()
  if (!box) throw new Error('there is no timeline')
  return page.screenshot({
    animations: 'disabled',
    clip: { x: box.x - 40, y: box.y + box.height + 2, width: box.width, height: 22 },
  })
}

test('local time is that of the moment everywhere, below the bars too, and is never told as UTC', async ({
  openWindow,
}) => {
  // Clocks were set on 8 March.
  const page = await openWindow({ range: { from: '2026-03-07T00:00:00Z', to: '2026-03-10T00:00:00Z' } })
  const inUtc = await axis(page)
  await page.getByRole('button', { name: 'UTC', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Local time' })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('textbox', { name: 'From, UTC−05:00' })).toHaveValue('2026-03-06 19:00:00')
  await expect(page.getByRole('textbox', { name: 'To, UTC−04:00' })).toHaveValue('2026-03-09 20:00:00')
  await expect(page.locator('footer')).toContainText(
    '2026-03-06 19:00:00 UTC−05:00 – 2026-03-09 20:00:00 UTC−04:00',
  )
  await expect.poll(async () => (await axis(page)).equals(inUtc)).toBe(false)

  // What is drawn anew in this zone is what was there after the switch.
  const switched = await axis(page)
  await page.reload()
  await find.rows(page).first().waitFor()
  await expect.poll(async () => (await axis(page)).equals(switched)).toBe(true)
})
