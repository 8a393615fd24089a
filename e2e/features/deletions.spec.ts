import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from '@playwright/test'
import { violations } from '../support/axe'
import { runCli } from '../support/import-case'
import { expect, test } from '../support/sample-app'
import { find, openSample } from '../support/window'

const truthPath = join(import.meta.dirname, '..', 'support', 'sample-truth.json')
type Told = {
  eventId: string
  eventName: string
  outcome: string
  human: { name: string } | null
  precursors: { eventId: string }[]
  targets: { id: string }[]
}

/** The planted deletion of the database `prod-orders`, as the generator wrote it down. */
async function plantedDatabase(): Promise<Told> {
  const { deletions } = JSON.parse(await readFile(truthPath, 'utf8')) as { deletions: Told[] }
  const told = deletions.find(
    ({ eventName, outcome, targets }) =>
      eventName === 'DeleteDBInstance' && outcome === 'succeeded' && targets[0]?.id === 'prod-orders',
  )
  if (!told) throw new Error('the sample holds no deletion of prod-orders')
  return told
}

const list = (page: Page) => page.getByRole('grid', { name: 'Destructive actions' })
const rows = (page: Page) => list(page).locator('[role=row][data-row]')
const story = (page: Page) => page.getByTestId('story')
const facet = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Facets' }).getByRole('region', { name, exact: true })

/** Narrows the list to RDS, which is not among the most frequent services. */
async function chooseDatabases(page: Page): Promise<void> {
  const services = facet(page, 'Service')
  await services.getByRole('button', { name: /other values?$/ }).click()
  await services.getByRole('button', { name: /^rds\b/ }).click()
  await expect.poll(async () => (await totals(page)).shown).toBe(3)
}

/** How many the list holds, and how many there are. */
async function totals(page: Page): Promise<{ shown: number; all: number }> {
  const total = page.getByTestId('deletions-total')
  await expect(total).toHaveText(/^[\d,]+ of [\d,]+ destructive actions?$/)
  const [shown, all] = ((await total.textContent()) ?? '').match(/[\d,]+/g) ?? []
  const read = (text = '') => Number(text.replaceAll(',', ''))
  return { shown: read(shown), all: read(all) }
}

async function openDeletions(openWindow: (view: object, screen: string) => Promise<Page>): Promise<Page> {
  const page = await openWindow({}, 'deletions')
  await rows(page).first().waitFor()
  return page
}

test('one gets from the list to the person behind a deletion, and to a report of it', async ({
  openWindow,
  folder,
  browser,
}) => {
  const planted = await plantedDatabase()
  const page = await openDeletions(openWindow)
  const { all } = await totals(page)
  expect(all).toBeGreaterThan(60)

  await chooseDatabases(page)
  await expect(facet(page, 'Service').getByRole('button', { name: /^s3\b/ })).toBeVisible()
  await facet(page, 'Outcome')
    .getByRole('button', { name: /^succeeded\b/ })
    .click()
  await facet(page, 'Impact')
    .getByRole('button', { name: /^destroyed\b/ })
    .click()
  await expect.poll(async () => (await totals(page)).shown).toBe(1)
  await expect(rows(page).first()).toContainText('prod-orders')
  await expect(rows(page).first()).toContainText('ann')

  await rows(page).first().getByRole('button', { name: planted.eventName }).click()
  const lead = story(page).getByRole('heading', { level: 1 })
  await expect(lead).toContainText(planted.human?.name ?? '?')
  await expect(lead).toContainText('prod-orders')
  await expect(page.getByTestId('recoverable')).toContainText('Cannot be recovered')
  const chain = story(page).getByRole('list', { name: 'The chain to the person' })
  await expect(chain.getByRole('listitem')).toHaveCount(4)
  await expect(chain.getByRole('listitem').first()).toContainText('IAM user')
  await expect(story(page).getByRole('list', { name: 'Before the deletion' })).toContainText(
    'ModifyDBInstance',
  )

  // What the story says leads to the record that shows it.
  await chain.getByRole('button', { name: 'AssumeRole' }).click()
  await expect(find.record(page).getByRole('heading', { name: 'AssumeRole' })).toBeVisible()
  await story(page)
    .getByRole('list', { name: 'Before the deletion' })
    .getByRole('button', { name: 'ModifyDBInstance', exact: true })
    .click()
  await expect(find.record(page)).toContainText(planted.precursors[0]?.eventId ?? '?')
  await page.keyboard.press('Escape')
  await expect(find.record(page)).toBeHidden()

  const saved: Record<string, string> = {}
  for (const [format, label] of [
    ['html', /Save as HTML/],
    ['md', /Save as Markdown/],
  ] as const) {
    await page.getByRole('button', { name: 'Report' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: label }).click()
    const path = join(folder, `report.${format}`)
    await (await download).saveAs(path)
    saved[format] = path
    await expect(page.getByRole('button', { name: 'Report' })).toBeEnabled()
  }
  const markdown = await readFile(saved.md ?? '', 'utf8')
  for (const part of [planted.eventId, 'prod-orders', 'ann', 'SHA-256']) expect(markdown).toContain(part)

  // The report needs no network, no script and nobody's eyes to be forgiving.
  const elsewhere = await browser.newContext({ offline: true, javaScriptEnabled: true })
  const report = await elsewhere.newPage()
  const asked: string[] = []
  report.on('request', (request) => asked.push(request.url()))
  await report.goto(pathToFileURL(saved.html ?? '').href)
  await expect(report.getByText('prod-orders').first()).toBeVisible()
  await expect(report.getByText(planted.eventId).first()).toBeVisible()
  expect(asked).toEqual([pathToFileURL(saved.html ?? '').href])
  expect(await violations(report)).toEqual([])
  await elsewhere.close()
})

test('the list is worked by keyboard, and is where it was left after a story', async ({ openWindow }) => {
  const page = await openDeletions(openWindow)
  await list(page).focus()
  for (let step = 0; step < 60; step += 1) await page.keyboard.press('ArrowDown')
  const active = await list(page).getAttribute('aria-activedescendant')
  const name = await list(page).locator('[id$="-60-3"] button').textContent()
  await page.keyboard.press('Enter')
  await expect(story(page).getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText(`Story of ${name}`)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(story(page)).toBeHidden()
  await expect(list(page)).toBeFocused()
  await expect(list(page)).toHaveAttribute('aria-activedescendant', active ?? '')
  await expect(list(page).locator(`[id="${active}"]`)).toBeInViewport()

  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(list(page).getByRole('columnheader', { name: /Time/ })).toHaveAttribute(
    'aria-sort',
    'ascending',
  )
})

test('a story has an address of its own, and the browser goes back from it', async ({ openWindow }) => {
  const planted = await plantedDatabase()
  const page = await openDeletions(openWindow)
  await chooseDatabases(page)
  await rows(page).first().dblclick()
  await expect(story(page).getByRole('heading', { level: 1 })).toContainText('prod-orders')
  expect(page.url()).toContain(`#/deletions/story/${planted.eventId}`)
  await page.reload()
  await expect(story(page).getByRole('heading', { level: 1 })).toContainText('prod-orders')
  await page.goBack()
  await expect(story(page)).toBeHidden()
  await expect.poll(async () => (await totals(page)).shown).toBe(3)
})

test('"what happened to" shows the whole life of a resource', async ({ openWindow }) => {
  const page = await openDeletions(openWindow)
  const ask = page.getByRole('textbox', { name: 'What happened to' })
  await ask.fill('PROD-orders')
  await ask.press('Enter')
  const life = page.getByRole('list', { name: 'The life of the resource' })
  const names = ['CreateDBInstance', 'DeleteDBInstance', 'ModifyDBInstance', 'DeleteDBInstance']
  await expect(life.locator('button[title="Open the record"]')).toHaveText(names)
  for (const word of ['created', 'Failed', 'protection removed', 'destroyed'])
    await expect(life).toContainText(word)
  await expect(ask).toHaveValue('PROD-orders')
  await page.getByRole('button', { name: 'Only its destructive actions' }).click()
  await expect.poll(async () => (await totals(page)).shown).toBe(3)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Command' }).fill('What happened')
  await page.keyboard.press('Enter')
  await expect(ask).toBeFocused()
  await ask.fill('nothing has this name')
  await ask.press('Enter')
  await expect(page.getByText('Nothing that changes a resource names it')).toBeVisible()
})

test('from a story one shows the same session in the Events view, and from a record there its story', async ({
  openWindow,
}) => {
  const page = await openDeletions(openWindow)
  await chooseDatabases(page)
  await rows(page).first().dblclick()
  await page.getByRole('button', { name: 'Show in Events' }).click()
  await page.getByRole('menuitem', { name: /The same access key/ }).click()
  await expect(find.chips(page)).toHaveText(/Access key\s*is\s*ASIA/)
  await find.rows(page).filter({ hasText: 'DeleteDBInstance' }).first().dblclick()
  await find
    .record(page)
    .getByRole('button', { name: /^Investigate/ })
    .click()
  await expect(story(page).getByRole('heading', { level: 1 })).toContainText('prod-orders')
  await page.keyboard.press('Escape')
  await expect(find.grid(page)).toBeVisible()
})

test('the first look through a case says how far it is, can be stopped, and begun again', async ({
  openApp,
  page,
}) => {
  const held: { stopped: number; hold: boolean } = { stopped: 0, hold: true }
  await page.routeWebSocket('**/ws', (socket) => {
    const server = socket.connectToServer()
    const ids = new Set<number>()
    socket.onMessage((message) => {
      const frame = JSON.parse(String(message)) as { id: number; call?: string; cancel?: boolean }
      if (held.hold && frame.call === 'deletions.list') {
        ids.add(frame.id)
        socket.send(JSON.stringify({ id: frame.id, progress: { done: 4_750, total: 19_000 } }))
      } else if (frame.cancel && ids.has(frame.id)) held.stopped += 1
      else server.send(message)
    })
  })
  await openApp()
  await openSample(page)
  await page.getByRole('button', { name: 'Deletions', exact: true }).click()
  await expect(page.getByText('4,750 of 19,000 events')).toBeVisible()
  await expect(page.getByRole('progressbar', { name: 'Events looked through' })).toHaveAttribute(
    'aria-valuenow',
    '25',
  )
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect.poll(() => held.stopped).toBe(1)
  held.hold = false
  await page.getByRole('button', { name: 'Look for destructive actions' }).click()
  await rows(page).first().waitFor()
})

test('the list is narrowed to whose name or key has a text in it', async ({ openWindow }) => {
  const { deletions } = JSON.parse(await readFile(truthPath, 'utf8')) as { deletions: Told[] }
  const planted = deletions.filter(({ human }) => human?.name === 'contractor-mallory')
  expect(planted.length).toBeGreaterThan(1)
  const page = await openDeletions(openWindow)
  await page.getByRole('searchbox', { name: /^Only by who/ }).fill('MALLORY')
  await expect.poll(async () => (await totals(page)).shown).toBe(planted.length)
  await page.getByRole('searchbox', { name: /^Only targets/ }).fill('backups')
  await expect.poll(async () => (await totals(page)).shown).toBe(1)
  await expect(rows(page).first()).toContainText('production-backups-6666')
  await page.getByRole('button', { name: 'Clear all' }).click()
  await expect.poll(async () => (await totals(page)).shown).toBeGreaterThan(60)
})

const quietRecord = {
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ada', accountId: '111122223333' },
  eventTime: '2026-03-01T00:00:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'ListBuckets',
  awsRegion: 'eu-west-1',
  eventID: '00000000-0000-4000-8000-000000000000',
  readOnly: true,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: '111122223333',
  eventCategory: 'Management',
}

test('a case without a destructive action says so', async ({ openApp, page, folder, home }) => {
  const archive = join(folder, 'quiet')
  await mkdir(archive)
  await writeFile(join(archive, 'events.json'), JSON.stringify({ Records: [quietRecord] }))
  const path = join(folder, 'quiet.backtrail')
  await runCli(home, ['import', archive, '--case', path])
  await openApp({ case: path })
  await page.getByRole('button', { name: 'Deletions', exact: true }).click()
  await expect(page.getByText('No destructive action in this case')).toBeVisible()
  expect(await violations(page)).toEqual([])
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme })
    test.describe.configure({ timeout: 240_000 })
    test('axe finds nothing in the list, a story and the life of a resource', async ({ openWindow }) => {
      const page = await openDeletions(openWindow)
      expect.soft(await violations(page), 'list').toEqual([])
      await page.getByRole('button', { name: 'Any time' }).click()
      await page.getByRole('button', { name: 'Set the range' }).waitFor()
      expect.soft(await violations(page), 'time range').toEqual([])
      await page.keyboard.press('Escape')
      await chooseDatabases(page)
      await rows(page).first().dblclick()
      await story(page).getByRole('heading', { level: 1 }).waitFor()
      for (const fold of await story(page).locator('summary').all()) await fold.click()
      await page.getByRole('button', { name: 'Record', exact: true }).click()
      await find.record(page).waitFor()
      expect.soft(await violations(page), 'story and record').toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'prod-orders', exact: true }).first().click()
      await page.getByRole('heading', { name: /^What happened to/ }).waitFor()
      expect.soft(await violations(page), 'life of a resource').toEqual([])
    })
  })
}
