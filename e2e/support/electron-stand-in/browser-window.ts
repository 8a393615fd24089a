import { EventEmitter } from 'node:events'
import type { Page } from '@playwright/test'
import { newPage } from './chromium'
import { honest } from './honest'
import { preventable } from './preventable'
import { WebContents, type WebPreferences } from './web-contents'

type Bounds = { x: number; y: number; width: number; height: number }
type Options = Partial<Bounds> & {
  minWidth?: number
  minHeight?: number
  show?: boolean
  title?: string
  backgroundColor?: string
  webPreferences?: WebPreferences
}
const knownOptions = new Set([
  ...[
    'x',
    'y',
    'width',
    'height',
    'minWidth',
    'minHeight',
    'show',
    'title',
    'backgroundColor',
    'webPreferences',
  ],
])
const knownPreferences = new Set([
  ...['preload', 'nodeIntegration', 'contextIsolation', 'sandbox', 'webviewTag', 'spellcheck'],
  ...['navigateOnDragDrop', 'devTools'],
])

const windows: Window[] = []
const events = new EventEmitter()
/** Tells the app of windows that come and go. */
export const windowEvents = events
let focused: Window | null = null

class Window extends EventEmitter {
  readonly contents: WebContents
  /** What a person would see of it and a page does not show. */
  readonly seen: {
    progress: number
    background: string
    isShown: boolean
    isMinimized: boolean
    isMaximized: boolean
  }
  #bounds: Bounds
  #isDestroyed = false

  constructor(options: Options = {}) {
    super()
    refuseUnknown('BrowserWindow option', options, knownOptions)
    refuseUnknown('webPreferences', options.webPreferences ?? {}, knownPreferences)
    const { x = 240, y = 90, width = 800, height = 600 } = options
    this.#bounds = { x, y, width, height }
    this.seen = {
      progress: -1,
      background: options.backgroundColor ?? '#ffffff',
      isShown: options.show !== false,
      isMinimized: false,
      isMaximized: false,
    }
    this.contents = new WebContents(options.webPreferences ?? {}, newPage)
    this.contents.once('dom-ready', () => this.emit('ready-to-show'))
    windows.push(this)
    focused = this
    void this.contents.page().then((page) => page.setViewportSize({ width, height }))
    events.emit('created', this)
  }

  get webContents(): WebContents {
    return honest('WebContents', this.contents)
  }
  loadURL(address: string): Promise<void> {
    return this.contents.loadURL(address)
  }
  show(): void {
    this.seen.isShown = true
    focused = this
  }
  focus(): void {
    focused = this
  }
  isFocused(): boolean {
    return focused === this
  }
  minimize(): void {
    this.seen.isMinimized = true
    if (focused === this) focused = null
  }
  restore(): void {
    this.seen.isMinimized = false
  }
  isMinimized(): boolean {
    return this.seen.isMinimized
  }
  maximize(): void {
    this.seen.isMaximized = true
  }
  isMaximized(): boolean {
    return this.seen.isMaximized
  }
  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
  }
  getBounds(): Bounds {
    return { ...this.#bounds }
  }
  getNormalBounds(): Bounds {
    return { ...this.#bounds }
  }
  setProgressBar(fraction: number): void {
    this.seen.progress = fraction
  }
  setBackgroundColor(colour: string): void {
    this.seen.background = colour
  }
  isDestroyed(): boolean {
    return this.#isDestroyed
  }
  close(): void {
    if (this.#isDestroyed) return
    const event = preventable({})
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }
  destroy(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    windows.splice(windows.indexOf(this), 1)
    if (focused === this) focused = windows.at(-1) ?? null
    void this.contents.destroy()
    this.emit('closed')
    events.emit('closed', this)
  }
}

function refuseUnknown(what: string, given: object, known: ReadonlySet<string>): void {
  const unknown = Object.keys(given).filter((key) => !known.has(key))
  if (unknown.length > 0)
    throw new Error(`The stand-in for Electron does not imitate the ${what} ${unknown}.`)
}

const faceOf = (window: Window): Window => honest('BrowserWindow', window)

/** What main sees as BrowserWindow: `new` makes windows whose unknown members throw. */
class BrowserWindowClass extends Window {
  constructor(options?: Options) {
    super(options)
    // A constructor that returns an object hands out that object.
    // biome-ignore lint/correctness/noConstructorReturn: the face of the window, not the window
    return faceOf(this) as BrowserWindowClass
  }
  static getAllWindows = (): Window[] => windows.map(faceOf)
  static getFocusedWindow = (): Window | null => focused && faceOf(focused)
  static fromWebContents = (contents: WebContents): Window | null => {
    const found = windows.find((window) => window.webContents === contents || window.contents === contents)
    return found ? faceOf(found) : null
  }
}
export const BrowserWindow = honest('BrowserWindow', BrowserWindowClass)

/** The window that a page of Chromium's belongs to. */
export const windowOf = (page: Page): Window | undefined =>
  windows.find((window) => window.contents.owns(page))
