import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type BrowserContext, chromium, _electron as electron, type Page } from '@playwright/test'
import { environmentOf } from './server'

const root = dirname(dirname(import.meta.dirname))

/** The module `electron` as tests use it inside of main: on the real one and on the stand-in alike. */
// biome-ignore lint/suspicious/noExplicitAny: functions of tests run in main, where the types of both would have to hold
export type ElectronModule = any

/** A running desktop app. What it offers is the part of Playwright's ElectronApplication that both can do. */
export type Desktop = {
  /** Runs a function in main, with the module `electron` and the argument. Both cross as text. */
  evaluate<T, A>(action: (electron: ElectronModule, argument: A) => T | Promise<T>, argument?: A): Promise<T>
  /** The pages of all windows. */
  windows(): Page[]
  /** Waits until there are that many windows. */
  windowCount(count: number): Promise<Page[]>
  readonly process: ChildProcess
  close(): Promise<void>
}

export type DesktopKind = 'stand-in' | 'electron'
export type DesktopOptions = { home: string; args?: string[] }

/** The runtime of the real Electron, when there is one. */
export function electronRuntime(): string | null {
  const folder = dirname(createRequire(join(root, 'package.json')).resolve('electron/package.json'))
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist')
  const name = process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron'
  const program = join(dist, process.platform === 'win32' ? 'electron.exe' : name)
  return existsSync(program) ? program : null
}

export async function startDesktop(kind: DesktopKind, options: DesktopOptions): Promise<Desktop> {
  await mkdir(options.home, { recursive: true })
  return kind === 'electron' ? startElectron(options) : startStandIn(options)
}

async function startElectron({ home, args = [] }: DesktopOptions): Promise<Desktop> {
  const executablePath = electronRuntime() ?? undefined
  // Chromium refuses its sandbox to root; build machines often are.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const env = environmentOf(home) as Record<string, string>
  const running = await electron.launch({ executablePath, args: [...asRoot, root, ...args], cwd: root, env })
  return {
    evaluate: (action, argument) => running.evaluate(action as never, argument as never),
    windows: () => running.windows(),
    windowCount: (count) => pollFor(() => running.windows(), count),
    process: running.process(),
    close: () => running.close(),
  }
}

/** Starts a process with main in it and the stand-in for `electron`. Does not wait for a window. */
export function spawnStandIn({ home, args = [] }: DesktopOptions): ChildProcess {
  return spawn(
    process.execPath,
    [
      ...['--import', 'tsx', '--import', join(import.meta.dirname, 'electron-stand-in', 'register.mjs')],
      join(root, 'out', 'main', 'index.js'),
      ...args,
    ],
    {
      cwd: root,
      env: { ...environmentOf(home), STAND_IN_APP: root },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
}

type FromStandIn = { debugger: string } | { ask: number; value?: unknown; error?: string }

async function startStandIn(options: DesktopOptions): Promise<Desktop> {
  const child = spawnStandIn(options)
  const said: string[] = []
  child.stdout?.on('data', (data) => said.push(String(data)))
  child.stderr?.on('data', (data) => said.push(String(data)))
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let nextAsk = 1
  const address = await new Promise<string>((resolve, reject) => {
    child.on('message', (message) => {
      const told = message as FromStandIn
      if ('debugger' in told) return resolve(told.debugger)
      const { resolve: fulfil, reject: refuse } = pending.get(told.ask) ?? {}
      pending.delete(told.ask)
      if (told.error === undefined) fulfil?.(told.value)
      else refuse?.(new Error(told.error))
    })
    child.once('exit', (code) => {
      const error = new Error(`the desktop app ended with ${code}:\n${said.join('')}`)
      reject(error)
      for (const { reject: refuse } of pending.values()) refuse(error)
    })
  })
  const browser = await chromium.connectOverCDP(address)
  const context = browser.contexts()[0] as BrowserContext
  // The page that Chromium starts with belongs to no window.
  const isWindow = (page: Page) => page.url() !== 'about:blank' && !page.isClosed()
  const windows = () => context.pages().filter(isWindow)
  return {
    evaluate: <T>(action: unknown, argument: unknown) =>
      new Promise<T>((resolve, reject) => {
        const ask = nextAsk++
        pending.set(ask, { resolve: (value) => resolve(value as T), reject })
        child.send({ ask, source: String(action), argument })
      }),
    windows,
    windowCount: (count) => pollFor(windows, count),
    process: child,
    async close() {
      await browser.close().catch(() => undefined)
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.kill('SIGTERM')
      const impatient = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(impatient)
    },
  }
}

async function pollFor(windows: () => Page[], count: number): Promise<Page[]> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (windows().length === count) return windows()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`there were ${windows().length} windows and not ${count}`)
}
