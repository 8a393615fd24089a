import { EventEmitter } from 'node:events'
import { fromChromium } from './addresses'
import { honest } from './honest'
import type { WebContents } from './web-contents'

type Frame = { url: string; parent: null; top: Frame | null; origin: string }
type Handler = (event: { sender: WebContents; senderFrame: Frame | null }, ...args: unknown[]) => unknown

const handlers = new Map<string, Handler>()

class IpcMain extends EventEmitter {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.set(channel, handler)
  }
  removeHandler(channel: string): void {
    handlers.delete(channel)
  }
}

const emitter = new IpcMain()
export const ipcMain = honest('ipcMain', emitter)

/** A message of preload's world. Preload runs in main frames only, so the sender is one. */
export async function receiveFromPage(
  sender: WebContents,
  channel: string,
  args: unknown[],
  kind: 'invoke' | 'send' | 'sync',
): Promise<unknown> {
  const url = (await sender.page()).url()
  const frame: Frame = { url: fromChromium(url), parent: null, top: null, origin: new URL(url).origin }
  const event = { sender, senderFrame: frame, returnValue: undefined as unknown }
  if (kind === 'invoke') {
    const handler = handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return handler(event, ...args)
  }
  emitter.emit(channel, event, ...args)
  return event.returnValue
}
