import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** Names under which this machine reaches its own loopback interface. Anything else in `Host` is a rebound DNS name. */
const ownNames = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * The request's `Host` when it names this machine, else null. Any port will do: an SSH tunnel changes the port, and
 * rebinding needs a foreign name.
 */
export function ownHost(headers: IncomingHttpHeaders): string | null {
  const host = headers.host
  if (!host || !/^[a-z0-9.[\]:]+$/i.test(host)) return null
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null
  return url && url.host !== '' && ownNames.has(url.hostname) ? url.host : null
}

/** True when the request does not come from a page of another origin. */
export function sameOrigin(headers: IncomingHttpHeaders, host: string): boolean {
  return headers.origin === undefined || headers.origin === `http://${host}`
}

/** A page of another site may send the person here (a link in a web terminal), but may not embed or fetch anything. */
export function fetchAllowed(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return true
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
}

const ticketLifeMs = 60_000

export type Session = {
  /** Goes into the printed address. */
  readonly token: string
  /** `Set-Cookie` for a browser that showed the token. */
  readonly cookie: string
  /** A token good for one use within a minute: for places that other users of the machine can see, such as `ps`. */
  ticket(): string
  acceptsToken(token: string | null): boolean
  acceptsCookie(headers: IncomingHttpHeaders): boolean
}

/**
 * The permission to use one server. The token of the address is exchanged for a cookie with a secret of its own, so what
 * is in the shell's scrollback is not what the browser keeps. The port is in the cookie's name because cookies of
 * 127.0.0.1 are shared by all its ports.
 */
export function createSession(port: () => number): Session {
  const token = randomBytes(24).toString('base64url')
  const secret = randomBytes(24).toString('base64url')
  const tickets = new Map<string, number>()
  const redeem = (given: string): boolean => {
    const until = tickets.get(given)
    tickets.delete(given)
    return until !== undefined && performance.now() < until
  }
  const name = () => `backtrail-${port()}`
  return {
    token,
    get cookie() {
      return `${name()}=${secret}; Path=/; HttpOnly; SameSite=Strict`
    },
    ticket() {
      const ticket = randomBytes(24).toString('base64url')
      tickets.set(ticket, performance.now() + ticketLifeMs)
      return ticket
    },
    acceptsToken: (given) => given !== null && (sameText(given, token) || redeem(given)),
    acceptsCookie: (headers) =>
      (headers.cookie ?? '').split(';').some((pair) => {
        const [key, value] = pair.trim().split('=', 2)
        return key === name() && value !== undefined && sameText(value, secret)
      }),
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Compares without telling by its duration how much was right. */
const sameText = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))
