import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { channels, shellCallNames } from '../contract/shell-names'

const known: ReadonlySet<string> = new Set(shellCallNames)

const listeners = new Set<(command: unknown) => void>()
const early: unknown[] = []
ipcRenderer.on(channels.command, (_event, command) => {
  if (listeners.size === 0) early.push(command)
  for (const listener of listeners) listener(command)
})

// The page's own world gets functions, never ipcRenderer and never the event object of a message.
contextBridge.exposeInMainWorld('backtrail', {
  async shell(name: unknown, params: unknown): Promise<unknown> {
    if (typeof name !== 'string' || !known.has(name)) throw new Error('There is no such call.')
    const answer = await ipcRenderer.invoke(channels.call, name, params)
    if (answer.error) throw new Error(answer.error.message)
    return answer.ok
  },
  /** Real paths of files that the person dropped. They are granted before this returns. */
  pathsOf(files: File[]): string[] {
    const paths = [...files].map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '')
    ipcRenderer.sendSync(channels.dropped, paths)
    return paths
  },
  /** Hears choices from the menu and things to open, those from before it listened too. Returns what ends that. */
  onCommand(listener: (command: unknown) => void): () => void {
    listeners.add(listener)
    for (const command of early.splice(0)) listener(command)
    return () => listeners.delete(listener)
  },
})

// The port goes to the page and to nobody else: it is posted to this window with the page's own origin.
ipcRenderer.on(channels.port, (event) => {
  window.postMessage(channels.port, window.location.origin, event.ports)
})
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send(channels.wantPort), { once: true })
