import { honest } from './honest'

type Handler = (request: Request) => Promise<Response> | Response
type Scheme = { scheme: string; privileges?: { standard?: boolean; secure?: boolean } }

const handlers = new Map<string, Handler>()
const standard = new Set<string>()

export const protocol = honest('protocol', {
  /** Electron takes this before the app is ready only. */
  registerSchemesAsPrivileged(schemes: Scheme[]): void {
    for (const { scheme, privileges } of schemes) {
      // The page stands at https here, so a scheme with fewer rights than https would be shown wrongly.
      if (!privileges?.standard || !privileges.secure) {
        throw new Error('The stand-in for Electron imitates standard, secure schemes only.')
      }
      standard.add(scheme)
    }
  },
  handle(scheme: string, handler: Handler): void {
    if (!standard.has(scheme)) throw new Error(`${scheme} was not registered as privileged in time.`)
    handlers.set(scheme, handler)
  },
})

export const protocolHandler = (scheme: string): Handler | undefined => handlers.get(scheme)
