import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'

/** The Chromium behind every window. Its profile goes away with it. */

let context: Promise<BrowserContext> | undefined
let endpoint = ''
export const profile = mkdtempSync(join(tmpdir(), 'backtrail-stand-in-'))

/** Where the test itself attaches to the same pages. */
export const debuggerAddress = (): string => endpoint

/** Starts Chromium with the switches that main asked for. */
export function startChromium(switches: readonly string[]): Promise<BrowserContext> {
  context ??= launch(switches)
  return context
}

async function launch(switches: readonly string[]): Promise<BrowserContext> {
  const port = await freePort()
  endpoint = `http://127.0.0.1:${port}`
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env.BACKTRAIL_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1440, height: 900 },
    acceptDownloads: false,
    args: ['--no-sandbox', `--remote-debugging-port=${port}`, ...switches],
  })
}

/** Pages that main asked for; any other is a window that a page opened by itself. */
const ours = new WeakSet<Page>()
let turn: Promise<unknown> = Promise.resolve()

/** One at a time: a page is known to be ours by being the one that appeared meanwhile. */
export function newPage(): Promise<Page> {
  const next = turn.then(async () => {
    if (!context) throw new Error('A window before the app is ready.')
    const page = await (await context).newPage()
    ours.add(page)
    return page
  })
  turn = next.catch(() => undefined)
  return next
}

export const isOurs = (page: Page): boolean => ours.has(page)

export async function closeChromium(): Promise<void> {
  await (await context?.catch(() => undefined))?.close().catch(() => undefined)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
