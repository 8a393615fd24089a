import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import type { Desktop } from '../support/desktop'
import { expect, onDesktop } from '../support/desktop-test'
import { hostile, ways } from '../support/ways-out'

type Window = {
  webContents: { getURL(): string; getLastWebPreferences(): Record<string, unknown>; id: number }
}

/** The addresses of all windows, as main sees them. */
const addresses = (desktop: Desktop): Promise<string[]> =>
  desktop.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window: Window) => window.webContents.getURL().split('#')[0]),
  )
const own = 'app://backtrail/index.html'

onDesktop((test) => {
  test.describe('security.md 4.1', () => {
    test.use({ expectedProblems: [/./] })

    test('2-4, 11: every window is sandboxed and isolated, without Node and without webviews', async ({
      start,
    }) => {
      const { desktop, page } = await start()
      await desktop.evaluate(({ Menu }) => {
        type Item = { label: string; submenu?: { items: Item[] }; click(): void }
        const items = (list: Item[]): Item[] =>
          list.flatMap((item) => [item, ...items(item.submenu?.items ?? [])])
        items(Menu.getApplicationMenu().items)
          .find(({ label }) => label === 'New Window')
          ?.click()
      })
      await desktop.windowCount(2)
      const preferences = await desktop.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((window: Window) => window.webContents.getLastWebPreferences()),
      )
      expect(preferences).toHaveLength(2)
      for (const preference of preferences) {
        expect(preference).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false })
        // 6, 8-10: what must never be set, in any value that weakens.
        expect(preference.webSecurity ?? true).toBe(true)
        expect(preference.allowRunningInsecureContent ?? false).toBe(false)
        expect(preference.experimentalFeatures ?? false).toBe(false)
        expect(preference.enableBlinkFeatures ?? '').toBe('')
        expect(preference.webviewTag ?? false).toBe(false)
        expect(preference.spellcheck).toBe(false)
      }
      const reach = await page.evaluate(() => ({
        names: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
          (name) => name in window,
        ),
        bridge: Object.keys(Reflect.get(window, 'backtrail')),
        webview: Object.getPrototypeOf(document.createElement('webview')).constructor.name,
      }))
      expect(reach.names).toEqual([])
      // 20: named functions and nothing else.
      expect(reach.bridge.sort()).toEqual(['onCommand', 'pathsOf', 'shell'])
      expect(['HTMLElement', 'HTMLUnknownElement']).toContain(reach.webview)
    })

    test('5: permissions, devices and screens are denied', async ({ start }) => {
      const { page } = await start()
      const answers = await page.evaluate(async () => {
        const outcome = (action: () => Promise<unknown> | undefined) =>
          Promise.race([
            Promise.resolve()
              .then(action)
              .then(
                (value) => String(value),
                () => 'refused',
              ),
            new Promise<string>((resolve) => setTimeout(() => resolve('no answer'), 3000)),
          ])
        const { mediaDevices, clipboard } = navigator
        return {
          notifications: await outcome(() => Notification.requestPermission()),
          microphone: await outcome(() => mediaDevices?.getUserMedia({ audio: true })),
          camera: await outcome(() => mediaDevices?.getUserMedia({ video: true })),
          screen: await outcome(() => mediaDevices?.getDisplayMedia()),
          clipboard: await outcome(() => clipboard?.readText()),
          location: await outcome(
            () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
          ),
          midi: await outcome(() => navigator.requestMIDIAccess()),
          states: await Promise.all(
            ['geolocation', 'notifications', 'camera', 'microphone', 'midi'].map((name) =>
              navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state),
            ),
          ),
        }
      })
      expect(answers.notifications).toBe('denied')
      for (const name of ['microphone', 'camera', 'screen', 'clipboard', 'location', 'midi'] as const) {
        expect(['refused', 'undefined'], name).toContain(answers[name])
      }
      expect(new Set(answers.states)).toEqual(new Set(['denied']))
    })

    test('1, 7, 18: the page comes from app:// with the policy as headers, and nothing else does', async ({
      start,
    }) => {
      const { page } = await start()
      const answers = await page.evaluate(async () => {
        const ask = async (path: string, init?: RequestInit) => {
          try {
            const response = await fetch(path, init)
            return { status: response.status, policy: response.headers.get('content-security-policy') ?? '' }
          } catch {
            return { status: 0, policy: '' }
          }
        }
        return {
          page: await ask('index.html'),
          outside: await Promise.all(
            [
              ...[
                '../package.json',
                '%2e%2e/%2e%2e/package.json',
                '..%2fmain%2findex.js',
                '..%5cmain%5cindex.js',
              ],
              ...['%00', '%zz', '../preload/index.cjs', 'nothing-here.js', ''],
            ].map((path) => ask(`/${path}`)),
          ),
          posted: await ask('index.html', { method: 'POST' }),
        }
      })
      expect(answers.page.status).toBe(200)
      expect(answers.page.policy).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w-]{22}';/,
      )
      expect(answers.page.policy).not.toMatch(/unsafe|https?:|\*/)
      expect(answers.outside.map(({ status }) => status)).toEqual(answers.outside.map(() => 404))
      expect(answers.posted.status).toBe(405)
    })

    test('7: neither inline scripts nor eval run', async ({ start }) => {
      const { page } = await start()
      const ran = await page.evaluate(async () => {
        const script = document.createElement('script')
        try {
          script.text = 'window.ranInline = true'
          document.head.append(script)
        } catch {
          // Trusted types refuse before the policy does.
        }
        const link = document.body.appendChild(document.createElement('div'))
        try {
          link.innerHTML = '<img src="x" onerror="window.ranInline = true">'
        } catch {
          // The same.
        }
        await new Promise((resolve) => setTimeout(resolve, 200))
        let evaluated = false
        try {
          evaluated = Reflect.get(globalThis, 'eval')('true')
        } catch {
          evaluated = false
        }
        return { inline: Reflect.get(window, 'ranInline') === true, evaluated }
      })
      expect(ran).toEqual({ inline: false, evaluated: false })
    })

    test('13, 14: no hostile address is reached in any way', async ({ start, kind }) => {
      const { desktop, page } = await start()
      // Chromium makes empty documents without a request, so the stand-in has nothing to ask main about.
      const addressesToTry = hostile.filter((address) => kind === 'electron' || address !== 'about:blank')
      for (const [way, go] of Object.entries(ways)) {
        for (const address of addressesToTry) {
          await page.evaluate(go, address).catch(() => undefined)
          await page.waitForTimeout(120)
          expect(await addresses(desktop), `${address} by ${way}`).toEqual([own])
        }
        const frames = page.frames().filter((frame) => frame !== page.mainFrame())
        for (const frame of frames) expect(frame.url(), way).toMatch(/^(about:blank|chrome-error:|$)/)
        // Asked directly: Playwright's locators wait for navigation that Chromium announced and the policy stopped.
        expect(await page.evaluate(() => document.querySelector('#root > *') !== null), way).toBe(true)
      }
    })

    test('offline: a page without any policy still reaches no server, not even on this machine', async ({
      start,
    }) => {
      let hits = 0
      const server = createServer((_request, response) => {
        hits += 1
        response.end('reached')
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      try {
        const { desktop } = await start()
        const blank = await openBlank(desktop)
        const errors: string[] = []
        blank.on('requestfailed', (request) => errors.push(request.failure()?.errorText ?? ''))
        const { port } = server.address() as AddressInfo
        const outcome = await blank.evaluate(
          (target) =>
            Promise.all(
              [target, 'http://evil.example/', 'https://evil.example/'].map((address) =>
                fetch(address, { mode: 'no-cors' }).then(
                  () => 'reached',
                  () => 'refused',
                ),
              ),
            ),
          `http://127.0.0.1:${port}/`,
        )
        expect(outcome).toEqual(['refused', 'refused', 'refused'])
        expect(errors).toHaveLength(3)
        for (const error of errors) expect(error).toMatch(/^net::ERR_BLOCKED_BY_CLIENT/)
        expect(hits).toBe(0)
      } finally {
        server.close()
      }
    })

    test('17: calls from a page that is not ours are refused, whatever they ask', async ({ start }) => {
      const { desktop, page } = await start()
      const blank = await openBlank(desktop)
      const call = () =>
        Reflect.get(window, 'backtrail')
          .shell('shell.versions', {})
          .then(
            (value: unknown) => JSON.stringify(value),
            (error: Error) => error.message,
          )
      expect(await page.evaluate(call)).toContain('"backtrail"')
      expect(await blank.evaluate(call)).toContain('Refused')
    })

    test('17: what a call carries is checked', async ({ start }) => {
      const { page } = await start()
      const call = (name: string, params: unknown) =>
        page.evaluate(
          ([called, given]) =>
            Reflect.get(window, 'backtrail')
              .shell(called, given)
              .then(
                () => 'answered',
                (error: Error) => error.message,
              ),
          [name, params] as const,
        )
      for (const name of ['nothing', '__proto__', 'constructor', 'engine.hello']) {
        expect(await call(name, {}), name).toContain('There is no such call.')
      }
      const wrong: [string, unknown][] = [
        ['shell.chooseArchives', { kind: 'everything' }],
        ['shell.progress', { fraction: 7 }],
        ['shell.progress', 'half'],
        ['shell.chooseSave', { kind: 'csv', suggestedName: 'x'.repeat(300) }],
        ['shell.notify', { kind: '<b>evil</b>', events: 1 }],
      ]
      for (const [name, params] of wrong) expect(await call(name, params), name).toContain('does not take')
    })

    test('15: a file is shown in its folder only when it was opened, and no address is ever opened', async ({
      start,
      home,
    }) => {
      const { desktop, page } = await start()
      await desktop.evaluate(({ shell }) => {
        Reflect.set(globalThis, 'shown', [])
        shell.showItemInFolder = (path: string) => Reflect.get(globalThis, 'shown').push(path)
      })
      const show = (path: string) =>
        page.evaluate(
          (given) => Reflect.get(window, 'backtrail').shell('shell.showInFolder', { path: given }),
          path,
        )
      for (const path of ['/etc/passwd', 'https://evil.example', 'relative', `${home}/../../etc/passwd`])
        await show(path)
      await show(home)
      await show('/')
      expect(await desktop.evaluate(() => Reflect.get(globalThis, 'shown'))).toEqual([])
    })

    test('downloads that nobody started are stopped', async ({ start }) => {
      const { desktop, page } = await start()
      await page.evaluate(() => {
        const link = document.body.appendChild(document.createElement('a'))
        link.href = URL.createObjectURL(new Blob(['evil']))
        link.download = 'evil.txt'
        link.click()
      })
      await page.waitForTimeout(500)
      expect(await addresses(desktop)).toEqual([own])
    })
  })
})

/** A window with our preload that shows a page without origin and without policy. */
async function openBlank(desktop: Desktop): Promise<Page> {
  await desktop.evaluate(async ({ BrowserWindow }) => {
    const preload = BrowserWindow.getAllWindows()[0].webContents.getLastWebPreferences().preload
    const window = new BrowserWindow({
      show: false,
      webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false },
    })
    await window.loadURL('about:blank?blank')
  })
  const pages = await desktop.windowCount(2)
  const blank = pages.find((page) => page.url() === 'about:blank?blank')
  if (!blank) throw new Error('the blank window is not there')
  return blank
}
