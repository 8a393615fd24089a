import type { Page } from '@playwright/test'
import type { CallName } from '../../electron/contract/engine-api'
import { ClientFrame, ServerFrame } from '../../electron/contract/wire'

/**
 * Holds back how calls of this name end, so that one that is over in no time on the small sample can be looked at under
 * way. All else goes through, their progress too. Says how many of them the page has cancelled.
 */
export async function holdAnswers(page: Page, call: CallName): Promise<{ cancelled: () => number }> {
  const held = new Set<number>()
  let cancelled = 0
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const engine = socket.connectToServer()
    socket.onMessage((message) => {
      const frame = ClientFrame.safeParse(JSON.parse(String(message))).data
      if (frame && 'call' in frame && frame.call === call) held.add(frame.id)
      if (frame && 'cancel' in frame && held.delete(frame.id)) cancelled += 1
      engine.send(message)
    })
    engine.onMessage((message) => {
      const frame = ServerFrame.safeParse(JSON.parse(String(message))).data
      if (frame && 'ok' in frame && held.has(frame.id)) return
      socket.send(message)
    })
  })
  return { cancelled: () => cancelled }
}
