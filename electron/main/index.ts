import { join } from 'node:path'
import { app, BrowserWindow, dialog, Menu, protocol, session } from 'electron'
import { log, startLog } from './app-log'
import { schemes, serveApp } from './app-protocol'
import { type Engine, startEngine } from './engine'
import { createGranted } from './granted'
import { listen } from './ipc'
import { lockDownApp, lockDownSession } from './lock-down'
import { menuTemplate, type Recent } from './menu'
import { builtPath } from './paths'
import { shellHandlers } from './shell-handlers'
import { pathsFrom, sortOut, type ToOpen } from './start-arguments'
import { bringForward, currentWindow, openWindow, tell } from './windows'

/** Said on standard output when BACKTRAIL_REPORT_READY is set and the first window has loaded (cli/desktop.ts waits). */
const readyLine = 'backtrail: the window is ready'

protocol.registerSchemesAsPrivileged(schemes)
lockDownApp()
if (app.requestSingleInstanceLock()) start()
else app.quit()

function start(): void {
  // Files that the system opens the program with arrive before it is ready; later ones go to a window.
  const early: string[] = []
  let openPaths = (paths: string[]): void => void early.push(...paths)
  app.on('open-file', (event, path) => {
    event.preventDefault()
    openPaths([path])
  })
  app.on('second-instance', (_event, argv, workingFolder) => {
    const toOpen = pathsFrom(argv, workingFolder, argumentsBefore())
    const window = currentWindow()
    if (toOpen) openPaths([...toOpen.paths, ...(toOpen.case ? [toOpen.case] : [])])
    else if (window) bringForward(window)
    else openWindow()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  void app.whenReady().then(() => {
    const named = sortOut([...namedAtStart(), ...early])
    openPaths = run(named)
  })
}

/** Everything once the app is ready. Answers what opens further paths. */
function run(named: ToOpen | null): (paths: string[]) => void {
  startLog(app.getPath('logs'))
  log('app.started', { version: app.getVersion(), electron: process.versions.electron ?? '' })
  lockDownSession(session.defaultSession)
  serveApp(builtPath('renderer'))
  app.setAboutPanelOptions({
    applicationName: 'Backtrail',
    applicationVersion: app.getVersion(),
    version: `Electron ${process.versions.electron}, Chromium ${process.versions.chrome}, Node ${process.versions.node}`,
    copyright: 'Apache License 2.0. Licences of what ships are in the program folder.',
    iconPath: join(builtPath('renderer'), 'icon.png'),
  })

  const granted = createGranted()
  const engine = startEngine(
    builtPath('host', 'utility.js'),
    { openAtStart: named },
    {
      onDown: (retryInMs) => {
        if (retryInMs === null) void engineKeepsEnding(engine)
      },
      onRecents: (recents) => {
        for (const { path } of [...recents].reverse()) app.addRecentDocument(path)
        granted.grant(recents.map(({ path }) => path))
        showMenu(recents, openAll)
      },
    },
  )
  const grant = (paths: string[]): void => {
    granted.grant(paths)
    engine.grant(paths)
  }
  const openAll = (paths: string[]): void => {
    const toOpen = sortOut(paths)
    if (!toOpen) return
    grant(paths)
    openWindow({ do: 'open', ...toOpen })
  }
  if (named) grant([...named.paths, ...(named.case ? [named.case] : [])])

  listen(shellHandlers({ grant, isGranted: granted.isGranted }), {
    onWantPort: (page) => engine.connect(page),
    onDropped: grant,
  })
  showMenu([], openAll)
  reportReady(openWindow())
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow()
  })
  app.on('before-quit', () => engine.stop())
  app.on('child-process-gone', (_event, { type, reason }) => log('process.gone', { type, reason }))
  return openAll
}

function showMenu(recents: readonly Recent[], openAll: (paths: string[]) => void): void {
  const template = menuTemplate(process.platform, app.isPackaged, recents, {
    command: (command) => {
      const window = currentWindow()
      if (window) tell(window, command)
      else openWindow(command)
    },
    openRecent: ({ path }) => openAll([path]),
    newWindow: () => void openWindow(),
    about: () => app.showAboutPanel(),
  })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

/** The program's own arguments begin after the executable, and in development after the app folder too. */
const argumentsBefore = (): number => (app.isPackaged ? 1 : 2)

function namedAtStart(): string[] {
  const named = pathsFrom(process.argv, process.cwd(), argumentsBefore())
  return named ? [...named.paths, ...(named.case ? [named.case] : [])] : []
}

function reportReady(window: BrowserWindow): void {
  window.webContents.once('did-finish-load', () => {
    log('window.ready')
    if (process.env.BACKTRAIL_REPORT_READY) process.stdout.write(`${readyLine}\n`)
  })
}

async function engineKeepsEnding(engine: Engine): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'The engine keeps ending.',
    detail:
      'Nothing in a case is lost: an import that was running can be started again and goes on where it was.',
    buttons: ['Start It Again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  })
  if (response === 0) engine.restart()
  else app.quit()
}
