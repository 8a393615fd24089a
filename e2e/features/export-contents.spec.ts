import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Locator, Page } from '@playwright/test'
import type { ExportFormat } from '../../electron/contract/export'
import { expect, type Sample, test, viewInAddress } from '../support/sample-app'
import { writeTinyArchive } from '../support/tiny-archive'
import { counts, find } from '../support/window'

const labels: Record<ExportFormat, string> = { csv: 'CSV', ndjson: 'NDJSON', parquet: 'Parquet' }
const formats = Object.keys(labels) as ExportFormat[]

const view = {
  filters: [{ id: 'f1', kind: 'values' as const, field: 'outcome', values: ['denied', 'failed'] }],
  sort: [{ field: 'eventName' as const, descending: false }],
  columns: ['eventName', 'eventTime', 'eventId'],
}

/** Event IDs in the order of that View, had another way. */
const idsOf = async (sample: Sample) =>
  (
    await sample.rows(
      "SELECT event_id FROM events WHERE outcome IN ('denied', 'failed') ORDER BY event_name, seq",
    )
  ).map(([id]) => String(id))

/** Event IDs as they stand in a file, read by something that is not Backtrail. */
async function idsIn(file: string, format: ExportFormat): Promise<string[]> {
  if (format === 'ndjson')
    return (await readFile(file, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).eventID)
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  const from = format === 'csv' ? `read_csv('${file}', header = true, all_varchar = true)` : `'${file}'`
  const names = (await connection.runAndReadAll(`SELECT * FROM ${from} LIMIT 0`)).columnNames()
  const column = names.find((name) => /^event_?id$/i.test(name))
  const reader = await connection.runAndReadAll(`SELECT "${column}" FROM ${from}`)
  const ids = reader.getRows().map(([id]) => String(id))
  connection.closeSync()
  instance.closeSync()
  return ids
}

/** Exports what the dialog proposes in this format, or what is chosen in it, and gives the note beside the file. */
async function exportAs(
  page: Page,
  format: ExportFormat,
  file: string,
  choose: (dialog: Locator) => Promise<void> = async () => {},
): Promise<Record<string, unknown>> {
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Export', exact: true })
  await dialog.getByRole('radio', { name: labels[format], exact: true }).click()
  await choose(dialog)
  await dialog.getByRole('textbox', { name: 'File to write' }).fill(file)
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  const done = page.getByRole('dialog', { name: 'Exported' })
  await expect(done).toBeVisible()
  const note = JSON.parse(await readFile(`${file}.about.json`, 'utf8'))
  const bytes = await readFile(file)
  expect(note.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  await expect(done).toContainText(note.sha256)
  await done.getByRole('button', { name: 'Done' }).click()
  return note
}

for (const format of formats)
  test(`${labels[format]} holds the filtered set in the order of the table, and the chosen rows alone`, async ({
    openWindow,
    sample,
  }) => {
    const page = await openWindow(view)
    const { visible } = await counts(page)
    const ids = await idsOf(sample)
    expect(ids).toHaveLength(visible)

    const all = join(sample.home, `all.${format}`)
    const note = await exportAs(page, format, all)
    expect(await idsIn(all, format)).toEqual(ids)
    expect(note).toMatchObject({
      format,
      events: visible,
      complete: true,
      selection: null,
      view: viewInAddress(page),
    })

    // A stretch over more than a page of the table, and one row beside it.
    const grid = find.grid(page)
    await grid.locator('[data-row="2"] [data-column=eventName]').click()
    await page.keyboard.press('Control+g')
    await page.keyboard.type('251')
    await page.keyboard.press('Enter')
    await grid.locator('[data-row="250"] [data-column=eventName]').click({ modifiers: ['Shift'] })
    await grid.locator('[data-row="253"] [data-column=eventName]').click({ modifiers: ['Control'] })
    const some = join(sample.home, `some.${format}`)
    const chosen = await exportAs(page, format, some)
    const wanted = [...ids.slice(2, 251), ids[253]]
    expect(await idsIn(some, format)).toEqual(wanted)
    expect(chosen).toMatchObject({ events: wanted.length, selection: wanted.length, complete: true })
    if (format === 'ndjson') expect(chosen).toMatchObject({ asDelivered: wanted.length, rebuilt: 0 })
  })

test('what a spreadsheet would run as a formula is text in the CSV, unless that is switched off', async ({
  openApp,
  folder,
  home,
}) => {
  const formula = '=HYPERLINK("https://example.com","click")'
  const archive = await writeTinyArchive(join(folder, 'trail'), 3, (record, number) =>
    number === 1 ? { ...record, userAgent: formula } : record,
  )
  const { page } = await openApp({ paths: [archive], case: join(folder, 'A.backtrail') })
  await expect.poll(async () => (await counts(page)).total).toBe(3)
  const written = formula.replaceAll('"', '""')
  for (const safe of [true, false]) {
    const file = join(home, `${safe ? 'safe' : 'plain'}.csv`)
    const note = await exportAs(page, 'csv', file, async (dialog) => {
      await dialog.getByRole('radio', { name: 'All', exact: true }).click()
      await dialog.getByRole('checkbox', { name: /formulas?/i }).setChecked(safe)
    })
    const text = await readFile(file, 'utf8')
    expect(text.includes(`"${written}"`)).toBe(!safe)
    expect(text).toContain(written)
    expect(note).toMatchObject({ formulasNeutralised: safe, events: 3 })
  }
})
