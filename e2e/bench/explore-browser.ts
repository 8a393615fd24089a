import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { startServer } from '../support/server'
import { brush, find } from '../support/window'
import { type Calm, watchFrames } from './frames'
import { launchBrowser } from './launch'
import { median } from './report'

/** What happens in the window: milliseconds, and the longest frame and the longest task of the page while it went on. */
export type Shown = { name: string; ms: number | null; calm: Calm }

const patience = 300_000

/** Measures what a person sees in the built program's page on a case, from the click to the frame that shows the answer. */
export async function measureShown(casePath: string): Promise<Shown[]> {
  const home = await mkdtemp(join(tmpdir(), 'backtrail-bench-'))
  const server = await startServer({ home, args: ['--case', casePath] })
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    page.setDefaultTimeout(patience)
    await page.goto(`${server.address}#/events?${new URLSearchParams({ case: casePath })}`)
    await find.rows(page).first().waitFor()
    await watchFrames(page)
    await settled(page, '')
    return [
      await refreshes(page),
      await brushing(page),
      await scrolling(page),
      await search(page, 'no-such-word-anywhere'),
    ]
  } finally {
    await browser.close()
    await server.stop()
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Waits until count, timeline, facets and table all show the View, which is another one than `before` counted. */
const settled = (page: Page, before: string): Promise<number> =>
  page.evaluate(async (known) => {
    const isShown = () => {
      const text = document.querySelector('[data-testid=counts]')?.textContent ?? ''
      const isOld = document.querySelector('main [data-stale], main [aria-busy=true], footer [data-stale]')
      return /^[\d,]+ \/ [\d,]+ events/.test(text) && text !== known && !isOld
    }
    while (!isShown()) await new Promise((next) => requestAnimationFrame(next))
    // The frame that has it is on the screen when the next one begins.
    await new Promise((next) => requestAnimationFrame(next))
    return performance.now()
  }, before)

const counted = (page: Page) => page.getByTestId('counts').textContent().then(String)

/** Clicks one service after the other, each a View that nobody has seen. */
async function refreshes(page: Page): Promise<Shown> {
  const values = find.facet(page, 'Service').locator('[data-facet-value]')
  const times: number[] = []
  await values.first().waitFor()
  const services = (await values.allInnerTexts()).slice(0, 8)
  const calm = await page
    .evaluate(() => window.frames_.begin())
    .then(async () => {
      for (const [at] of services.entries()) {
        const before = await counted(page)
        const began = await values.nth(at).evaluate((button: HTMLElement) => {
          button.click()
          return performance.now()
        })
        times.push((await settled(page, before)) - began)
      }
      return page.evaluate(() => window.frames_.end())
    })
  return {
    name: 'a click on a service until count, timeline, facets and rows show it',
    ms: median(times),
    calm,
  }
}

/** Drags over the timeline; a frame is what lies between a move of the mouse and facets that show it. */
async function brushing(page: Page): Promise<Shown> {
  await page.evaluate(() => {
    window.frames_.begin()
    window.frames_.followMoves(document.querySelector('[aria-label=Facets]') as Element)
  })
  await brush(page, 0.2, 0.4, false)
  const box = await find.chart(page).boundingBox()
  if (!box) throw new Error('there is no timeline')
  for (let step = 0; step < 60; step += 1) {
    await page.mouse.move(box.x + box.width * (0.4 + step / 150), box.y + box.height / 2)
    await page.waitForTimeout(25)
  }
  const calm = await page.evaluate(() => window.frames_.end())
  await page.mouse.up()
  await settled(page, '')
  await page.keyboard.press('Escape')
  return { name: 'a move of the brush until the facets show it', ms: median(calm.moves), calm }
}

async function scrolling(page: Page): Promise<Shown> {
  const calm = await page.evaluate(async () => {
    window.frames_.begin()
    const grid = document.querySelector('[role=grid][aria-label=Events]') as Element
    const scroller = [grid, ...grid.querySelectorAll('*')].find(
      ({ scrollHeight, clientHeight }) => scrollHeight > clientHeight * 2 && clientHeight > 200,
    ) as Element
    for (let frame = 0; frame < 300; frame += 1) {
      if (frame % 60 === 59) scroller.scrollTop = Math.random() * scroller.scrollHeight
      else scroller.scrollTop += 60
      await new Promise((next) => requestAnimationFrame(next))
    }
    return window.frames_.end()
  })
  return { name: 'scrolling, with jumps', ms: null, calm }
}

async function search(page: Page, text: string): Promise<Shown> {
  const before = await counted(page)
  await page.evaluate(() => window.frames_.begin())
  await find.queryBar(page).fill(text)
  const began = await page.evaluate(() => performance.now())
  await page.keyboard.press('Enter')
  const ms = (await settled(page, before)) - began
  return { name: 'free text over every field', ms, calm: await page.evaluate(() => window.frames_.end()) }
}
