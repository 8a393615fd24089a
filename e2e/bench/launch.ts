import { type Browser, chromium } from '@playwright/test'
import { findChromium } from '../../scripts/find-chromium.mjs'

/** A Chromium of this machine, as the end-to-end tests find one. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = (await findChromium()) ?? undefined
  return chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox'] })
}
