import { keyboardAlone, pressOn, tabTo } from '../support/keyboard'
import { expect, test } from '../support/sample-app'
import { find } from '../support/window'

/** The sample's trail is stopped for two hours and a quarter; nothing was delivered in between. */
const around = { range: { from: '2026-03-10T08:00:00Z', to: '2026-03-10T20:00:00Z' } }

test('by mouse: where the archive holds nothing is hatched, and said over the bar and in the table', async ({
  openWindow,
  sample,
}) => {
  const [[last, next] = []] = await sample.rows(`
    SELECT max("at") FILTER ("at" < TIMESTAMP '2026-03-10 14:30:00')::VARCHAR,
      min("at") FILTER ("at" > TIMESTAMP '2026-03-10 14:30:00')::VARCHAR
    FROM (SELECT event_time AS "at" FROM events UNION ALL SELECT delivered_at FROM sources)`)
  const words = `No events in the archive from ${last} to ${next}`
  const page = await openWindow(around)
  const legend = page.getByRole('list', { name: /^Stacked by/ })
  await expect(legend).toContainText('No events in the archive')
  const box = await find.chart(page).boundingBox()
  if (!box) throw new Error('there is no timeline')
  await page.mouse.move(box.x + (box.width * 6.5) / 12, box.y + 40)
  await expect(page.getByText(words)).toBeVisible()

  await page.getByRole('button', { name: 'Show the bars as a table' }).click()
  const table = page.getByRole('region', { name: 'Bars as a table' })
  const gap = table.getByRole('row').filter({ hasText: words }).filter({ hasText: ' – ' })
  await expect(gap).toHaveCount(1)
  await expect(gap.getByRole('cell').first()).toHaveText('0')
})

test('by keyboard alone: windows of Insights are in the table, and lead to their records', async ({
  openWindow,
}) => {
  const page = await openWindow({ range: { from: '2026-03-03T08:00:00Z', to: '2026-03-03T16:00:00Z' } })
  await keyboardAlone(page)
  await pressOn(page, page.getByRole('button', { name: 'Show the bars as a table' }))
  const insight = page
    .getByRole('region', { name: 'Bars as a table' })
    .getByRole('button', { name: 'Insight: error rate of TerminateInstances (ec2), 9 minutes' })
    .first()
  await tabTo(page, insight)
  await page.keyboard.press('Enter')
  await expect(find.record(page)).toContainText(
    'CloudTrail Insights noted the start of unusual activity: TerminateInstances of ec2.',
  )
})

test('a filter does not make gaps: what is marked is what the archive does not hold', async ({
  openWindow,
}) => {
  const rare = { id: 'f1', kind: 'values' as const, field: 'eventName', values: ['StopLogging'] }
  const page = await openWindow({ filters: [rare] })
  await page.getByRole('button', { name: 'Show the bars as a table' }).click()
  const words = page.getByText(/^No events in the archive from/)
  await expect(words.first()).toBeVisible()
  expect(new Set(await words.allInnerTexts()).size).toBe(1)
  await expect(page.getByText(/^No events of /)).toHaveCount(0)
})
