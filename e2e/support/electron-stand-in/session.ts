import { EventEmitter } from 'node:events'
import type { BrowserContext, CDPSession } from '@playwright/test'
import { honest } from './honest'

type Decide = (granted: boolean) => void
type RequestHandler = (contents: unknown, permission: string, decide: Decide, details: object) => void
type CheckHandler = (contents: unknown, permission: string, origin: string, details: object) => boolean
type Filter = (
  details: { url: string; resourceType: string },
  decide: (answer: { cancel?: boolean }) => void,
) => void

/** Electron's names of permissions beside Chromium's own. */
const permissions: readonly [string, string][] = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['media', 'audioCapture'],
  ['media', 'videoCapture'],
  ['midi', 'midi'],
  ['midiSysex', 'midiSysex'],
  ['clipboard-read', 'clipboardReadWrite'],
  ['idle-detection', 'idleDetection'],
  ['window-management', 'windowManagement'],
  ['storage-access', 'storageAccess'],
]

class Session extends EventEmitter {
  #onRequest: RequestHandler | undefined
  #onCheck: CheckHandler | undefined
  #filter: Filter | undefined
  #browser: CDPSession | undefined
  /** What main set that has no effect in Chromium without a window on a screen; tests look at it. */
  readonly settings: Record<string, unknown> = {}

  readonly webRequest = honest('webRequest', {
    onBeforeRequest: (filter: Filter) => {
      this.#filter = filter
    },
  })

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.#onRequest = handler
    void this.#tellChromium()
  }
  setPermissionCheckHandler(handler: CheckHandler): void {
    this.#onCheck = handler
    void this.#tellChromium()
  }
  setDevicePermissionHandler(handler: (details: object) => boolean): void {
    this.settings.devices = handler({ deviceType: 'usb' })
  }
  setDisplayMediaRequestHandler(
    handler: (request: object, decide: (streams: object | null) => void) => void,
  ): void {
    handler({}, (streams) => {
      this.settings.displayMedia = streams
    })
  }
  setUSBProtectedClassesHandler(handler: (details: { protectedClasses: string[] }) => string[]): void {
    this.settings.usbProtectedClasses = handler({ protectedClasses: ['audio', 'hid'] })
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    this.settings.spellChecker = enabled
  }
  setSpellCheckerLanguages(languages: string[]): void {
    this.settings.spellCheckerLanguages = languages
  }

  /** True when main's filter cancels the request. Without a filter everything passes, as in Electron. */
  cancels(details: { url: string; resourceType: string }): boolean {
    let cancelled = false
    this.#filter?.(details, ({ cancel }) => {
      cancelled = cancel === true
    })
    return cancelled
  }

  async attach(context: BrowserContext): Promise<void> {
    const page = context.pages()[0] ?? (await context.newPage())
    this.#browser = await context.newCDPSession(page)
    await this.#tellChromium()
  }

  /** Both handlers must agree; a handler that is not set grants, as in Electron. */
  async #tellChromium(): Promise<void> {
    for (const [electron, chromium] of permissions) {
      let requested = this.#onRequest === undefined
      this.#onRequest?.(
        null,
        electron,
        (granted) => {
          requested = granted
        },
        {},
      )
      const checked = this.#onCheck?.(null, electron, '', {}) ?? true
      await this.#browser
        ?.send('Browser.setPermission', {
          permission: { name: chromiumName(chromium) },
          setting: requested && checked ? 'granted' : 'denied',
        })
        .catch(() => undefined)
    }
  }
}

/** `Browser.setPermission` takes the names of the web's Permissions API. */
function chromiumName(name: string): string {
  const names: Record<string, string> = {
    audioCapture: 'microphone',
    videoCapture: 'camera',
    midiSysex: 'midi',
    clipboardReadWrite: 'clipboard-read',
    idleDetection: 'idle-detection',
    windowManagement: 'window-management',
    storageAccess: 'storage-access',
  }
  return names[name] ?? name
}

export const defaultSession = new Session()
export const session = honest('session', { defaultSession: honest('Session', defaultSession) })
