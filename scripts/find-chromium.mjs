import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

/** Where systems keep a browser that Playwright can drive, in the order of trying. */
const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/**
 * The path of a Chromium that starts: BACKTRAIL_CHROMIUM, Playwright's own, one of the system's, else one that is fetched
 * now (Playwright's download, or Debian's package where that may be installed). Null when there is none to be had.
 */
export async function findChromium(say = console.log) {
  const there = [process.env.BACKTRAIL_CHROMIUM, chromium.executablePath(), ...systemBrowsers]
  for (const path of there) if (path && (await starts(path))) return path
  say('No Chromium here; fetching one with Playwright…')
  run('npx', ['playwright', 'install', 'chromium'], 300_000)
  if (await starts(chromium.executablePath())) return chromium.executablePath()
  say('That did not work; installing Debian\'s package "chromium"…')
  if (installPackage('chromium') && (await starts('/usr/bin/chromium'))) return '/usr/bin/chromium'
  return null
}

/** Installs a Debian package where this user may. True when that worked. */
export function installPackage(name) {
  if (!existsSync('/usr/bin/apt-get')) return false
  const isRoot = process.getuid?.() === 0
  const asRoot = isRoot ? [] : ['sudo', '-n']
  if (!isRoot && run('sudo', ['-n', 'true'], 10_000) !== 0) return false
  const apt = (...args) => {
    const [program, ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args]
    return run(program, rest, 600_000)
  }
  apt('update')
  return apt('install', '-y', '--no-install-recommends', name) === 0
}

const run = (program, args, timeout) =>
  spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout }).status

/** A browser whose libraries are missing is there and does not start: trying is the only way to know. */
async function starts(path) {
  if (!existsSync(path)) return false
  try {
    const browser = await chromium.launch({ executablePath: path, timeout: 30_000 })
    await browser.close()
    return true
  } catch {
    return false
  }
}
