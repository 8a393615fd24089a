import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from '../support/app'
import { awaitAddress, environmentOf } from '../support/server'

const root = dirname(dirname(import.meta.dirname))

test('npm start without an Electron runtime serves browser mode and says why in one line', async ({
  home,
}) => {
  await mkdir(home, { recursive: true })
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), '--no-open'], {
    cwd: root,
    env: {
      ...environmentOf(home),
      INIT_CWD: root,
      BACKTRAIL_NO_FETCH: '1',
      ELECTRON_OVERRIDE_DIST_PATH: join(home, 'nothing-here'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const server = await awaitAddress(child)
  expect(server.stdout).toHaveLength(1)
  expect(server.stdout[0]).toMatch(
    /^There is no Electron runtime on this machine\. Backtrail is in the browser instead: http:\/\/127\.0\.0\.1:\d+\/\?token=\S+$/,
  )
  await server.stop()
})

test('the page loads, without the token in its address and without a word on the console', async ({
  openApp,
}) => {
  const { page, server } = await openApp()
  await expect(page).toHaveTitle(/Backtrail/)
  expect(page.url()).not.toContain('token')
  expect(new URL(page.url()).origin).toBe(server.origin)
  await expect(page.locator('#root')).not.toBeEmpty()
})
