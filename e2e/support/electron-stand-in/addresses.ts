/** Chromium has no scheme `app`; the page is at a host of the reserved domain `.test` that never leaves the router. */
const hostSuffix = '.app-scheme.test'

/** Where Chromium goes for an address of main's. */
export function toChromium(address: string): string {
  if (!URL.canParse(address)) return address
  const url = new URL(address)
  return url.protocol === 'app:'
    ? `https://${url.host}${hostSuffix}${address.slice(`app://${url.host}`.length)}`
    : address
}

/** What main sees for an address of Chromium's. */
export function fromChromium(address: string): string {
  if (!URL.canParse(address)) return address
  const url = new URL(address)
  if (url.protocol !== 'https:' || !url.hostname.endsWith(hostSuffix)) return address
  return `app://${url.hostname.slice(0, -hostSuffix.length)}${address.slice(url.origin.length)}`
}

/** Synchronous messages are requests to this path, which main never sees. */
export const syncPath = '/stand-in-sync'
