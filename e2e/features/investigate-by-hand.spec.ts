import { expect, test } from '../support/app'
import { brush, counts, find, putSample, visibleAtRest, visibleWhen } from '../support/window'

test('a person imports an archive, brushes, filters by category, opens a record and filters out of it', async ({
  openApp,
  home,
}) => {
  await putSample(home)
  const { page } = await openApp()

  await page.getByRole('button', { name: /Open an archive/ }).click()
  const chooser = page.getByRole('grid', { name: 'Folders and files' })
  await chooser.getByText('Downloads').dblclick()
  await chooser.getByText('trail').click()
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByText('Import finished').first()).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Events', exact: true }).click()

  const all = await counts(page)
  expect(all.visible).toBe(all.total)
  expect(all.total).toBeGreaterThan(10_000)

  await test.step('the brush previews while the hand moves and filters when it lets go', async () => {
    await brush(page, 0.2, 0.6, false)
    const preview = await visibleAtRest(page, (visible) => visible < all.total)
    await page.mouse.up()
    expect(await visibleWhen(page, (visible) => visible < all.total)).toBe(preview)
    await expect(page.getByRole('slider', { name: 'Start of the time range' })).not.toHaveAttribute(
      'aria-valuenow',
      '0',
    )
  })

  const brushed = (await counts(page)).visible
  await test.step('a click on a category leaves only its events, and the facet keeps the others in sight', async () => {
    const category = find.facet(page, 'Category')
    const management = category.getByRole('button', { name: /^Management/ })
    const said = Number((await management.innerText()).replace(/[^\d.K]/g, '').replace('K', '000')) || 0
    await management.click()
    const left = await visibleWhen(page, (visible) => visible < brushed)
    expect(left).toBeGreaterThan(0)
    expect(said).toBeGreaterThan(0)
    await expect(category.getByRole('button', { name: /^Data/ })).toBeVisible()
    await expect(find.chips(page)).toHaveText(/Category\s*is\s*Management/)
  })

  const managed = (await counts(page)).visible
  await test.step('a row opens its record, and a value of its JSON can be left out', async () => {
    await find.rows(page).nth(2).dblclick()
    const record = find.record(page)
    await expect(record.getByRole('heading', { level: 2 })).not.toHaveText('Record')
    await record.getByRole('radio', { name: 'JSON' }).click()
    const line = record.locator('li', { hasText: /^eventName/ })
    const name = (await line.innerText()).replace(/^eventName|"|\s/g, '')
    await line.hover()
    await line.getByRole('button', { name: /^Filter out/ }).click()
    await expect(find.chips(page).last()).toHaveText(new RegExp(`Event name\\s*is not\\s*${name}`))
    await visibleWhen(page, (visible) => visible < managed)
    await expect(
      find.rows(page).locator('[data-column=eventName]').getByText(name, { exact: true }),
    ).toHaveCount(0)
  })

  await test.step('each step can be undone, and the View is in the address', async () => {
    const address = page.url()
    expect(decodeURIComponent(address)).toContain('"exclude":true')
    await page.getByRole('button', { name: 'Undo' }).click()
    await visibleWhen(page, (visible) => visible === managed)
    await page.getByRole('button', { name: 'Redo' }).click()
    await page.reload()
    await find.rows(page).first().waitFor()
    expect(page.url()).toBe(address)
    await visibleWhen(page, (visible) => visible < managed)
  })
})

test('the report of an import accounts for every file and record', async ({ openApp, home }) => {
  const folder = await putSample(home)
  const { page } = await openApp({ paths: [folder] })
  await expect(page.getByText('Import finished').first()).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Files', exact: true }).click()
  const accounting = page.getByRole('region', { name: 'Accounting' })
  await expect(accounting).toContainText('Everything adds up.')
  const [seen = 0, loaded = 0, skipped = 0] =
    (await accounting.innerText())
      .split('\n')
      .join(' ')
      .match(/[\d,]+/g)
      ?.map((text) => Number(text.replaceAll(',', ''))) ?? []
  expect(seen).toBe(loaded + skipped)
  const files = page.getByRole('grid', { name: 'Files' })
  await expect(files).toHaveAttribute('aria-rowcount', String(seen + 1))
  if (skipped > 0) {
    await page.getByRole('radio', { name: /^Skipped/ }).click()
    await expect(files).toHaveAttribute('aria-rowcount', String(skipped + 1))
  }
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save this list as CSV' }).click()
  const stream = await (await download).createReadStream()
  let csv = ''
  for await (const chunk of stream) csv += String(chunk)
  expect(csv.trim().split('\r\n')).toHaveLength(1 + (skipped > 0 ? skipped : seen))
})
