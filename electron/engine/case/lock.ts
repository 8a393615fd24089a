import { constants } from 'node:fs'
import { open, readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { EngineError } from '../../contract/errors'

const lockName = 'import.lock'

type Holder = { pid: number; host: string; started: string }

export type Lock = { release(): Promise<void> }

/**
 * Takes the right to write into a case; one process has it at a time. The lock of a process that has died on this
 * machine is taken over. Errors: case/locked, case/read-only, disk/full.
 */
export async function lockCase(casePath: string): Promise<Lock> {
  const path = join(casePath, lockName)
  const mine: Holder = { pid: process.pid, host: hostname(), started: new Date().toISOString() }
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (await createLock(path, mine)) return { release: () => rm(path, { force: true }) }
    const holder = await readHolder(path)
    if (holder && isAlive(holder)) {
      throw new EngineError(
        'case/locked',
        `Another import is writing into this case (process ${holder.pid}).`,
        {
          hint: 'Wait until it has ended, or cancel it there.',
          detail: `${holder.host}, since ${holder.started}`,
        },
      )
    }
    await rm(path, { force: true })
  }
  throw new EngineError('case/locked', 'Another import has just begun to write into this case.', {
    hint: 'Wait until it has ended, or cancel it there.',
  })
}

/** True while a living process holds the lock. */
export async function isLocked(casePath: string): Promise<boolean> {
  const holder = await readHolder(join(casePath, lockName))
  return holder !== null && isAlive(holder)
}

async function createLock(path: string, mine: Holder): Promise<boolean> {
  try {
    const file = await open(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)
    try {
      await file.writeFile(JSON.stringify(mine))
    } finally {
      await file.close()
    }
    return true
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'EEXIST') return false
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      throw new EngineError(
        'case/read-only',
        `Nothing can be written into ${path.slice(0, -lockName.length)}`,
        {
          hint: 'Choose a folder for the case in which you may write.',
          cause,
        },
      )
    }
    throw cause
  }
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    const holder = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder>
    return { pid: Number(holder.pid), host: String(holder.host), started: String(holder.started) }
  } catch {
    return null
  }
}

/** A process of another machine (a case on a network share) counts as alive: nobody here can tell. */
function isAlive({ pid, host }: Holder): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}
