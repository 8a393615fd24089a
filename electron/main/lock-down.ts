import { app, type Session, type WebContents } from 'electron'
import { appScheme, isOwnAddress, isOwnPage } from './app-protocol'

/** Background services of Chromium's that would use the network. To be set before the app is ready. */
const switches: readonly [string, string?][] = [
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-sync'],
  ['disable-default-apps'],
  ['no-pings'],
  ['no-first-run'],
  ['dns-prefetch-disable'],
  [
    'disable-features',
    'OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,NetworkTimeServiceQuerying',
  ],
  // Every name resolves to nothing, so that even what slips past the filters below has nowhere to go.
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
]

export function lockDownApp(): void {
  app.enableSandbox()
  for (const [name, value] of switches) app.commandLine.appendSwitch(name, value)
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents))
}

/** No permissions, no devices, no downloads that we did not start, no requests but to our own page, no dictionaries. */
export function lockDownSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}))
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses)
  session.on('will-download', (event) => event.preventDefault())
  session.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault()
    choose(null)
  })
  session.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault()
    choose()
  })
  session.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault()
    choose('')
  })
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !isAllowed(details.url) }))
  session.setSpellCheckerEnabled(false)
  session.setSpellCheckerLanguages([])
}

/** `data:` images are part of the policy; `devtools:` is Chromium's own and only there in development. */
function isAllowed(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol } = new URL(address)
  return protocol === `${appScheme}:`
    ? isOwnAddress(address)
    : protocol === 'data:' || protocol === 'devtools:'
}

/** The page may reload itself; it goes nowhere else, and nothing opens or embeds anything. */
function lockDownContents(contents: WebContents): void {
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
