import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError } from '../contract/errors'
import { stateFolder } from '../engine/paths'

/** A port that programs of a person may take. */
const lowest = 1_024
const highest = 65_535

/**
 * Runs `listen` on the port of last time, else on a free one, and remembers which. A browser keeps saved views, the look
 * and where a case was left by the address it saw them at: with another port at each start they would all be lost. Where
 * the port of last time is taken (another Backtrail, most likely) it stays remembered for the next start.
 */
export async function onLastPort<T extends { origin: string }>(
  listen: (port: number) => Promise<T>,
  folder = stateFolder(),
): Promise<T> {
  const file = join(folder, 'browser-port.json')
  const last = await readPort(file)
  if (last !== null) {
    try {
      return await listen(last)
    } catch (error) {
      if (!(error instanceof EngineError && error.code === 'usage')) throw error
      return await listen(0)
    }
  }
  const server = await listen(0)
  await mkdir(folder, { recursive: true, mode: 0o700 })
    .then(() =>
      writeFile(file, JSON.stringify({ port: Number(new URL(server.origin).port) }), { mode: 0o600 }),
    )
    .catch(() => undefined)
  return server
}

async function readPort(file: string): Promise<number | null> {
  try {
    const { port } = JSON.parse(await readFile(file, 'utf8')) as { port?: unknown }
    return Number.isInteger(port) && Number(port) >= lowest && Number(port) <= highest ? Number(port) : null
  } catch {
    return null
  }
}
