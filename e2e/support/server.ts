import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

const root = dirname(dirname(import.meta.dirname))
export const cliPath = join(root, 'out', 'cli', 'index.js')

export type ServerOptions = {
  /** The person's home folder: recent cases, new cases and the chooser live there. */
  home: string
  /** Arguments of `backtrail serve` beside `--no-open`. */
  args?: string[]
  env?: Record<string, string>
}

export type RunningServer = {
  /** With the token in it. */
  address: string
  origin: string
  process: ChildProcess
  /** Everything printed so far. */
  stdout: string[]
  stderr: string[]
  stop(): Promise<void>
}

/** The environment of a person whose home is `home`, on this machine. */
export const environmentOf = (home: string): NodeJS.ProcessEnv => ({
  ...process.env,
  HOME: home,
  USERPROFILE: home,
  XDG_STATE_HOME: join(home, '.local', 'state'),
  XDG_CONFIG_HOME: join(home, '.config'),
})

/** Starts the built program in browser mode and waits for its address. */
export async function startServer({ home, args = [], env = {} }: ServerOptions): Promise<RunningServer> {
  await mkdir(home, { recursive: true })
  const child = spawn(process.execPath, [cliPath, 'serve', '--no-open', ...args], {
    env: { ...environmentOf(home), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return awaitAddress(child)
}

/** Waits for the line that names the address. Rejects with everything that was said when the process ends first. */
export async function awaitAddress(child: ChildProcess): Promise<RunningServer> {
  const stdout: string[] = []
  const stderr: string[] = []
  const { stdout: out, stderr: err } = child
  if (!out || !err) throw new Error('the server was started without pipes')
  createInterface({ input: err }).on('line', (line) => stderr.push(line))
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: out }).on('line', (line) => {
      stdout.push(line)
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(line)?.[0]
      if (found) resolve(found)
    })
    child.once('exit', (code) =>
      reject(new Error(`the server ended with ${code}:\n${[...stdout, ...stderr].join('\n')}`)),
    )
  })
  return {
    address,
    origin: new URL(address).origin,
    process: child,
    stdout,
    stderr,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.kill('SIGTERM')
      const impatient = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(impatient)
    },
  }
}
