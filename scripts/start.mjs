#!/usr/bin/env node
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfStale, root } from './build-if-stale.mjs'

/**
 * npm start -- [PATH…] [--browser] [--no-open]: builds when something changed, fetches Electron's runtime when it is not
 * there yet, and opens the app on the paths (none: the sample). Falls back to browser mode by itself.
 */

/** A fetch that has not ended by then is not waited for; the next start tries again. */
const fetchWithinMs = 60_000

const args = process.argv.slice(2)
buildIfStale()
if (!args.includes('--browser')) fetchElectron()

const named = args.filter((argument) => !argument.startsWith('-'))
const sample = named.length === 0 ? [join(root, 'resources', 'sample')] : []
const child = spawn(process.execPath, [join(root, 'out/cli/index.js'), 'open', ...args, ...sample], {
  stdio: 'inherit',
  // npm runs scripts in the project's folder; paths are meant from where the person stands.
  cwd: process.env.INIT_CWD ?? process.cwd(),
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 130 : 0)
})

/** The npm package carries no runtime. Where it cannot be fetched the app opens in a browser, so this never fails. */
function fetchElectron() {
  const folder = join(root, 'node_modules', 'electron')
  const isThere = process.env.ELECTRON_OVERRIDE_DIST_PATH || existsSync(join(folder, 'path.txt'))
  if (isThere || process.env.BACKTRAIL_NO_FETCH || !existsSync(join(folder, 'install.js'))) return
  console.error("Fetching Electron's runtime (once; --browser does without)…")
  const { status } = spawnSync(process.execPath, [join(folder, 'install.js')], {
    stdio: 'ignore',
    timeout: fetchWithinMs,
  })
  if (status !== 0) console.error("Electron's runtime could not be fetched.")
}
