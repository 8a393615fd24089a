import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { type CustomScheme, protocol } from 'electron'
import { contentTypes, createNonce, noncePlaceholder, pageHeaders } from '../contract/page-policy'

export const appScheme = 'app'
export const appHost = 'backtrail'
export const appOrigin = `${appScheme}://${appHost}`
export const pageAddress = `${appOrigin}/index.html`

/** To be registered before the app is ready. */
export const schemes: CustomScheme[] = [
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]

/** True for an address of our own page, whatever its file. Compares the parsed parts, never substrings. */
export function isOwnAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return (
    url.protocol === `${appScheme}:` && url.host === appHost && url.username === '' && url.password === ''
  )
}

/** True for the page itself: what a window shows, and the only thing that it may show. */
export const isOwnPage = (address: string): boolean =>
  isOwnAddress(address) && new URL(address).pathname === '/index.html'

/** Serves the built page at `app://backtrail/`. GET only, one host, nothing outside of `root`. */
export function serveApp(root: string): void {
  protocol.handle(appScheme, (request) => answer(root, request))
}

async function answer(root: string, request: Request): Promise<Response> {
  const nonce = createNonce()
  if (request.method !== 'GET') return refusal(405, nonce)
  if (!isOwnAddress(request.url)) return refusal(404, nonce)
  const file = await findFile(root, new URL(request.url).pathname)
  const type = file && contentTypes[extname(file)]
  if (!file || !type) return refusal(404, nonce)
  const body = await readFile(file)
  const isPage = type.startsWith('text/html')
  return new Response(
    isPage ? body.toString('utf8').replaceAll(noncePlaceholder, nonce) : new Uint8Array(body),
    {
      headers: { ...pageHeaders(nonce), 'Content-Type': type, 'Cache-Control': 'no-store' },
    },
  )
}

const refusal = (status: number, nonce: string) => new Response(null, { status, headers: pageHeaders(nonce) })

/** The real path of a file below `root`, null for everything else. */
export async function findFile(root: string, pathname: string): Promise<string | null> {
  try {
    const relative = decodeURIComponent(pathname)
    if (relative.includes('\0') || relative.includes('\\')) return null
    const folder = await realpath(root)
    const file = await realpath(join(folder, relative))
    return file.startsWith(folder + sep) ? file : null
  } catch {
    return null
  }
}
