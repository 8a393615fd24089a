import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { appRoot } from '../engine/paths'

/** The line that main prints when it is asked to report and its window has loaded. */
export const readyLine = 'backtrail: the window is ready'

/** How long the window may take until it reports. A cold start on a slow disk takes ten seconds. */
const readyWithinMs = 30_000

export type DesktopOutcome = { opened: true; exitCode: number } | { opened: false; reason: string }

/**
 * Opens the desktop app and waits for it to end. `opened: false` with a sentence when there is no Electron runtime or its
 * window does not report itself ready in time.
 */
export async function openDesktop(args: string[], signal: AbortSignal): Promise<DesktopOutcome> {
  const program = electronProgram()
  if (program === null) return { opened: false, reason: 'There is no Electron runtime on this machine.' }
  const child = spawn(program, [appRoot(), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, BACKTRAIL_REPORT_READY: '1' },
  })
  const ended = new Promise<string | number>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, killedBy) => resolve(killedBy ?? code ?? 0))
  })
  const ready = new Promise<'ready'>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === readyLine) resolve('ready')
    })
  })
  const stop = () => child.kill()
  signal.addEventListener('abort', stop, { once: true })
  const patience = new AbortController()
  const first = await Promise.race([ready, ended, timeout(readyWithinMs, patience.signal)])
  patience.abort()
  if (first === 'late') {
    child.kill('SIGKILL')
    return {
      opened: false,
      reason: `Electron's window was not ready within ${readyWithinMs / 1000} seconds.`,
    }
  }
  if (first !== 'ready') return { opened: false, reason: `Electron did not start (${first}).` }
  const exit = await ended
  return { opened: true, exitCode: typeof exit === 'number' ? exit : 4 }
}

/**
 * The Electron program that is there: ELECTRON_OVERRIDE_DIST_PATH, or what `npx install-electron` fetched. Never
 * downloads. Null when there is none.
 */
export function electronProgram(env = process.env): string | null {
  const folder = electronPackage()
  const nameFile = folder && join(folder, 'path.txt')
  const name = nameFile && existsSync(nameFile) ? readFileSync(nameFile, 'utf8').trim() : defaultName()
  const dist = env.ELECTRON_OVERRIDE_DIST_PATH ?? (folder && join(folder, 'dist'))
  const program = dist && join(dist, name)
  return program && existsSync(program) ? program : null
}

function electronPackage(): string | null {
  try {
    return dirname(createRequire(join(appRoot(), 'package.json')).resolve('electron/package.json'))
  } catch {
    return null
  }
}

function defaultName(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}

const timeout = (ms: number, signal: AbortSignal): Promise<'late'> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve('late'), ms)
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  })
