import { existsSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve, sep } from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  type FileFilter,
  Notification,
  type OpenDialogOptions,
  shell,
} from 'electron'
import { logText } from './app-log'
import type { ShellHandlers } from './ipc'
import { bringForward } from './windows'

type Saves = Parameters<ShellHandlers['shell.chooseSave']>[0]['kind']

const archiveFilters: FileFilter[] = [
  { name: 'CloudTrail archives', extensions: ['json', 'gz', 'zip', 'tar', 'tgz', 'ndjson', 'jsonl'] },
  { name: 'All files', extensions: ['*'] },
]
const saveFilters: Record<Saves, FileFilter> = {
  case: { name: 'Backtrail case', extensions: ['backtrail'] },
  csv: { name: 'CSV', extensions: ['csv'] },
  ndjson: { name: 'NDJSON', extensions: ['ndjson'] },
  parquet: { name: 'Parquet', extensions: ['parquet'] },
  html: { name: 'HTML report', extensions: ['html'] },
  md: { name: 'Markdown report', extensions: ['md'] },
}

export type Granting = { grant(paths: string[]): void; isGranted(path: string): boolean }

/** The shell API. Whatever a dialog chose may be named to the engine from then on. */
export function shellHandlers(granting: Granting): ShellHandlers {
  const chooseOpen = async (window: BrowserWindow | null, options: OpenDialogOptions): Promise<string[]> => {
    const { filePaths, canceled } = await (window
      ? dialog.showOpenDialog(window, options)
      : dialog.showOpenDialog(options))
    if (canceled) return []
    granting.grant(filePaths)
    return filePaths
  }
  return {
    'shell.chooseArchives': async ({ kind }, sender) => ({
      paths: await chooseOpen(BrowserWindow.fromWebContents(sender), {
        title: 'Open CloudTrail Archives',
        buttonLabel: 'Open',
        ...(kind === 'files'
          ? { properties: ['openFile', 'multiSelections'], filters: archiveFilters }
          : { properties: ['openDirectory', 'multiSelections'] }),
      }),
    }),
    'shell.chooseCase': async (_params, sender) => {
      const [path] = await chooseOpen(BrowserWindow.fromWebContents(sender), {
        title: 'Open Case',
        buttonLabel: 'Open Case',
        properties: ['openDirectory'],
      })
      return { path: path ?? null }
    },
    'shell.chooseSave': async ({ suggestedName, kind }, sender) => {
      const filter = saveFilters[kind]
      const path = await chooseSave(sender, withoutFolders(suggestedName), filter)
      if (path === null) return { path }
      granting.grant([path])
      return { path }
    },
    'shell.progress': async ({ fraction }, sender) => {
      BrowserWindow.fromWebContents(sender)?.setProgressBar(fraction ?? -1)
      return {}
    },
    'shell.notify': async ({ kind, events }, sender) => {
      const window = BrowserWindow.fromWebContents(sender)
      if (window && !window.isFocused() && Notification.isSupported()) notify(window, kind, events)
      return {}
    },
    'shell.showInFolder': async ({ path }) => {
      const absolute = resolve(path)
      const allowed =
        isAbsolute(path) && (absolute.startsWith(homedir() + sep) || granting.isGranted(absolute))
      if (allowed && existsSync(absolute)) shell.showItemInFolder(absolute)
      return {}
    },
    'shell.saveLog': async (_params, sender) => {
      const path = await chooseSave(sender, 'backtrail.log', { name: 'Log', extensions: ['log'] })
      if (path === null) return { saved: false }
      writeFileSync(path, logText(), { mode: 0o600 })
      return { saved: true }
    },
    'shell.versions': async () => ({
      backtrail: app.getVersion(),
      electron: process.versions.electron ?? '',
      chromium: process.versions.chrome ?? '',
      node: process.versions.node,
    }),
  }
}

async function chooseSave(
  sender: Electron.WebContents,
  suggestedName: string,
  filter: FileFilter,
): Promise<string | null> {
  const options = { defaultPath: join(app.getPath('documents'), suggestedName), filters: [filter] }
  const window = BrowserWindow.fromWebContents(sender)
  const { filePath, canceled } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options))
  return canceled || filePath === '' ? null : filePath
}

/** A suggested name is a name: what a page made of log text must not lead out of the folder. */
const withoutFolders = (name: string): string =>
  name.replace(/[\p{Cc}/\\:*?"<>|]+/gu, '-').replace(/^\.+/, '')

function notify(window: BrowserWindow, kind: 'import-done' | 'import-failed', events: number): void {
  const count = events.toLocaleString('en')
  const notification = new Notification(
    kind === 'import-done'
      ? { title: 'Import finished', body: `${count} events are in the case.` }
      : {
          title: 'Import stopped',
          body: `${count} events are in the case. Open the window to see why it stopped.`,
        },
  )
  notification.on('click', () => bringForward(window))
  notification.show()
}
