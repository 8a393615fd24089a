import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron'
import { z } from 'zod'
import type { WireError } from '../contract/errors'
import { type ShellApi, type ShellCall, type ShellResult, shellApi } from '../contract/shell-api'
import { channels } from '../contract/shell-names'
import { log } from './app-log'
import { isOwnPage } from './app-protocol'

/** The only file that imports ipcMain. Whoever sends is checked before what was sent is looked at. */

export type ShellHandlers = {
  [N in ShellCall]: (params: z.output<ShellApi[N]['params']>, sender: WebContents) => Promise<ShellResult<N>>
}

export type IpcEvents = {
  /** A page has loaded and asks for its port. */
  onWantPort(sender: WebContents): void
  /** Real paths of files dropped on the page. */
  onDropped(paths: string[]): void
}

const droppedPaths = z.array(z.string().min(1).max(4096)).max(1000)

export function listen(handlers: ShellHandlers, events: IpcEvents): void {
  ipcMain.handle(channels.call, async (event, name: unknown, params: unknown) => {
    if (!isTrusted(event)) {
      log('ipc.refused', { channel: channels.call })
      throw new Error('Refused.')
    }
    return answer(handlers, name, params, event.sender)
  })
  ipcMain.on(channels.wantPort, (event) => {
    if (isTrusted(event)) events.onWantPort(event.sender)
    else log('ipc.refused', { channel: channels.wantPort })
  })
  ipcMain.on(channels.dropped, (event, paths: unknown) => {
    const parsed = droppedPaths.safeParse(paths)
    const accepted = isTrusted(event) && parsed.success
    if (accepted) events.onDropped(parsed.data)
    else log('ipc.refused', { channel: channels.dropped })
    event.returnValue = accepted
  })
}

/** Main frame of one of our windows, showing our page. A frame that has navigated or is gone is null. */
function isTrusted(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame
  return frame !== null && frame.parent === null && isOwnPage(frame.url)
}

type Answer = { ok: unknown } | { error: WireError }

async function answer(
  handlers: ShellHandlers,
  name: unknown,
  params: unknown,
  sender: WebContents,
): Promise<Answer> {
  if (typeof name !== 'string' || !Object.hasOwn(shellApi, name)) {
    return refuse('request/unknown', 'There is no such call.')
  }
  const call = name as ShellCall
  const parsed = shellApi[call].params.safeParse(params)
  if (!parsed.success) return refuse('request/invalid', `${call} was asked with parameters it does not take.`)
  // The name ties parameters and handler together, which a lookup by a variable cannot express.
  const handler = handlers[call] as (params: unknown, sender: WebContents) => Promise<unknown>
  try {
    return { ok: await handler(parsed.data, sender) }
  } catch (error) {
    log('shell.failed', { call, error: error instanceof Error ? error.name : 'unknown' })
    return refuse('internal/unexpected', 'The system did not do that. The log says when; Help > Save Log.')
  }
}

function refuse(code: WireError['code'], message: string): Answer {
  log('ipc.invalid', { code })
  return { error: { code, message } }
}
