import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Items of docs/security.md that are true of the source itself, whatever runs. */

const root = join(import.meta.dirname, '..', '..')

function sourcesBelow(folder: string): { name: string; text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(join(root, folder, name), 'utf8') }))
}
const shell = sourcesBelow('electron/main')
const filesWith = (sources: typeof shell, pattern: RegExp) =>
  sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name)

describe('the source of the shell', () => {
  it('takes messages of pages at one door only', () => {
    expect(filesWith(shell, /\bipcMain\b/)).toEqual(['electron/main/ipc.ts'])
  })

  it('never hands an address to the system', () => {
    expect(
      filesWith([...shell, ...sourcesBelow('electron/preload')], /openExternal|shell\.openPath/),
    ).toEqual([])
  })

  it('never weakens what Chromium enforces', () => {
    const weaker =
      /webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|disable-web-security|no-sandbox|ignore-certificate/
    expect(filesWith(shell, weaker)).toEqual([])
  })

  it('has no updates, crash reports or network of its own', () => {
    const reachesOut = new RegExp(
      [
        'autoUpdater|crashReporter',
        "from 'node:(http|https|tls|dgram)'",
        "\\b(connect|createConnection|createServer|Socket)\\b[^}]*\\} from 'node:net'",
        '\\bfetch\\(',
      ].join('|'),
    )
    expect(filesWith([...shell, ...sourcesBelow('electron/engine')], reachesOut)).toEqual([])
  })

  it('switches off what Chromium would fetch by itself', () => {
    const lockDown = shell.find(({ name }) => name.endsWith('lock-down.ts'))?.text ?? ''
    for (const name of [
      'disable-background-networking',
      'disable-component-update',
      'disable-domain-reliability',
      'host-resolver-rules',
      'setSpellCheckerEnabled(false)',
      'onBeforeRequest',
    ]) {
      expect(lockDown).toContain(name)
    }
  })

  it('gives preload nothing but names', () => {
    const [preload] = sourcesBelow('electron/preload')
    expect([...(preload?.text ?? '').matchAll(/from '([^']+)'/g)].map(([, from]) => from)).toEqual([
      'electron',
      '../contract/shell-names',
    ])
  })
})

describe('the supply chain', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  type Locked = { hasInstallScript?: boolean; integrity?: string; optional?: boolean }
  const packages = Object.entries(lock.packages as Record<string, Locked>).filter(([name]) => name !== '')

  it('is pinned: exact versions, and a hash for every package that is not for one platform only', () => {
    for (const version of Object.values({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
    }
    // Locked on one platform, the optional packages of the others stand here by version.
    for (const [name, { integrity, optional }] of packages) {
      if (!optional || integrity !== undefined) expect(integrity, name).toMatch(/^sha512-/)
    }
  })

  it('needs no install script to work', () => {
    const scripted = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([name]) => name)
    // Optional native helpers of the build tools; each ships built, or is not needed on the platforms we build on.
    const harmless = /node_modules\/(electron-winstaller|esbuild|fsevents)$/
    expect(scripted.filter((name) => !harmless.test(name))).toEqual([])
  })
})
