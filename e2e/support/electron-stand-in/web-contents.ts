import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CDPSession, Page } from '@playwright/test'
import { fromChromium, syncPath, toChromium } from './addresses'
import { honest, toJson } from './honest'
import { receiveFromPage } from './ipc'
import { endById, endsOf, type MessagePortMain } from './message-ports'

export type WebPreferences = {
  preload?: string
  nodeIntegration?: boolean
  contextIsolation?: boolean
  sandbox?: boolean
  webviewTag?: boolean
  spellcheck?: boolean
  navigateOnDragDrop?: boolean
  devTools?: boolean
}

type FromPage =
  | { invoke: number; channel: string; args: unknown[] }
  | { send: string; args: unknown[] }
  | { port: number; data: unknown }
  | { portClosed: number }

const worldName = 'Electron Isolated Context'
const binding = 'standInCallOut'
const source = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')

export type WindowOpenHandler = (details: { url: string }) => { action: 'deny' | 'allow' }

let nextId = 1

/** A page of Chromium's as Electron's webContents. A crashed page is replaced by a new one when it is reloaded. */
export class WebContents extends EventEmitter {
  readonly id = nextId++
  readonly #preferences: WebPreferences
  readonly #newPage: () => Promise<Page>
  readonly #ports = new Set<number>()
  #page: Page | undefined
  #session: CDPSession | undefined
  #preloadContext: number | undefined
  #opened: Promise<void>
  #address = ''
  #isCrashed = false
  #isDestroyed = false
  openHandler: WindowOpenHandler | undefined
  /** An address that main itself goes to; Electron reports only the page's own navigation. */
  ownNavigation: string | undefined

  constructor(preferences: WebPreferences, newPage: () => Promise<Page>) {
    super()
    if (
      preferences.contextIsolation === false ||
      preferences.nodeIntegration ||
      preferences.sandbox === false
    ) {
      throw new Error('The stand-in for Electron imitates sandboxed, isolated pages only.')
    }
    this.#preferences = preferences
    this.#newPage = newPage
    this.#opened = this.#open()
  }

  /** The page of Chromium's, once it is there. */
  async page(): Promise<Page> {
    await this.#opened
    if (!this.#page) throw new Error('The page is gone.')
    return this.#page
  }

  owns(page: Page): boolean {
    return this.#page === page
  }

  async #open(): Promise<void> {
    const page = await this.#newPage()
    this.#page = page
    const session = await page.context().newCDPSession(page)
    this.#session = session
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === worldName && context.auxData?.frameId === mainFrame)
        this.#preloadContext = context.id
    })
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === binding && executionContextId === this.#preloadContext) this.#receive(JSON.parse(payload))
    })
    const { frameTree } = await session.send('Page.getFrameTree')
    const mainFrame = frameTree.frame.id
    await session.send('Runtime.enable')
    await session.send('Page.enable')
    await session.send('Runtime.addBinding', { name: binding, executionContextName: worldName })
    await this.#addScripts(session)
    page.on('crash', () => this.#crashed())
    // A new document takes the ports of the old one along; a new fragment in the address does not.
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id !== mainFrame) return
      this.#dropPorts()
      this.#address = frame.url + (frame.urlFragment ?? '')
    })
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === mainFrame) this.#address = url
    })
    page.on('load', () => void this.emit('did-finish-load'))
    page.on('domcontentloaded', () => void this.emit('dom-ready'))
  }

  async #addScripts(session: CDPSession): Promise<void> {
    const secret = `stand-in-${crypto.randomUUID()}`
    const worlds = source('worlds.js')
    // Electron runs preload in the main frame only, unless it is asked to do otherwise.
    const inMainFrame = (script: string) => `if (window === window.top) { ${script} }`
    await session.send('Page.addScriptToEvaluateOnNewDocument', {
      source: inMainFrame(`(() => { ${worlds}; joinWorlds('page', 'preload', '${secret}') })()`),
    })
    const { preload } = this.#preferences
    if (preload === undefined) return
    const body = `(require) => { const module = { exports: {} }; const { exports } = module; ${readFileSync(preload, 'utf8')} }`
    await session.send('Page.addScriptToEvaluateOnNewDocument', {
      worldName,
      source: inMainFrame(
        `${worlds}; ${source('preload-world.js')};
         startPreload(${binding}, joinWorlds('preload', 'page', '${secret}'), '${syncPath}', ${body})`,
      ),
    })
  }

  #receive(message: FromPage): void {
    if ('port' in message) endById(message.port)?.post(message.data)
    else if ('portClosed' in message) {
      this.#ports.delete(message.portClosed)
      endById(message.portClosed)?.close()
    } else if ('invoke' in message) {
      const { invoke, channel, args } = message
      const answer = (error: string | null, value: unknown) =>
        this.#inPreload(`standIn.settle(${invoke}, ${JSON.stringify(error)}, ${toJson(value)})`)
      receiveFromPage(this, channel, args, 'invoke').then(
        (value) => answer(null, value),
        (error) => answer(`Error invoking remote method '${channel}': ${error}`, null),
      )
    } else void receiveFromPage(this, message.send, message.args, 'send')
  }

  /** A synchronous message, which came as a request. */
  sync(channel: string, args: unknown[]): Promise<unknown> {
    return receiveFromPage(this, channel, args, 'sync')
  }

  async #inPreload(expression: string): Promise<void> {
    const contextId = this.#preloadContext
    if (this.#isDestroyed || contextId === undefined) return
    // The document may be gone by the time this arrives, as in Electron; then nobody is left to hear it.
    await this.#session?.send('Runtime.evaluate', { expression, contextId }).catch(() => undefined)
  }

  send(channel: string, ...args: unknown[]): void {
    void this.#inPreload(`standIn.emit(${JSON.stringify(channel)}, ${toJson(args)}, [])`)
  }

  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    const ends = endsOf(transfer)
    const emitted = this.#inPreload(
      `standIn.emit(${JSON.stringify(channel)}, ${toJson([message])}, ${toJson(ends.map((end) => end.id))})`,
    )
    for (const end of ends) {
      this.#ports.add(end.id)
      let turn = emitted
      const next = (expression: string) => {
        turn = turn.then(() => this.#inPreload(expression))
      }
      end.moveTo({
        deliver: (data) => next(`standIn.deliver(${end.id}, ${toJson(data)})`),
        closed: () => next(`standIn.closePort(${end.id})`),
      })
    }
  }

  /** A document that goes takes its ports along. */
  #dropPorts(): void {
    for (const id of this.#ports) endById(id)?.close()
    this.#ports.clear()
  }

  async loadURL(address: string): Promise<void> {
    const page = await this.page()
    this.ownNavigation = toChromium(address)
    await page.goto(toChromium(address))
  }

  reload(): void {
    void this.#reload()
  }

  async #reload(): Promise<void> {
    const address = this.#address
    if (this.#isCrashed) {
      this.#isCrashed = false
      const crashed = this.#page
      this.#opened = this.#open()
      await this.#opened
      void crashed?.close().catch(() => undefined)
    }
    const page = await this.page()
    this.ownNavigation = address
    await page.goto(address, { waitUntil: 'commit' })
    if (page.url() === address) return
  }

  #crashed(): void {
    this.#isCrashed = true
    this.#dropPorts()
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 133 })
  }

  forcefullyCrashRenderer(): void {
    // The answer never comes: who should send it is gone.
    void this.#session?.send('Page.crash').catch(() => undefined)
  }

  getURL(): string {
    return fromChromium(this.#address)
  }

  getLastWebPreferences(): WebPreferences {
    return { ...this.#preferences }
  }

  /** Chromium drops real files on the page, as a file manager would. */
  async dropFiles(paths: string[]): Promise<void> {
    await this.#inPreload(
      `standIn.expectFiles(${toJson(paths.map((path) => [path.split('/').pop(), path]))})`,
    )
    const data = { items: [], files: paths, dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await this.#session?.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
    }
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.openHandler = handler
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  async destroy(): Promise<void> {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.#dropPorts()
    this.emit('destroyed')
    await this.#page?.close().catch(() => undefined)
  }
}

export const honestContents = (contents: WebContents): WebContents => honest('WebContents', contents)
