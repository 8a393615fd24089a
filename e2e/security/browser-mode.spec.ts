import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '../support/app'
import { importTinyCase, runCli } from '../support/import-case'
import { counts } from '../support/window'

test('the token is nowhere but in the printed address', async ({ openApp, folder, home }) => {
  const path = await importTinyCase(folder, home)
  const { page, server } = await openApp({ paths: [path] })
  expect((await counts(page)).total).toBe(120)
  const token = new URL(server.address).searchParams.get('token') ?? ''
  expect(token.length).toBeGreaterThanOrEqual(32)
  const seen = await page.evaluate(() => ({
    address: location.href,
    referrer: document.referrer,
    cookie: document.cookie,
    stored: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    requested: performance.getEntriesByType('resource').map(({ name }) => name),
    page: document.documentElement.outerHTML,
  }))
  expect(JSON.stringify(seen)).not.toContain(token)
  expect(seen.cookie).toBe('')
  await page.goBack().catch(() => undefined)
  expect(page.url()).not.toContain(token)
  expect(server.stderr.join('\n')).not.toContain(token)
  expect((await runCli(home, ['log'])).stdout).not.toContain(token)
  const [cookie] = await page.context().cookies(server.origin)
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', domain: '127.0.0.1' })
  expect(cookie?.value).not.toContain(token)
})

test('a page on another port of this machine can neither read, embed nor speak to it', async ({
  openApp,
  folder,
  home,
  context,
}) => {
  const path = await importTinyCase(folder, home)
  const { page, server } = await openApp({ paths: [path] })
  expect((await counts(page)).total).toBe(120)
  const evil = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html')
    response.end('<!doctype html><title>evil</title>')
  })
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = evil.address() as AddressInfo
    // The same browser, so the cookie of 127.0.0.1 is there.
    const other = await context.newPage()
    await other.goto(`http://127.0.0.1:${port}/`)
    const outcome = await other.evaluate(async (target) => {
      const attempt = (action: Promise<unknown>) =>
        action.then(
          () => 'reached',
          () => 'refused',
        )
      const script = new Promise((resolve, reject) => {
        const element = document.head.appendChild(document.createElement('script'))
        element.onload = resolve
        element.onerror = reject
        element.src = `${target}/index.html`
      })
      const socket = new Promise((resolve, reject) => {
        const opened = new WebSocket(`${target.replace('http', 'ws')}/ws`)
        opened.onopen = resolve
        opened.onerror = reject
      })
      const frame = document.body.appendChild(document.createElement('iframe'))
      frame.src = `${target}/`
      await new Promise((resolve) => {
        frame.onload = resolve
      })
      return {
        read: await attempt(fetch(target, { credentials: 'include' })),
        script: await attempt(script),
        socket: await attempt(socket),
        // A page that was let in would be of another origin and have a length all the same: its frames.
        framed: frame.contentDocument === null ? 'opaque' : 'readable',
      }
    }, server.origin)
    expect(outcome).toEqual({ read: 'refused', script: 'refused', socket: 'refused', framed: 'opaque' })
    const framed = other.frames().find((frame) => frame !== other.mainFrame())
    expect(await framed?.evaluate(() => document.querySelector('#root') !== null)).toBe(false)
    await other.close()
  } finally {
    evil.close()
  }
})

test('code that was put into the page does not run', async ({ openApp, expectedProblems }) => {
  expectedProblems.push(/Content Security Policy|TrustedScript|TrustedHTML|requires 'Trusted/)
  const { page } = await openApp()
  await expect(page.locator('#root > *').first()).toBeVisible()
  const ran = await page.evaluate(async () => {
    // The debugger's own call is allowed to evaluate text; what comes after a pause is the page's.
    await new Promise((resolve) => setTimeout(resolve, 50))
    const attempts: (() => unknown)[] = [
      () => {
        const script = document.createElement('script')
        script.text = 'window.ran = true'
        document.head.append(script)
      },
      () => {
        document.body.appendChild(document.createElement('div')).innerHTML =
          '<img src=x onerror="window.ran = true">'
      },
      () => Reflect.get(window, 'eval')('window.ran = true'),
      () => setTimeout('window.ran = true' as unknown as () => void),
      () => document.body.setAttribute('onclick', 'window.ran = true'),
    ]
    for (const attempt of attempts) {
      try {
        attempt()
      } catch {
        // Refused at once is as good as refused later.
      }
    }
    document.body.click()
    await new Promise((resolve) => setTimeout(resolve, 300))
    return Reflect.get(window, 'ran') === true
  })
  expect(ran).toBe(false)
})
