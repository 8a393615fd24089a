import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, posix, relative, sep } from 'node:path'
import { allowedImports, testExtras } from './import-rules'

export type Violation = { file: string; imports: string }

const statement =
  /^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|(?:\bimport|\brequire)\(\s*['"]([^'"]+)['"]\s*\)/gm

/** Specifiers that a source text imports at run time or as types of the project's own. */
export function importsOf(source: string): string[] {
  return [...source.matchAll(statement)].flatMap(([, typeOnly, named, dynamic]) => {
    const specifier = named ?? dynamic
    if (specifier === undefined || (typeOnly && specifier === 'electron')) return []
    return [specifier.replace(/[?].*$/, '')]
  })
}

/** Checks one file against the table. `file` is relative to the project's root, with forward slashes. */
export function checkFile(file: string, source: string): Violation[] {
  const folder = ruleFolder(file)
  if (!folder) return []
  const isTest = /\.test(-support)?\.tsx?$/.test(file)
  const allowed = [...(allowedImports[folder] ?? []), ...(isTest ? testExtras : [])]
  return importsOf(source)
    .filter((specifier) => !isAllowed(specifier, file, folder, allowed))
    .map((imports) => ({ file, imports }))
}

function isAllowed(specifier: string, file: string, folder: string, allowed: readonly string[]): boolean {
  if (specifier.startsWith('.')) {
    const target = posix.normalize(posix.join(posix.dirname(file), specifier))
    return within(target, folder) || allowed.some((entry) => isFolder(entry) && within(target, entry))
  }
  const bare = builtinModules.includes(specifier) ? `node:${specifier}` : specifier
  return allowed.some((entry) =>
    entry.endsWith('*')
      ? bare.startsWith(entry.slice(0, -1))
      : bare === entry || bare.startsWith(`${entry}/`),
  )
}

/** `electron` is the package; the folder of that name is only ever named with what is below it. */
const isFolder = (entry: string) => entry !== 'electron'

const within = (path: string, folder: string) =>
  path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`)

function ruleFolder(file: string): string | undefined {
  return Object.keys(allowedImports)
    .filter((folder) => within(file, folder))
    .sort((a, b) => b.length - a.length)[0]
}

/** Every violation below the project's root. */
export function checkTree(root: string): Violation[] {
  return ['electron', 'renderer'].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .flatMap((entry) => {
        const path = join(entry.parentPath, entry.name)
        return checkFile(relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8'))
      }),
  )
}

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  const violations = checkTree(dirname(import.meta.dirname))
  for (const { file, imports } of violations)
    console.error(`${file} may not import ${imports} (scripts/import-rules.ts)`)
  if (violations.length > 0) process.exit(1)
}
