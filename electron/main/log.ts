import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Values that a log line may carry: counts, and names of our own making. Never text from a log file, never a path. */
type Facts = Readonly<Record<string, number | boolean | string>>

const mostBytes = 1024 * 1024
const kept = 3

let folder: string | undefined

/** Where lines go from now on: `backtrail.log` in the folder, with two older ones beside it. */
export function openLog(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  folder = path
}

/** Adds a line: the time, what happened, and counts. A log that cannot be written never stops the program. */
export function log(what: string, facts: Facts = {}): void {
  if (folder === undefined) return
  const file = join(folder, 'backtrail.log')
  const line = `${JSON.stringify({ at: new Date().toISOString(), what, ...facts })}\n`
  try {
    if (existsSync(file) && statSync(file).size + line.length > mostBytes) rotate(file)
    appendFileSync(file, line, { mode: 0o600 })
  } catch {
    folder = undefined
  }
}

function rotate(file: string): void {
  for (let age = kept - 1; age > 0; age -= 1) {
    const younger = age === 1 ? file : `${file}.${age - 1}`
    if (existsSync(younger)) renameSync(younger, `${file}.${age}`)
  }
}

/** Everything that is kept, oldest first. */
export function readLog(): string {
  if (folder === undefined) return ''
  const file = join(folder, 'backtrail.log')
  const files = [...Array.from({ length: kept - 1 }, (_, index) => `${file}.${kept - 1 - index}`), file]
  return files.map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')).join('')
}
