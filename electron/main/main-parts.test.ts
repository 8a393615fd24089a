import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ShellCommand } from '../contract/shell-api'
import { openLog, readLog } from '../host/rotating-log'
import { createGranted } from './granted'
import { type MenuActions, menuTemplate } from './menu'
import { pathsFrom, sortOut } from './start-arguments'
import { isReachable, readWindowState, writeWindowState } from './window-state'

let folder: string
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'backtrail-main-')))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function makeCase(name: string): string {
  const path = join(folder, name)
  mkdirSync(path)
  writeFileSync(join(path, 'manifest.json'), '{}')
  return path
}

describe('what a command line names', () => {
  it('is what exists, relative to where the person stands', () => {
    const logs = join(folder, 'logs')
    mkdirSync(logs)
    expect(pathsFrom(['backtrail', 'logs'], folder, 1)).toEqual({ paths: [logs], case: null })
    expect(pathsFrom(['electron', '.', logs], '/', 2)).toEqual({ paths: [logs], case: null })
  })

  it('tells a case from archives', () => {
    const first = makeCase('a.backtrail')
    expect(sortOut([folder, first])).toEqual({ paths: [folder], case: first })
    expect(sortOut([])).toBeNull()
  })

  it.each([
    ['options, ours or Chromium’s', '--remote-debugging-port=1'],
    ['addresses', 'https://evil.example/x'],
    ['addresses of our own scheme', 'app://backtrail/index.html'],
    ['what does not exist', 'nothing-here'],
    ['zero bytes', 'lo\0gs'],
    ['nothing', ''],
    ['paths without end', `${'a/'.repeat(3000)}b`],
  ])('is never %s', (_, argument) => {
    expect(pathsFrom(['backtrail', argument], folder, 1)).toBeNull()
  })
})

describe('the remembered window', () => {
  const state = { bounds: { x: 10, y: 20, width: 1000, height: 700 }, maximized: true }
  const screens = [
    { x: 0, y: 0, width: 1920, height: 1080 },
    { x: -1280, y: 0, width: 1280, height: 1024 },
  ]

  it('comes back as it was', () => {
    const file = join(folder, 'deep', 'window.json')
    writeWindowState(file, state)
    expect(readWindowState(file)).toEqual(state)
  })

  it.each(['', '{', '{"bounds":{"x":0,"y":0,"width":1,"height":1},"maximized":false}', '[]'])(
    'is forgotten when the file says %j',
    (text) => {
      const file = join(folder, 'window.json')
      writeFileSync(file, text)
      expect(readWindowState(file)).toBeNull()
    },
  )

  it.each([
    [{ x: 10, y: 20, width: 1000, height: 700 }, true],
    [{ x: -1270, y: 20, width: 1000, height: 700 }, true],
    [{ x: 3000, y: 20, width: 1000, height: 700 }, false],
    [{ x: 1900, y: 20, width: 1000, height: 700 }, false],
    [{ x: 10, y: -500, width: 1000, height: 700 }, false],
    [{ x: 10, y: 1070, width: 1000, height: 700 }, false],
  ])('at %j can be reached: %s', (bounds, reachable) => {
    expect(isReachable(bounds, screens)).toBe(reachable)
  })
})

describe('the log', () => {
  it('rotates, keeps two older files, and is for its owner only', () => {
    const log = openLog(folder)
    for (let line = 0; line < 40_000; line += 1) log('test.line', { line, filler: 'x'.repeat(60) })
    const names = ['backtrail.log', 'backtrail.log.1', 'backtrail.log.2']
    for (const name of names) {
      const { size, mode } = statSync(join(folder, name))
      expect(size).toBeLessThanOrEqual(1024 * 1024)
      expect(mode & 0o077).toBe(0)
    }
    expect(existsSync(join(folder, 'backtrail.log.3'))).toBe(false)
    const lines = readLog(folder).trim().split('\n')
    const numbers = lines.map((line) => JSON.parse(line).line)
    expect(numbers.at(-1)).toBe(39_999)
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
    expect(readFileSync(join(folder, 'backtrail.log'), 'utf8').endsWith('\n')).toBe(true)
  })
})

describe('what was granted', () => {
  it('covers what lies below, and no name that begins alike', () => {
    const granted = createGranted()
    granted.grant(['/data/logs'])
    expect(granted.isGranted('/data/logs/a.json')).toBe(true)
    expect(granted.isGranted('/data/logs-2/a.json')).toBe(false)
    expect(granted.isGranted('/data')).toBe(false)
  })
})

describe('the menu', () => {
  type Item = { label?: string; role?: string; submenu?: Item[]; click?: () => void; type?: string }
  const all = (items: Item[]): Item[] => items.flatMap((item) => [item, ...all(item.submenu ?? [])])

  function build(platform: NodeJS.Platform, isPackaged = true) {
    const said: unknown[] = []
    const actions: MenuActions = {
      command: (command: ShellCommand) => said.push(command.do),
      openRecent: (recent) => said.push(recent.path),
      newWindow: () => said.push('new window'),
      about: () => said.push('about'),
    }
    const recents = [{ name: 'R&D', path: '/cases/r.backtrail' }]
    return { items: all(menuTemplate(platform, isPackaged, recents, actions) as Item[]), said }
  }

  it.each(['linux', 'darwin', 'win32'] as const)('of %s has no entry that does nothing', (platform) => {
    const { items, said } = build(platform)
    const idle = items.filter(
      (item) => !item.click && !item.role && !item.submenu && item.type !== 'separator',
    )
    expect(idle).toEqual([])
    for (const { click } of items) click?.()
    expect(new Set(said).size).toBe(items.filter(({ click }) => click).length)
  })

  it('follows the platform: the app menu with About and Quit on macOS, both in File and Help elsewhere', () => {
    const roles = (platform: NodeJS.Platform) => build(platform).items.map(({ role }) => role)
    expect(roles('darwin')).toContain('appMenu')
    expect(roles('darwin')).not.toContain('quit')
    expect(roles('linux')).toContain('quit')
    expect(build('linux').items.map(({ label }) => label)).toContain('About Backtrail')
  })

  it('has the developer’s tools in development only', () => {
    expect(build('linux', true).items.map(({ role }) => role)).not.toContain('toggleDevTools')
    expect(build('linux', false).items.map(({ role }) => role)).toContain('toggleDevTools')
  })

  it('shows an ampersand in the name of a case as one', () => {
    expect(build('linux').items.map(({ label }) => label)).toContain('R&&D')
  })
})
