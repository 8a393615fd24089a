import { join } from 'node:path'
import { app, BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import type { ShellCommand } from '../contract/shell-api'
import { channels } from '../contract/shell-names'
import { log } from './app-log'
import { pageAddress } from './app-protocol'
import { builtPath } from './paths'
import { isReachable, readWindowState, writeWindowState } from './window-state'

const usualSize = { width: 1440, height: 900 }
/** A page that crashes more often than this within a minute is not reloaded again by itself. */
const mostReloads = 3

const colours = { dark: '#16181d', light: '#ffffff' }
const background = () => (nativeTheme.shouldUseDarkColors ? colours.dark : colours.light)
const stateFile = () => join(app.getPath('userData'), 'window.json')

/** Opens a window on the page. The command reaches the page when it listens. */
export function openWindow(first?: ShellCommand): BrowserWindow {
  const remembered = readWindowState(stateFile())
  const screens = screen.getAllDisplays().map((display) => display.workArea)
  const isFirst = BrowserWindow.getAllWindows().length === 0
  const place =
    remembered && isReachable(remembered.bounds, screens) && isFirst ? remembered.bounds : usualSize
  const window = new BrowserWindow({
    ...place,
    minWidth: 800,
    minHeight: 500,
    show: false,
    title: 'Backtrail',
    backgroundColor: background(),
    webPreferences: {
      preload: builtPath('preload', 'index.cjs'),
      nodeIntegration: false,
      contextIsolation: true,
      sandbox: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: !app.isPackaged,
    },
  })
  if (remembered?.maximized && isFirst) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    writeWindowState(stateFile(), { bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  })
  const recolour = () => window.setBackgroundColor(background())
  nativeTheme.on('updated', recolour)
  window.once('closed', () => nativeTheme.off('updated', recolour))
  if (first) window.webContents.once('did-finish-load', () => tell(window, first))
  recover(window)
  void window.loadURL(pageAddress)
  return window
}

/** Tells the page of a window something; it is kept there until the page listens. */
export function tell(window: BrowserWindow, command: ShellCommand): void {
  window.webContents.send(channels.command, command)
}

/** A crashed page is loaded again, at the address where it was; the engine and its imports go on. */
function recover(window: BrowserWindow): void {
  const crashes: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log('page.gone', { reason, exitCode })
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const now = performance.now()
    crashes.push(now)
    const recent = crashes.filter((at) => now - at < 60_000).length
    if (recent <= mostReloads) return window.webContents.reload()
    void dialog
      .showMessageBox(window, {
        type: 'error',
        message: 'The page keeps crashing.',
        detail: 'Imports go on, and nothing in the case is lost. Load the page again, or close the window.',
        buttons: ['Load Again', 'Close'],
        defaultId: 0,
        cancelId: 1,
      })
      .then(({ response }) => (response === 0 ? window.webContents.reload() : window.close()))
  })
  window.on('unresponsive', () => log('page.unresponsive'))
}

/** The window in front, else the one opened last. */
export function currentWindow(): BrowserWindow | null {
  return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0] ?? null
}

export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
