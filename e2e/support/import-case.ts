import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cliPath, environmentOf } from './server'
import { writeTinyArchive } from './tiny-archive'

const run = promisify(execFile)

/** Runs the built command line as the person whose home is `home`. Rejects when its exit status is not 0. */
export const runCli = (home: string, args: string[]): Promise<{ stdout: string; stderr: string }> =>
  run(process.execPath, [cliPath, ...args], { env: environmentOf(home), maxBuffer: 64 * 1024 * 1024 })

/** A case of this many made-up events below the folder. */
export async function importTinyCase(folder: string, home: string, events = 120): Promise<string> {
  const archive = await writeTinyArchive(join(folder, 'archive'), events)
  const path = join(folder, 'tiny.backtrail')
  await runCli(home, ['import', archive, '--case', path])
  return path
}
