import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { generateArchive } from '../support/generator/archive'
import { type RunningServer, startServer } from '../support/server'
import { launchBrowser } from './launch'
import { median, writeReport } from './report'

const cache = join(import.meta.dirname, '..', '..', '.cache', 'bench')
const runs = 5

/**
 * What a person waits for: the sample's histogram, the first events of a running import, and rows under a moving thumb.
 * Everything is measured in the page, from the moment the server's address is known.
 */
export async function bench(): Promise<void> {
  const sampleNew = await times(() => withApp([], (page) => timeUntilHistogram(page, true)))
  const sampleKnown = await withHome(async (home) => {
    await withApp([], (page) => timeUntilHistogram(page, true), home)
    return times(() => withApp([], (page) => timeUntilHistogram(page, true), home))
  })
  const archive = join(cache, 'start-500k')
  await generateArchive({
    out: archive,
    seed: 'start',
    events: 500_000,
    recordsPerFile: 1500,
    stories: false,
    digests: false,
  })
  const scroll = await withApp([archive], async (page, started) => {
    await page.getByRole('navigation').getByRole('button', { name: 'Events' }).click({ timeout: 120_000 })
    await page.waitForSelector('main[aria-label="Events"] [data-row] [role=gridcell]:has-text("2026")', {
      timeout: 120_000,
    })
    const firstEvents = performance.now() - started
    await page.getByText('Import finished').first().waitFor({ timeout: 300_000 })
    return { firstEvents, ...(await scrollAbout(page)) }
  })
  await writeReport('start', [
    {
      title: 'Opening',
      head: ['what', 'median', 'target'],
      rows: [
        [
          'sample, first start (import included): address to painted histogram',
          ms(median(sampleNew)),
          '3,000 ms',
        ],
        ['sample, imported before: address to painted histogram', ms(median(sampleKnown)), '3,000 ms'],
        [
          '500,000 events: address to the first rows of the running import',
          ms(scroll.firstEvents),
          '5,000 ms',
        ],
      ],
    },
    {
      title: 'Scrolling a table of 500,000 events',
      head: ['what', 'measured', 'target'],
      rows: [
        ['frames looked at while wheel and thumb moved', String(scroll.frames), ''],
        ['frames with a place in the table where no row was drawn', String(scroll.blank), '0'],
        ['longest frame', ms(scroll.longest), '100 ms'],
        ['jumps of the thumb to a random place until rows are read, median', ms(scroll.jump), ''],
      ],
    },
  ])
}

const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`

async function times(run: () => Promise<number>): Promise<number[]> {
  const measured: number[] = []
  for (let at = 0; at < runs; at += 1) measured.push(await run())
  return measured
}

async function withHome<T>(use: (home: string) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'backtrail-bench-'))
  try {
    return await use(home)
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** The built program and a page on it. `started` is when the address was known. */
async function withApp<T>(
  paths: string[],
  use: (page: Page, started: number) => Promise<T>,
  knownHome?: string,
): Promise<T> {
  const run = async (home: string) => {
    const server: RunningServer = await startServer({ home, args: paths })
    const browser = await launchBrowser()
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
      const started = performance.now()
      await page.goto(server.address)
      return await use(page, started)
    } finally {
      await browser.close()
      await server.stop()
    }
  }
  return knownHome ? run(knownHome) : withHome(run)
}

/** Milliseconds from the navigation's start until the histogram's canvas has something on it. */
async function timeUntilHistogram(page: Page, openSample: boolean): Promise<number> {
  const started = performance.now()
  if (openSample) await page.getByRole('button', { name: /Open the sample/ }).click()
  // The table for screen readers holds the same bars; the canvas is drawn before the next frame.
  await page.waitForFunction(async () => {
    const chart = document.querySelector('figure[aria-label="Events over time"]')
    const canvas = chart?.querySelector('canvas')
    if (!canvas || canvas.width === 0 || !chart?.querySelector('table tbody tr')) return false
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))
    return true
  })
  return performance.now() - started
}

type Scrolled = { frames: number; blank: number; longest: number; jump: number }

/** Moves wheel and thumb for a while and looks at every frame; then jumps, and waits for rows that have been read. */
async function scrollAbout(page: Page): Promise<Scrolled> {
  const watched = await page.evaluate(async () => {
    const grid = document.querySelector('[role=grid]')
    const scroller =
      grid &&
      [grid, ...grid.querySelectorAll('*')].find((element) => {
        const { overflowY } = getComputedStyle(element)
        return (
          (overflowY === 'auto' || overflowY === 'scroll') && element.scrollHeight > element.clientHeight * 2
        )
      })
    if (!scroller) throw new Error('the table does not scroll')
    let frames = 0
    let blank = 0
    let longest = 0
    let last = performance.now()
    const end = last + 8_000
    while (performance.now() < end) {
      if (frames % 60 === 59) scroller.scrollTop = Math.random() * scroller.scrollHeight
      else scroller.scrollTop += 60
      await new Promise((next) => requestAnimationFrame(next))
      const now = performance.now()
      longest = Math.max(longest, now - last)
      last = now
      frames += 1
      const box = scroller.getBoundingClientRect()
      const places = [0.2, 0.4, 0.6, 0.8].map((share) => box.top + box.height * share)
      const drawn = places.every((y) => document.elementFromPoint(box.left + 200, y)?.closest('[data-row]'))
      if (!drawn) blank += 1
    }
    return { frames, blank, longest }
  })
  const jumps: number[] = []
  for (let at = 0; at < 15; at += 1) jumps.push(await jump(page, (at * 7 + 3) / 110))
  return { ...watched, jump: median(jumps) }
}

const jump = (page: Page, share: number): Promise<number> =>
  page.evaluate(async (to) => {
    const grid = document.querySelector('[role=grid]') as Element
    const scroller = [grid, ...grid.querySelectorAll('*')].find(
      (element) => element.scrollHeight > 100_000,
    ) as Element
    const started = performance.now()
    scroller.scrollTop = to * scroller.scrollHeight
    for (;;) {
      await new Promise((next) => requestAnimationFrame(next))
      const box = scroller.getBoundingClientRect()
      const cell = document.elementFromPoint(box.left + 40, box.top + box.height / 2)?.closest('[data-row]')
      if (cell && /\d{4}-\d\d-\d\d/.test(cell.textContent ?? '') && !cell.closest('[data-stale]')) break
    }
    return performance.now() - started
  }, share)
