import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const root = dirname(import.meta.dirname)

const sources = ['electron', 'renderer', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
const outputs = [
  'out/cli/index.js',
  'out/host/child.js',
  'out/host/utility.js',
  'out/main/index.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
]

/** Time of the newest source file, in milliseconds. Tests leave nothing behind in the build. */
function newestSource() {
  let newest = 0
  const look = (path) => {
    const found = statSync(path)
    if (found.isDirectory()) for (const name of readdirSync(path)) look(join(path, name))
    else if (!/\.test\.tsx?$/.test(path)) newest = Math.max(newest, found.mtimeMs)
  }
  for (const source of sources) look(join(root, source))
  return newest
}

/** True when every output is there and none is older than the newest source. */
export function isFresh() {
  const paths = outputs.map((output) => join(root, output))
  return paths.every(existsSync) && Math.min(...paths.map((path) => statSync(path).mtimeMs)) >= newestSource()
}

/** Builds when something changed. Says so on standard error; exits when the build fails. */
export function buildIfStale() {
  if (isFresh()) return
  console.error('Building Backtrail…')
  const { status } = spawnSync('npm', ['run', '--silent', 'build', '--', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error('backtrail: the build failed; what is wrong stands above.')
    process.exit(4)
  }
}
