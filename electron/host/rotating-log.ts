import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Values that a log line may carry: counts, and names of our own making. Never text from a log file, never a path. */
export type Facts = Readonly<Record<string, number | boolean | string>>

/** Adds a line: what happened, and counts. */
export type Log = (what: string, facts?: Facts) => void

const mostBytes = 1024 * 1024
const kept = 3
const fileName = 'backtrail.log'

/**
 * A log in a folder of its own: `backtrail.log` with two older ones beside it, a megabyte each, readable by the owner
 * only. Each line is JSON with the time. A log that cannot be written never stops the program.
 */
export function openLog(folder: string): Log {
  const file = join(folder, fileName)
  let isUsable = true
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch {
    isUsable = false
  }
  return (what, facts = {}) => {
    if (!isUsable) return
    const line = `${JSON.stringify({ at: new Date().toISOString(), what, ...facts })}\n`
    try {
      if (existsSync(file) && statSync(file).size + line.length > mostBytes) rotate(file)
      appendFileSync(file, line, { mode: 0o600 })
    } catch {
      isUsable = false
    }
  }
}

function rotate(file: string): void {
  for (let age = kept - 1; age > 0; age -= 1) {
    const younger = age === 1 ? file : `${file}.${age - 1}`
    if (existsSync(younger)) renameSync(younger, `${file}.${age}`)
  }
}

/** Everything that is kept in the folder, oldest first. */
export function readLog(folder: string): string {
  const file = join(folder, fileName)
  const files = [...Array.from({ length: kept - 1 }, (_, index) => `${file}.${kept - 1 - index}`), file]
  return files.map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')).join('')
}

/**
 * What may be said of an error: its kind, the system's code, and where in our own files it came from. Its message may
 * quote the evidence and is left out.
 */
export function errorFacts(error: unknown): Facts {
  if (!(error instanceof Error)) return { error: typeof error }
  const { code } = error as NodeJS.ErrnoException
  const places = [...(error.stack ?? '').matchAll(/([\w.-]+\.[cm]?[jt]s:\d+:\d+)\)?$/gm)].map(
    ([, place]) => place,
  )
  return {
    error: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(places.length > 0 ? { at: places.slice(0, 6).join(' < ') } : {}),
  }
}
