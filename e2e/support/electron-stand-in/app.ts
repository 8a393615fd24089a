import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { BrowserWindow, windowEvents } from './browser-window'
import { closeChromium, profile, startChromium } from './chromium'
import { honest } from './honest'
import { preventable } from './preventable'
import { endUtilityProcesses } from './utility-process'

const switches: string[] = []
const program = findProgram()
const userData = join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), program.productName)
const lockSocket = join(userData, 'stand-in.sock')
const lockFile = join(userData, 'stand-in.lock')
let isQuitting = false
let isSecond = false

function findProgram(): { folder: string; version: string; productName: string } {
  const folder = process.env.STAND_IN_APP ?? process.cwd()
  return { folder, ...JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }
}

class App extends EventEmitter {
  readonly isPackaged = false
  /** What main told the system; tests look at it. */
  readonly told: { recentDocuments: string[]; about: Record<string, unknown> | null; aboutShown: number } = {
    recentDocuments: [],
    about: null,
    aboutShown: 0,
  }
  #ready: Promise<void> | undefined
  #isReady = false
  #isSandboxed = false
  readonly commandLine = honest('commandLine', {
    appendSwitch: (name: string, value?: string) => {
      if (this.#isReady) throw new Error('Switches are for the time before the app is ready.')
      switches.push(value === undefined ? `--${name}` : `--${name}=${value}`)
    },
  })

  enableSandbox(): void {
    if (this.#isReady) throw new Error('The sandbox is enabled before the app is ready.')
    this.#isSandboxed = true
  }
  get sandboxEnabled(): boolean {
    return this.#isSandboxed
  }
  whenReady(): Promise<void> {
    this.#ready ??= this.#start()
    return this.#ready
  }
  async #start(): Promise<void> {
    // Electron is ready only after the main module has run to its end.
    await new Promise((resolve) => setImmediate(resolve))
    const { routeEverything } = await import('./router')
    const { defaultSession } = await import('./session')
    const context = await startChromium(switches)
    await routeEverything(context)
    await defaultSession.attach(context)
    this.#isReady = true
    this.emit('ready')
  }
  getVersion(): string {
    return program.version
  }
  getPath(name: string): string {
    const paths: Record<string, string> = {
      home: homedir(),
      userData,
      logs: join(userData, 'logs'),
      documents: join(homedir(), 'Documents'),
    }
    const path = paths[name]
    if (path === undefined) throw new Error(`The stand-in for Electron does not imitate the path ${name}.`)
    return path
  }
  addRecentDocument(path: string): void {
    this.told.recentDocuments = [path, ...this.told.recentDocuments.filter((other) => other !== path)]
  }
  setAboutPanelOptions(options: Record<string, unknown>): void {
    this.told.about = options
  }
  showAboutPanel(): void {
    this.told.aboutShown += 1
  }

  /** Real processes compete for a file in the user data folder; who comes second speaks to the first over a socket. */
  requestSingleInstanceLock(): boolean {
    mkdirSync(userData, { recursive: true })
    if (!takeLock()) {
      isSecond = true
      return false
    }
    rmSync(lockSocket, { force: true })
    createServer((socket) => {
      let text = ''
      socket.on('data', (data) => {
        text += data
      })
      socket.on('end', () => {
        const { argv, workingFolder } = JSON.parse(text)
        this.emit('second-instance', {}, argv, workingFolder, {})
      })
    })
      .listen(lockSocket)
      .unref()
    return true
  }

  quit(): void {
    if (isQuitting) return
    const before = preventable({})
    this.emit('before-quit', before)
    if (before.defaultPrevented) return
    isQuitting = true
    for (const window of BrowserWindow.getAllWindows()) window.close()
    void end(0)
  }
  exit(code = 0): void {
    void end(code)
  }
}

async function end(code: number): Promise<void> {
  if (isSecond) await tellFirst()
  if (!isSecond) rmSync(lockFile, { force: true })
  app.emit('will-quit', preventable({}))
  app.emit('quit', {}, code)
  endUtilityProcesses()
  await closeChromium()
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  process.exit(code)
}

/** True when no living process has the lock. */
function takeLock(): boolean {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    try {
      process.kill(Number(readFileSync(lockFile, 'utf8')), 0)
      return false
    } catch {
      writeFileSync(lockFile, String(process.pid))
      return true
    }
  }
}

function tellFirst(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(lockSocket)
    socket.on('error', reject)
    socket.end(JSON.stringify({ argv: process.argv, workingFolder: process.cwd() }), () => resolve())
  })
}

const target = new App()
export const app = honest('app', target)

windowEvents.on('created', (window) => {
  target.emit('web-contents-created', {}, window.webContents)
  target.emit('browser-window-created', {}, window)
})
windowEvents.on('closed', () => {
  if (BrowserWindow.getAllWindows().length > 0 || isQuitting) return
  // Electron quits by itself when nobody listens.
  if (!target.emit('window-all-closed')) target.quit()
})
process.once('SIGTERM', () => void end(0))
process.once('disconnect', () => void end(0))
