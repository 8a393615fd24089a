import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Desktop,
  type DesktopKind,
  type ElectronModule,
  electronRuntime,
  spawnStandIn,
} from '../support/desktop'
import { enginePattern, expect, onDesktop, processesBelow } from '../support/desktop-test'
import { importTinyCase } from '../support/import-case'
import { environmentOf } from '../support/server'
import { writeTinyArchive } from '../support/tiny-archive'
import { counts } from '../support/window'

type Item = { label: string; submenu?: { items: Item[] }; click(): void }

const root = join(import.meta.dirname, '..', '..')

/** The words of every entry of the menu. Chooses the one named, if there is one. */
const menu = (desktop: Desktop, choose?: string): Promise<string[]> =>
  desktop.evaluate(({ Menu }: ElectronModule, wanted?: string) => {
    const items = (list: Item[]): Item[] =>
      list.flatMap((item) => [item, ...items(item.submenu?.items ?? [])])
    const all = items(Menu.getApplicationMenu().items)
    if (wanted !== undefined) all.find((item) => item.label === wanted)?.click()
    return all.map((item) => item.label)
  }, choose)

/** Starts the program a second time and waits until it has handed over and ended. */
function startAgain(kind: DesktopKind, home: string, args: string[]): Promise<number | null> {
  const child =
    kind === 'stand-in'
      ? spawnStandIn({ home, args })
      : spawn(electronRuntime() ?? '', ['--no-sandbox', root, ...args], {
          env: environmentOf(home),
          cwd: root,
        })
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)))
}

onDesktop((test) => {
  test('starts with the welcome, says its versions, and follows the system’s theme', async ({ start }) => {
    const { desktop, page } = await start()
    await expect(page.getByRole('heading', { name: 'Backtrail' })).toBeVisible()
    const versions = await page.evaluate(() => Reflect.get(window, 'backtrail').shell('shell.versions', {}))
    expect(versions).toEqual({
      backtrail: '0.1.0',
      electron: expect.any(String),
      chromium: expect.any(String),
      node: expect.any(String),
    })
    for (const theme of ['dark', 'light'] as const) {
      await desktop.evaluate(({ nativeTheme }: ElectronModule, source: string) => {
        nativeTheme.themeSource = source
      }, theme)
      const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
      await expect.poll(isDark).toBe(theme === 'dark')
    }
  })

  test('opens an archive through the system’s dialog, with progress on the taskbar and the case among the recent', async ({
    start,
    folder,
  }) => {
    const archive = await writeTinyArchive(join(folder, 'trail'), 300)
    const { desktop, page } = await start()
    await desktop.evaluate(({ dialog, BrowserWindow, Notification }: ElectronModule, path: string) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
      const [window] = BrowserWindow.getAllWindows()
      const seen = { progress: [] as number[], notices: [] as string[] }
      Reflect.set(globalThis, 'seen', seen)
      window.setProgressBar = (fraction: number) => seen.progress.push(fraction)
      // The person is elsewhere when it ends.
      window.isFocused = () => false
      Notification.prototype.show = function show(this: { title: string; body: string }) {
        seen.notices.push(`${this.title}: ${this.body}`)
      }
    }, archive)
    await page.evaluate(() => Object.defineProperty(document, 'hasFocus', { value: () => false }))
    await menu(desktop, 'Open Archive…')
    await page.getByRole('button', { name: 'Choose folders…' }).click()
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(page.getByText('Import finished').first()).toBeVisible()
    await page.getByRole('button', { name: 'Events' }).first().click()
    expect(await counts(page)).toEqual({ visible: 300, total: 300 })
    const seen = await desktop.evaluate(() => Reflect.get(globalThis, 'seen'))
    expect(seen).toEqual({
      progress: expect.arrayContaining([-1]),
      notices: ['Import finished: 300 events are in the case.'],
    })
    await expect.poll(() => menu(desktop)).toContain('trail')
  })

  test('opens what is dropped on its window', async ({ start, folder, kind }) => {
    const archive = await writeTinyArchive(join(folder, 'dropped'), 50)
    const { desktop, page } = await start()
    await expect(page.getByText('drop folders and files anywhere')).toBeVisible()
    if (kind === 'stand-in') {
      await desktop.evaluate(
        ({ BrowserWindow }: ElectronModule, path: string) =>
          BrowserWindow.getAllWindows()[0].webContents.dropFiles([path]),
        archive,
      )
    } else {
      const session = await page.context().newCDPSession(page)
      const data = { items: [], files: [archive], dragOperationsMask: 1 }
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
      }
    }
    await expect(page.getByText('Import finished').first()).toBeVisible()
    await page.getByRole('button', { name: 'Events' }).first().click()
    expect((await counts(page)).total).toBe(50)
  })

  test('opens the case it is started with, as a double click does, and remembers its window', async ({
    start,
    folder,
    home,
  }) => {
    const path = await importTinyCase(folder, home)
    const first = await start([path])
    expect((await counts(first.page)).total).toBe(120)
    const bounds = { x: 40, y: 50, width: 1100, height: 720 }
    await first.desktop.evaluate(({ BrowserWindow }: ElectronModule, given: object) => {
      const [window] = BrowserWindow.getAllWindows()
      window.setBounds(given)
      window.close()
    }, bounds)
    // The last window is gone, so the program ends, and with it the engine.
    await new Promise<void>((resolve) => {
      const { process: running } = first.desktop
      if (running.exitCode !== null) resolve()
      else running.once('exit', () => resolve())
    })
    expect(await processesBelow(process.pid, enginePattern)).toEqual([])
    const second = await start([path])
    expect((await counts(second.page)).total).toBe(120)
    const remembered = await second.desktop.evaluate(({ BrowserWindow }: ElectronModule) =>
      BrowserWindow.getAllWindows()[0].getNormalBounds(),
    )
    expect(remembered).toEqual(bounds)
  })

  test('is there once: a second start hands over what it was given, and only what exists', async ({
    start,
    folder,
    home,
    kind,
  }) => {
    const path = await importTinyCase(folder, home)
    const { desktop, page } = await start()
    expect(await startAgain(kind, home, ['https://evil.example/', '/nothing/here', '--inspect=0'])).toBe(0)
    expect(await desktop.windowCount(1)).toHaveLength(1)
    expect(await startAgain(kind, home, [path])).toBe(0)
    const windows = await desktop.windowCount(2)
    const opened = windows.find((window) => window !== page)
    if (!opened) throw new Error('no window was opened')
    expect((await counts(opened)).total).toBe(120)
    await expect(page.getByRole('heading', { name: 'Backtrail' })).toBeVisible()
  })

  test('starts its engine again when it dies, says so in a line, and every window goes on', async ({
    start,
    folder,
    home,
  }) => {
    const path = await importTinyCase(folder, home)
    const { desktop, page } = await start([path])
    await menu(desktop, 'New Window')
    const windows = await desktop.windowCount(2)
    expect((await counts(page)).total).toBe(120)
    const [engine, ...others] = await processesBelow(desktop.process.pid ?? 0, enginePattern)
    expect(others).toEqual([])
    process.kill(engine ?? 0, 'SIGKILL')
    for (const window of windows) {
      await expect(window.getByText('The engine had stopped and was started again.')).toBeVisible()
      await expect(window.getByText('The engine is gone.')).toBeHidden()
    }
    await page.reload()
    expect((await counts(page)).total).toBe(120)
    expect(await processesBelow(desktop.process.pid ?? 0, enginePattern)).not.toContain(engine)
  })

  test('loads the page again at its place when it crashes', async ({ start, folder, home }) => {
    const path = await importTinyCase(folder, home)
    const { desktop, page } = await start([path])
    await counts(page)
    await desktop.evaluate(({ BrowserWindow }: ElectronModule) =>
      BrowserWindow.getAllWindows()[0].webContents.forcefullyCrashRenderer(),
    )
    await expect
      .poll(async () => {
        const window = desktop.windows().at(-1)
        return (
          (await window
            ?.getByTestId('counts')
            .textContent()
            .catch(() => '')) ?? ''
        )
      })
      .toBe('120 / 120 events')
  })

  test('does what its menu says', async ({ start, folder, home }) => {
    const path = await importTinyCase(folder, home)
    const { desktop, page } = await start([path])
    await counts(page)
    await menu(desktop, 'Keyboard Shortcuts')
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await desktop.evaluate(
      ({ dialog, app }: ElectronModule, target: string) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath: target })
        dialog.showOpenDialog = async () => ({ canceled: true, filePaths: [] })
        Reflect.set(globalThis, 'about', 0)
        app.showAboutPanel = () => Reflect.set(globalThis, 'about', 1)
      },
      join(folder, 'saved.log'),
    )
    await menu(desktop, 'Save Log for a Bug Report…')
    await expect(page.getByText('Saved the log.')).toBeVisible()
    await menu(desktop, 'Open Case…')
    await menu(desktop, 'About Backtrail')
    if (process.platform !== 'darwin') {
      expect(await desktop.evaluate(() => Reflect.get(globalThis, 'about'))).toBe(1)
    }
    expect((await counts(page)).total).toBe(120)
  })

  test('saves the list of files and the rows of a query where its dialog says', async ({
    start,
    folder,
    home,
  }) => {
    const path = await importTinyCase(folder, home)
    const { desktop, page } = await start([path])
    await counts(page)
    const saveAt = (target: string) =>
      desktop.evaluate(({ dialog }: ElectronModule, filePath: string) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath })
      }, target)

    const files = join(folder, 'seen.csv')
    await saveAt(files)
    await page.getByRole('button', { name: 'Files' }).first().click()
    await page.getByRole('button', { name: 'Save this list as CSV' }).click()
    await expect(page.getByText('Saved seen.csv.')).toBeVisible()
    const [headings, ...lines] = (await readFile(files, 'utf8')).trim().split('\r\n')
    expect(headings).toBe('path,status,reason,kind,size,sha256,read,stored,duplicates,rejected')
    const reading = headings?.split(',').indexOf('stored') ?? -1
    expect(lines.reduce((sum, line) => sum + Number(line.split(',')[reading]), 0)).toBe(120)

    const rows = join(folder, 'rows.ndjson')
    await saveAt(rows)
    await page.getByRole('button', { name: 'SQL' }).first().click()
    await page.getByRole('textbox', { name: 'SQL' }).click()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await page.keyboard.type('SELECT count(*) AS n FROM cloudtrail_logs ')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    await page.getByRole('menuitem', { name: 'As NDJSON' }).click()
    await expect(page.getByText('Saved rows.ndjson.')).toBeVisible()
    expect(JSON.parse(await readFile(rows, 'utf8'))).toEqual({ n: 120 })

    // A name that is none of a list: refused in words, and nothing is written.
    await saveAt(join(folder, 'list.sh'))
    await page.getByRole('button', { name: 'Files' }).first().click()
    await page.getByRole('button', { name: 'Save this list as CSV' }).click()
    await expect(page.getByText('The name of the file has to end in .csv.')).toBeVisible()
    await expect(readFile(join(folder, 'list.sh'))).rejects.toThrow('ENOENT')
  })
})
