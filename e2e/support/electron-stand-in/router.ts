import type { BrowserContext, Frame, Page, Request, Route } from '@playwright/test'
import { fromChromium, syncPath, toChromium } from './addresses'
import { windowOf } from './browser-window'
import { isOurs } from './chromium'
import { preventable } from './preventable'
import { protocolHandler } from './protocol'
import { defaultSession } from './session'
import type { WebContents } from './web-contents'

/** Every request of every page goes the way it would go in Electron: navigation events, webRequest, protocol handler. */
export async function routeEverything(context: BrowserContext): Promise<void> {
  await context.route('**/*', (route, request) =>
    decide(route, request).catch(() => route.abort().catch(() => undefined)),
  )
  context.on('page', (page) => {
    page.on('download', (download) => {
      const event = preventable({})
      defaultSession.emit('will-download', event, {}, windowOf(page)?.webContents)
      if (!event.defaultPrevented) throw new Error('The stand-in for Electron does not imitate downloads.')
      void download.cancel()
    })
    page.on('popup', (popup) => void openedByPage(page, popup))
  })
}

async function decide(route: Route, request: Request): Promise<void> {
  const frame = frameOf(request)
  const contents = frame && windowOf(frame.page())?.contents
  if (!frame || !contents) return route.abort()
  const url = new URL(request.url())
  if (url.pathname === syncPath) {
    const { channel, args } = JSON.parse(request.postData() ?? '{}')
    return route.fulfill({ json: (await contents.sync(channel, args)) ?? null })
  }
  if (request.isNavigationRequest() && !mayNavigate(contents, frame, request)) return route.abort('aborted')
  const address = fromChromium(request.url())
  if (defaultSession.cancels({ url: address, resourceType: request.resourceType() })) {
    return route.abort('blockedbyclient')
  }
  const handler = protocolHandler(new URL(address).protocol.slice(0, -1))
  // There is no network in these tests: what no handler answers fails as it would without one.
  if (!handler) return route.abort('internetdisconnected')
  const answer = await handler(new Request(address, { method: request.method() }))
  const headers: Record<string, string> = {}
  answer.headers.forEach((value, name) => {
    headers[name] = name === 'location' ? toChromium(value) : value
  })
  await route.fulfill({ status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) })
}

/** What main itself loads is not asked about; what the page wants is. */
function mayNavigate(contents: WebContents, frame: Frame, request: Request): boolean {
  const isMainFrame = frame.parentFrame() === null
  if (isMainFrame && contents.ownNavigation !== undefined) {
    const own = contents.ownNavigation.split('#')[0] === request.url().split('#')[0]
    contents.ownNavigation = undefined
    if (own) return true
  }
  const url = fromChromium(request.url())
  const perFrame = preventable({ url, isMainFrame, isSameDocument: false })
  contents.emit('will-frame-navigate', perFrame)
  if (!isMainFrame) return !perFrame.defaultPrevented
  const details = preventable({ url, isMainFrame, isSameDocument: false })
  contents.emit('will-navigate', details, url)
  return !perFrame.defaultPrevented && !details.defaultPrevented
}

/** A request of a worker or of a page that is being closed has no frame. */
function frameOf(request: Request): Frame | undefined {
  try {
    return request.frame()
  } catch {
    return undefined
  }
}

async function openedByPage(opener: Page, popup: Page): Promise<void> {
  if (isOurs(popup)) return
  const handler = windowOf(opener)?.contents.openHandler
  const { action } = handler?.({ url: fromChromium(popup.url()) }) ?? { action: 'allow' }
  await popup.close()
  if (action !== 'deny')
    throw new Error('The stand-in for Electron does not imitate windows that a page opens.')
}
