import { EventEmitter } from 'node:events'
import { BrowserWindow, windowEvents } from './browser-window'
import { honest } from './honest'

const unscripted = (name: string) => async (): Promise<never> => {
  throw new Error(`dialog.${name} was opened and the test had not scripted it.`)
}

/** Tests put functions of their own here, as they do in Electron. */
export const dialog = honest('dialog', {
  showOpenDialog: unscripted('showOpenDialog'),
  showSaveDialog: unscripted('showSaveDialog'),
  showMessageBox: unscripted('showMessageBox'),
})

export const shell = honest('shell', {
  shown: [] as string[],
  showItemInFolder(path: string): void {
    shell.shown.push(path)
  },
})

export class Notification extends EventEmitter {
  readonly title: string
  readonly body: string
  constructor({ title = '', body = '' }: { title?: string; body?: string }) {
    super()
    this.title = title
    this.body = body
  }
  static isSupported = (): boolean => true
  show(): void {
    this.emit('show')
  }
}

export const screen = honest('screen', {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
})

class NativeTheme extends EventEmitter {
  #source: 'system' | 'dark' | 'light' = 'system'
  get themeSource(): 'system' | 'dark' | 'light' {
    return this.#source
  }
  /** The page follows, as Electron's pages do. */
  set themeSource(source: 'system' | 'dark' | 'light') {
    this.#source = source
    for (const window of BrowserWindow.getAllWindows()) void follow(window)
    this.emit('updated')
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }
}
const theme = new NativeTheme()
export const nativeTheme = honest('nativeTheme', theme)

async function follow(window: {
  contents: { page(): Promise<import('@playwright/test').Page> }
}): Promise<void> {
  const page = await window.contents.page()
  await page.emulateMedia({ colorScheme: theme.shouldUseDarkColors ? 'dark' : 'light' })
}
windowEvents.on('created', (window) => void follow(window))
