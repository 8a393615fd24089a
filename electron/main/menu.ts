import type { MenuItemConstructorOptions } from 'electron'
import type { ShellCommand } from '../contract/shell-api'

export type Recent = { name: string; path: string }

export type MenuActions = {
  command(command: ShellCommand): void
  openRecent(recent: Recent): void
  newWindow(): void
  about(): void
}

type Item = MenuItemConstructorOptions

/** The menu bar with the platform's own conventions. `isPackaged` leaves out the developer's entries. */
export function menuTemplate(
  platform: NodeJS.Platform,
  isPackaged: boolean,
  recents: readonly Recent[],
  actions: MenuActions,
): Item[] {
  const isMac = platform === 'darwin'
  const send = (command: ShellCommand) => () => actions.command(command)
  const file: Item[] = [
    { label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: () => actions.newWindow() },
    { type: 'separator' },
    { label: 'Open Archive…', accelerator: 'CmdOrCtrl+O', click: send({ do: 'open-archive' }) },
    { label: 'Open Case…', accelerator: 'CmdOrCtrl+Shift+O', click: send({ do: 'open-case' }) },
    ...(recents.length > 0
      ? [{ label: 'Open Recent', submenu: recents.map((recent) => recentItem(recent, actions)) }]
      : []),
    { label: 'Open Sample', click: send({ do: 'open-sample' }) },
    { type: 'separator' },
    { label: 'Export…', accelerator: 'CmdOrCtrl+E', click: send({ do: 'export' }) },
    { type: 'separator' },
    isMac ? { role: 'close' } : { role: 'quit' },
  ]
  const view: Item[] = [
    { role: 'reload' },
    ...(isPackaged ? [] : [{ role: 'toggleDevTools' } as Item]),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
  const help: Item[] = [
    { label: 'Keyboard Shortcuts', click: send({ do: 'shortcuts' }) },
    { label: 'Save Log for a Bug Report…', click: send({ do: 'save-log' }) },
    ...(isMac
      ? []
      : [{ type: 'separator' } as Item, { label: 'About Backtrail', click: () => actions.about() }]),
  ]
  return [
    ...(isMac ? [{ role: 'appMenu' } as Item] : []),
    { label: '&File', submenu: file },
    { role: 'editMenu' },
    { label: '&View', submenu: view },
    { role: 'windowMenu' },
    { role: 'help', submenu: help },
  ]
}

/** Ampersands would be read as mnemonics. */
const recentItem = (recent: Recent, actions: MenuActions): Item => ({
  label: recent.name.replaceAll('&', '&&'),
  click: () => actions.openRecent(recent),
})
