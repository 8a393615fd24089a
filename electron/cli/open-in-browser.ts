import { spawn } from 'node:child_process'

/** Hands an address of ours to the system's browser. Does nothing where there is no screen or nothing to open it with. */
export function openInBrowser(address: string): void {
  const opener = openerFor(process.platform, process.env)
  if (!opener) return
  const [program, ...args] = opener
  const child = spawn(program, [...args, address], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

/** The command of this platform; null where there is no screen. */
export function openerFor(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): readonly [string, ...string[]] | null {
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : null
}
