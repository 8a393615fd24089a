import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Page } from '@playwright/test'
import { ClientFrame, ServerFrame } from '../../electron/contract/wire'
import { keyboardAlone, runByName, tabTo } from '../support/keyboard'
import { expect, test, viewInAddress } from '../support/sample-app'
import { counts, find } from '../support/window'

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Export', exact: true })
const done = (page: Page) => page.getByRole('dialog', { name: 'Exported' })
const denied = { filters: [{ id: 'f1', kind: 'values' as const, field: 'outcome', values: ['denied'] }] }

/** What the note beside a file says, once its hash is that of the file. */
async function noteOf(file: string): Promise<Record<string, unknown>> {
  const note = JSON.parse(await readFile(`${file}.about.json`, 'utf8'))
  expect(note.sha256).toBe(
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  )
  return note
}

/** Rows of a Parquet file, read by DuckDB itself. */
async function parquetRows(file: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  const rows = await (await connection.runAndReadAll(`SELECT * FROM '${file}'`)).getRowsJson()
  connection.closeSync()
  instance.closeSync()
  return rows
}

/** Fields of a line of CSV without line ends inside values. */
const fieldsOf = (line: string) =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  )

test('by mouse: what is in sight becomes CSV, with the columns of the table and a note that fits it', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow({ ...denied, columns: ['eventTime', 'eventName', 'eventId'] })
  const { visible } = await counts(page)
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(dialog(page).getByRole('radio', { name: `All ${visible} matching` })).toBeChecked()
  const file = join(sample.home, 'denied.csv')
  await dialog(page).getByRole('textbox', { name: 'File to write' }).fill(file)
  await dialog(page).getByRole('button', { name: 'Export', exact: true }).click()
  await expect(done(page)).toContainText(`${visible} events`)

  const lines = (await readFile(file, 'utf8')).trim().split(/\r?\n/)
  const ids = await sample.rows(
    "SELECT event_id FROM events WHERE outcome = 'denied' ORDER BY event_time DESC, seq DESC",
  )
  expect(fieldsOf(lines[0] ?? '')).toHaveLength(3)
  expect(
    lines
      .slice(1)
      .map((line) => fieldsOf(line)[2])
      .sort(),
  ).toEqual(ids.map(([id]) => id).sort())
  const note = await noteOf(file)
  expect(note).toMatchObject({
    format: 'csv',
    events: visible,
    complete: true,
    selection: null,
    formulasNeutralised: true,
    view: viewInAddress(page),
  })
  await expect(done(page)).toContainText(String(note.sha256))
  await expect(done(page)).toContainText(`${file}.about.json`)

  await test.step('a file that is there is written over only when that is asked for', async () => {
    await done(page).getByRole('button', { name: 'Done' }).click()
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await dialog(page).getByRole('textbox', { name: 'File to write' }).fill(file)
    await dialog(page).getByRole('button', { name: 'Export', exact: true }).click()
    await expect(dialog(page).getByRole('alert')).toContainText(/already/)
    await dialog(page)
      .getByRole('checkbox', { name: /^Replace the file/ })
      .check()
    await dialog(page).getByRole('button', { name: 'Export', exact: true }).click()
    await expect(done(page)).toBeVisible()
  })
})

test('by mouse: chosen rows become NDJSON, each record as it was delivered', async ({
  openWindow,
  sample,
}) => {
  const page = await openWindow({ ...denied, columns: ['eventTime', 'eventId'] })
  const cell = (row: number) => find.grid(page).locator(`[data-row="${row}"] [data-column=eventId]`)
  await cell(1).click()
  await cell(3).click({ modifiers: ['Shift'] })
  await cell(6).click({ modifiers: ['Control'] })
  const ids = await Promise.all([1, 2, 3, 6].map((row) => cell(row).innerText()))
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(dialog(page).getByRole('radio', { name: '4 selected rows' })).toBeChecked()
  await dialog(page).getByRole('radio', { name: 'NDJSON' }).click()
  const file = join(sample.home, 'chosen.ndjson')
  await dialog(page).getByRole('textbox', { name: 'File to write' }).fill(file)
  await dialog(page).getByRole('button', { name: 'Export', exact: true }).click()
  await expect(done(page)).toContainText('4 events')
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  expect(lines.map((line) => JSON.parse(line).eventID)).toEqual(ids)
  expect(await noteOf(file)).toMatchObject({ events: 4, selection: 4, asDelivered: 4, rebuilt: 0 })
})

test('by keyboard alone: all columns become Parquet', async ({ openWindow, sample }) => {
  const page = await openWindow(denied)
  await keyboardAlone(page)
  const { visible } = await counts(page)
  await page.keyboard.press('Control+e')
  await tabTo(page, dialog(page).getByRole('radio', { name: 'CSV', exact: true }))
  await page.keyboard.press('ArrowLeft')
  await expect(dialog(page).getByRole('radio', { name: 'Parquet' })).toBeChecked()
  await tabTo(page, dialog(page).getByRole('radio', { name: /^The \d+ of the table$/ }))
  await page.keyboard.press('ArrowRight')
  const path = dialog(page).getByRole('textbox', { name: 'File to write' })
  await expect(path).toHaveValue(/Sample-events\.parquet$/)
  await tabTo(page, path)
  await page.keyboard.press('Control+a')
  const file = join(sample.home, 'denied.parquet')
  await page.keyboard.type(file)
  await tabTo(page, dialog(page).getByRole('button', { name: 'Export', exact: true }))
  await page.keyboard.press('Enter')
  await expect(done(page)).toContainText(`${visible} events`)
  const rows = await parquetRows(file)
  expect(rows).toHaveLength(visible)
  expect(rows[0]?.length).toBeGreaterThan(50)
  expect(await noteOf(file)).toMatchObject({ format: 'parquet', events: visible, complete: true })
  await page.keyboard.press('Escape')
  await expect(done(page)).toHaveCount(0)
})

/**
 * Holds back how exports end, so that one that is over in no time on the small sample can be cancelled under way. The
 * engine hears the cancel and answers as it would; only what came before is not shown to the page.
 */
async function holdExports(page: Page): Promise<{ cancelled: () => number }> {
  const exports = new Set<number>()
  let cancelled = 0
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const engine = socket.connectToServer()
    const late: string[] = []
    socket.onMessage((message) => {
      const frame = ClientFrame.safeParse(JSON.parse(String(message))).data
      if (frame && 'call' in frame && frame.call === 'export.events') {
        exports.add(frame.id)
        late.push(String(message))
        return
      }
      if (frame && 'cancel' in frame && exports.delete(frame.id)) {
        cancelled += 1
        for (const held of late.splice(0)) engine.send(held)
      }
      engine.send(message)
    })
    engine.onMessage((message) => {
      const frame = ServerFrame.safeParse(JSON.parse(String(message))).data
      if (frame && 'ok' in frame && exports.has(frame.id)) return
      socket.send(message)
    })
  })
  return { cancelled: () => cancelled }
}

for (const way of ['mouse', 'keyboard alone'] as const)
  test(`by ${way}: an export is cancelled, and leaves nothing behind`, async ({
    openWindow,
    page,
    sample,
  }) => {
    const held = await holdExports(page)
    await openWindow()
    if (way === 'mouse') await page.getByRole('button', { name: 'Export', exact: true }).click()
    else {
      await keyboardAlone(page)
      await runByName(page, 'Export events')
    }
    const file = join(sample.home, `cancelled by ${way}.csv`)
    await dialog(page).getByRole('textbox', { name: 'File to write' }).fill(file)
    await page.keyboard.press('Tab')
    const start = dialog(page).getByRole('button', { name: 'Export', exact: true })
    const cancel = dialog(page).getByRole('button', { name: 'Cancel' })
    if (way === 'mouse') await start.click()
    else {
      await tabTo(page, start)
      await page.keyboard.press('Enter')
    }
    await expect(dialog(page).getByRole('progressbar', { name: 'Export' })).toBeVisible()
    if (way === 'mouse') await cancel.click()
    else {
      await tabTo(page, cancel)
      await page.keyboard.press('Enter')
    }
    await expect(start).toBeVisible()
    expect(held.cancelled()).toBe(1)
    await expect(dialog(page).getByRole('alert')).toHaveCount(0)
    await page.waitForTimeout(500)
    expect(existsSync(file)).toBe(false)
    expect(existsSync(`${file}.about.json`)).toBe(false)
  })
