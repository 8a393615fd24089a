import { defineConfig } from '@playwright/test'

const isCi = process.env.CI !== undefined

/** End-to-end tests: the built program with its real engine, driven in a real Chromium (scripts/find-chromium.mjs). */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: isCi,
  // Machines of continuous integration are shared: a test that fails there is tried once more, and the report says so.
  retries: isCi ? 1 : 0,
  workers: 2,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? 'test-results/report.json' }],
  ],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    // A trace keeps the whole page at each press of a key: three times the time. Ask for one with --trace on.
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.BACKTRAIL_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    },
  },
})
