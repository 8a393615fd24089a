import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { EngineError } from '../contract/errors'
import { createNonce, pageHeaders } from '../contract/page-policy'
import { createSession, fetchAllowed, ownHost, type Session, sameOrigin } from './http-guard'
import { rateLimit } from './rate-limit'
import { readStatic } from './static-files'

export type LoopbackOptions = {
  /** The built page: `out/renderer`. */
  root: string
  /** 0 takes any free port. */
  port: number
  /** Takes over a window's connection, already checked. */
  onWindow(socket: WebSocket): void
  /** Open connections at once. */
  maxWindows?: number
  limits?: Limits
}

type Rate = { perSecond: number; burst: number }
/** For all requests together, and for the messages of one window. */
export type Limits = { requests: Rate; messages: Rate }

export type Loopback = {
  /** The address to open, with the token in it. Printed once and logged nowhere. */
  readonly address: string
  readonly origin: string
  /** An address for one use within a minute, to hand to the program that opens a browser. */
  addressForOnce(): string
  closeWindows(code: number, reason: string): void
  close(): Promise<void>
}

const maxMessageBytes = 4 * 1024 * 1024
const nothingHere = 'There is nothing at this address.'
const usualLimits: Limits = {
  requests: { perSecond: 200, burst: 400 },
  messages: { perSecond: 400, burst: 1600 },
}

/** Serves browser mode on 127.0.0.1. Throws `usage` when the port cannot be had. */
export async function serveLoopback(options: LoopbackOptions): Promise<Loopback> {
  const port = () => (http.address() as AddressInfo).port
  const session = createSession(port)
  const limits = options.limits ?? usualLimits
  const withinLimit = rateLimit(limits.requests.perSecond, limits.requests.burst)
  const http = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 30_000 }, (request, response) => {
    if (!withinLimit()) return void refuse(response, 429, 'Too many requests.')
    answer(request, response, session, options.root).catch(() =>
      refuse(response, 500, 'The page could not be read.'),
    )
  })
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  })
  http.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const status = upgradeStatus(request, session, sockets.clients.size < (options.maxWindows ?? 64))
    if (status !== null) {
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, (window) => {
      limitMessages(window, limits.messages)
      options.onWindow(window)
    })
  })
  await listen(http, options.port)
  const origin = `http://127.0.0.1:${port()}`
  return {
    origin,
    address: `${origin}/?token=${session.token}`,
    addressForOnce: () => `${origin}/?token=${session.ticket()}`,
    closeWindows(code, reason) {
      for (const window of sockets.clients) window.close(code, reason)
    },
    async close() {
      for (const window of sockets.clients) window.terminate()
      http.closeAllConnections()
      await new Promise<void>((resolve) => http.close(() => resolve()))
    },
  }
}

/** Null when the window may connect, else the status line to refuse it with. */
function upgradeStatus(request: IncomingMessage, session: Session, hasRoom: boolean): string | null {
  const host = ownHost(request.headers)
  if (request.method !== 'GET' || request.url !== '/ws') return '404 Not Found'
  if (host === null) return '421 Misdirected Request'
  // Browsers send Origin with every WebSocket; what does not is no page of ours.
  if (request.headers.origin !== `http://${host}`) return '403 Forbidden'
  if (!session.acceptsCookie(request.headers)) return '401 Unauthorized'
  return hasRoom ? null : '503 Service Unavailable'
}

function limitMessages(window: WebSocket, { perSecond, burst }: Rate): void {
  const withinLimit = rateLimit(perSecond, burst)
  window.on('message', () => {
    if (!withinLimit()) window.close(1008, 'Too many messages.')
  })
  // A protocol error (an oversized message, say) closes the socket by itself; unheard it would end the process.
  window.on('error', () => undefined)
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  session: Session,
  root: string,
): Promise<void> {
  const host = ownHost(request.headers)
  if (host === null) return refuse(response, 421, 'This is not the host that was asked for.')
  if (!sameOrigin(request.headers, host) || !fetchAllowed(request.headers)) {
    return refuse(response, 403, 'Pages of other sites may not read this one.')
  }
  if (request.method !== 'GET') return refuse(response, 405, 'Only GET is answered.', { Allow: 'GET' })
  // An absolute address, or one with two slashes, would bring a host of its own.
  const asked = request.url ?? ''
  if (!asked.startsWith('/') || asked.startsWith('//')) return refuse(response, 404, nothingHere)
  const url = new URL(asked, `http://${host}`)
  if (url.pathname === '/' && url.searchParams.has('token')) {
    return exchange(request, response, session, url)
  }
  if (!session.acceptsCookie(request.headers)) {
    return refuse(response, 401, 'Open the address that Backtrail printed when it started.')
  }
  const nonce = createNonce()
  const file = await readStatic(root, url.pathname, nonce)
  if (file === null) return refuse(response, 404, nothingHere)
  response.writeHead(200, {
    ...pageHeaders(nonce, [`ws://${host}`]),
    'Content-Type': file.type,
    'Content-Length': file.body.length,
    'Cache-Control': file.isPage ? 'no-store' : 'private, no-cache',
  })
  response.end(file.body)
}

/** Token for cookie, and away from the address that holds it. The rest of the query stays: it may name a view. */
function exchange(request: IncomingMessage, response: ServerResponse, session: Session, url: URL): void {
  if (!session.acceptsToken(url.searchParams.get('token'))) {
    refuse(response, 401, 'This address is from an earlier start. Open the one printed last.')
    return
  }
  url.searchParams.delete('token')
  const target = `/${url.search}`
  const headers = { 'Set-Cookie': session.cookie, 'Cache-Control': 'no-store' }
  if (request.headers['sec-fetch-site'] !== 'cross-site') {
    response.writeHead(303, { ...pageHeaders(createNonce()), ...headers, Location: target })
    response.end()
    return
  }
  // After a link on another site a redirect still counts as cross-site and a strict cookie is withheld; a page of our
  // own that moves on does not.
  const quoted = target.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  page(response, 200, `<meta http-equiv="refresh" content="0;url=${quoted}">`, headers)
}

function refuse(
  response: ServerResponse,
  status: number,
  sentence: string,
  headers: Record<string, string> = {},
): void {
  page(response, status, `<p>${sentence}</p>`, { Connection: 'close', ...headers })
}

function page(
  response: ServerResponse,
  status: number,
  content: string,
  headers: Record<string, string>,
): void {
  if (response.headersSent) return void response.destroy()
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Backtrail</title>${content}</html>\n`
  response.writeHead(status, {
    ...pageHeaders(createNonce()),
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    ...headers,
  })
  response.end(body)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === 'EADDRINUSE' || cause.code === 'EACCES'
          ? new EngineError('usage', `Port ${port} on 127.0.0.1 cannot be used (${cause.code}).`, {
              hint: 'Choose another with --port, or leave it out to take a free one.',
              cause,
            })
          : cause,
      )
    })
    server.listen(port, '127.0.0.1', resolve)
  })
}
