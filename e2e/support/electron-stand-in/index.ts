import { app } from './app'
import { BrowserWindow } from './browser-window'
import { announce, listenToTest } from './control'
import { dialog, Notification, nativeTheme, screen, shell } from './desktop-parts'
import { ipcMain } from './ipc'
import { Menu } from './menu'
import { MessageChannelMain } from './message-ports'
import { protocol } from './protocol'
import { session } from './session'
import { utilityProcess } from './utility-process'

Object.defineProperty(process, 'versions', {
  value: { ...process.versions, electron: 'stand-in', chrome: 'stand-in' },
})

const electron = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  Notification,
  nativeTheme,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
}
listenToTest(() => electron)
// Two clients that attach to a page while it is being made wait for each other; the test comes when it is there.
app.once('browser-window-created', (_event, window) => window.webContents.once('did-finish-load', announce))

// An import of anything else fails when main is loaded: there is no such export.
export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  Notification,
  nativeTheme,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
}
