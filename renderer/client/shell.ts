import type { ShellCall, ShellParams, ShellResult } from '../../electron/contract/shell-api'

/** What preload puts on the window of the desktop app. */
export type DesktopBridge = {
  shell: <N extends ShellCall>(name: N, params: ShellParams<N>) => Promise<ShellResult<N>>
  /** Real paths of files dropped on the window; absent where the shell does not offer it. */
  pathsOf?: (files: File[]) => string[]
  /** Choices in the system's menu and things to open; gives what ends the listening. */
  onCommand?: (listener: (command: unknown) => void) => () => void
}

declare global {
  interface Window {
    backtrail?: DesktopBridge
  }
}

/** The desktop's own services, or undefined in browser mode. */
export const desktopBridge = (): DesktopBridge | undefined => window.backtrail
