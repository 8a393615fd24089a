#!/usr/bin/env node
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './build-if-stale.mjs'

/** Writes out/THIRD-PARTY-LICENCES.txt: every package that ships, bundled or in its folder, with its licence's text. */

/** Shipped as folders (build/electron-builder.yml). */
const inFolders = [
  '@duckdb/node-api',
  '@duckdb/node-bindings',
  `@duckdb/node-bindings-${process.platform}-${process.arch}`,
]

const bundled = [
  'out/licences/main.json',
  'out/preload/licences/preload.json',
  'out/renderer/licences/renderer.json',
]
const names = new Set([
  ...inFolders,
  ...bundled.flatMap((file) => JSON.parse(readFileSync(join(root, file), 'utf8'))),
])

const modules = join(root, 'node_modules')

/** Where npm put a package: at the top, or below the one package that asked for this version. */
function folderOf(name) {
  const owners = readdirSync(modules, { withFileTypes: true }).flatMap((entry) =>
    entry.name.startsWith('@')
      ? readdirSync(join(modules, entry.name)).map((inner) => join(entry.name, inner))
      : [entry.name],
  )
  const places = [modules, ...owners.sort().map((owner) => join(modules, owner, 'node_modules'))]
  const found = places
    .map((place) => join(place, name))
    .find((path) => existsSync(join(path, 'package.json')))
  if (found === undefined) throw new Error(`${name} is in the bundle and not in node_modules`)
  return found
}

const sections = [...names].sort().map((name) => {
  const folder = folderOf(name)
  const { version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.|-|$)/i.test(entry))
  const by = typeof author === 'object' ? author?.name : author
  // Some packages name their licence and leave its text out; then the name and the holder are what there is.
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `${license}${by ? `, ${by}` : ''}`
  return `${name} ${version} (${license})\n\n${text}\n`
})
const electron = existsSync(join(root, 'node_modules/electron/LICENSE'))
  ? 'The licences of Electron and Chromium are in LICENSE.electron.txt and LICENSES.chromium.html.\n\n'
  : ''
const line = `\n${'-'.repeat(80)}\n\n`
writeFileSync(
  join(root, 'out/THIRD-PARTY-LICENCES.txt'),
  `Backtrail contains the work of others.\n\n${electron}${line.trim()}\n\n${sections.join(line)}`,
)
// The lists have done their work and are no part of what ships.
for (const file of bundled) rmSync(dirname(join(root, file)), { recursive: true })
