import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type Loopback, serveLoopback } from './loopback'

let folder: string
let server: Loopback
let port: number
let cookie: string

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string }

/** A request as a hostile client would write it: path and headers go out as they are. */
function send(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = ''
      response.on('data', (chunk) => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-loopback-'))
  const root = join(folder, 'page')
  await mkdir(join(root, 'assets'), { recursive: true })
  await mkdir(join(folder, 'page-not'))
  await writeFile(join(root, 'index.html'), '<meta nonce="BACKTRAIL_CSP_NONCE">')
  await writeFile(join(root, 'assets', 'a.js'), 'let a')
  await writeFile(join(root, 'notes.txt'), 'of no kind that is served')
  await writeFile(join(folder, 'secret.json'), '{}')
  await writeFile(join(folder, 'page-not', 'secret.json'), '{}')
  await symlink(join(folder, 'secret.json'), join(root, 'link.json'))
  server = await serveLoopback({
    root,
    port: 0,
    maxWindows: 4,
    onWindow: (socket) => socket.on('message', (data) => socket.send(`heard ${data}`)),
  })
  port = Number(new URL(server.origin).port)
  const { headers } = await send(new URL(server.address).pathname + new URL(server.address).search)
  cookie = String(headers['set-cookie']).split(';')[0] ?? ''
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

describe('the address', () => {
  it('is on 127.0.0.1 and exchanges its token for a strict cookie that scripts cannot read', async () => {
    const url = new URL(server.address)
    expect(url.hostname).toBe('127.0.0.1')
    const { status, headers } = await send(`${url.pathname}${url.search}&view=1`)
    expect(status).toBe(303)
    expect(headers.location).toBe('/?view=1')
    expect(String(headers['set-cookie'])).toMatch(
      /^backtrail-\d+=[\w-]{32}; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    expect(String(headers['set-cookie'])).not.toContain(url.searchParams.get('token'))
  })

  it('works after a link on another site, where a redirect would lose a strict cookie', async () => {
    const navigation = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    }
    const { status, body } = await send(`/${new URL(server.address).search}`, navigation)
    expect(status).toBe(200)
    expect(body).toContain('http-equiv="refresh" content="0;url=/"')
  })

  it('for once is good for one use', async () => {
    const path = `/${new URL(server.addressForOnce()).search}`
    expect((await send(path)).status).toBe(303)
    expect((await send(path)).status).toBe(401)
  })

  it.each(['/?token=', '/?token=wrong', '/', '/assets/a.js', '/index.html'])('refuses %s', async (path) => {
    const { status, body } = await send(path)
    expect(status).toBe(401)
    expect(body).not.toContain('let a')
  })
})

describe('requests', () => {
  const asked = (path: string, headers: Record<string, string> = {}, method?: string) =>
    send(path, { cookie, ...headers }, method)

  it('get the page with a fresh nonce in it and in its policy', async () => {
    const [first, second] = [await asked('/'), await asked('/index.html')]
    const nonces = [first, second].map(({ body }) => /nonce="([\w-]{22})"/.exec(body)?.[1])
    expect(nonces[0]).not.toBe(nonces[1])
    expect(first.headers['content-security-policy']).toContain(`'nonce-${nonces[0]}'`)
    expect(first.headers['cache-control']).toBe('no-store')
  })

  it('get every header of the policy, without unsafe-inline or unsafe-eval, also when refused', async () => {
    for (const { headers } of [
      await asked('/'),
      await asked('/assets/a.js'),
      await send('/'),
      await asked('/no'),
    ]) {
      const policy = String(headers['content-security-policy'])
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w-]{22}';/)
      for (const part of [
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
      ]) {
        expect(policy).toContain(part)
      }
      expect(policy).not.toMatch(/unsafe|\*/)
      expect(headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      })
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })

  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    '169.254.1.1',
    'localhost@evil.example',
  ])('for the host "%s" are refused: a name that was rebound to this machine', async (host) => {
    const { status } = await asked('/', { host })
    expect(status === 421 || status === 400).toBe(true)
  })

  it.each(['127.0.0.1:9000', 'localhost:9000', '[::1]:9000'])(
    'for %s are answered: a tunnel',
    async (host) => {
      expect((await asked('/', { host })).status).toBe(200)
    },
  )

  it.each([
    ['another origin', { origin: 'http://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['no origin at all (a sandboxed frame)', { origin: 'null' }],
    [
      'an image on another site',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
    ],
    [
      'a frame on another site',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    ],
    [
      'a page on another port',
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
    ],
  ])('from %s are refused', async (_, headers) => {
    expect((await asked('/assets/a.js', headers as unknown as Record<string, string>)).status).toBe(403)
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE'])('by %s are refused', async (method) => {
    expect((await asked('/', {}, method)).status).toBe(405)
  })

  it.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/assets/..%2f..%2fsecret.json',
    '/..%5csecret.json',
    '/assets/../../page-not/secret.json',
    '/link.json',
    '/notes.txt',
    '/assets',
    '/%00',
    '/%zz',
    '//evil.example/index.html/..',
  ])('for %s find nothing', async (path) => {
    expect((await asked(path)).status).toBe(404)
  })
})

describe('sockets', () => {
  type End = { opened: boolean; status?: number; code?: number; heard: string[] }

  function open(
    headers: Record<string, string>,
    path = '/ws',
    messages: (string | Buffer)[] = [],
  ): Promise<End> {
    return new Promise((resolve) => {
      const end: End = { opened: false, heard: [] }
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers })
      socket.on('unexpected-response', (_request, response) => {
        resolve({ ...end, status: response.statusCode ?? 0 })
        socket.terminate()
      })
      socket.on('error', () => undefined)
      socket.on('open', () => {
        end.opened = true
        for (const message of messages) socket.send(message)
        if (messages.length === 0) socket.close()
      })
      socket.on('message', (data) => {
        end.heard.push(String(data))
        if (end.heard.length === messages.length) socket.close()
      })
      socket.on('close', (code) => resolve({ ...end, code }))
    })
  }
  const own = () => ({ cookie, origin: server.origin })

  it('open for our own page', async () => {
    expect(await open(own(), '/ws', ['hello'])).toMatchObject({ opened: true, heard: ['heard hello'] })
  })

  it.each([
    ['without the cookie', () => ({ origin: server.origin }), 401],
    ['with a wrong cookie', () => ({ origin: server.origin, cookie: `backtrail-${port}=wrong` }), 401],
    ['without an origin', () => ({ cookie }), 403],
    ['from another site', () => ({ cookie, origin: 'http://evil.example' }), 403],
    ['from another port', () => ({ cookie, origin: 'http://127.0.0.1:1' }), 403],
    ['from a rebound name', () => ({ cookie, host: 'evil.example', origin: 'http://evil.example' }), 421],
  ])('stay closed %s', async (_, headers, status) => {
    expect(await open(headers() as Record<string, string>)).toMatchObject({ opened: false, status })
  })

  it('stay closed at any other address', async () => {
    expect(await open(own(), '/')).toMatchObject({ opened: false, status: 404 })
    expect(await open(own(), '/ws?x')).toMatchObject({ opened: false, status: 404 })
  })

  it('are closed by a message that is too large', async () => {
    expect(await open(own(), '/ws', [Buffer.alloc(5 * 1024 * 1024, 'a')])).toMatchObject({ code: 1009 })
  })

  it('are not opened beyond the limit', async () => {
    const sockets = await Promise.all(
      Array.from(
        { length: 4 },
        () =>
          new Promise<WebSocket>((resolve) => {
            const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: own() })
            socket.on('open', () => resolve(socket))
          }),
      ),
    )
    expect(await open(own())).toMatchObject({ opened: false, status: 503 })
    for (const socket of sockets) socket.terminate()
  })
})

describe('the port', () => {
  it('that is taken is a usage error that says what to do', async () => {
    const again = serveLoopback({ root: folder, port, onWindow: () => undefined })
    await expect(again).rejects.toMatchObject({ code: 'usage', hint: expect.stringContaining('--port') })
  })
})

describe('limits', () => {
  // Nothing is added while the test runs, so that the counts do not depend on how fast this machine is.
  const limits = { requests: { perSecond: 0, burst: 20 }, messages: { perSecond: 0, burst: 50 } }

  it('refuse the request and close the window that go beyond them', async () => {
    const heard: string[] = []
    const limited = await serveLoopback({
      root: join(folder, 'page'),
      port: 0,
      limits,
      onWindow: (window) => window.on('message', (data) => heard.push(String(data))),
    })
    try {
      const entered = await fetch(limited.address, { redirect: 'manual' })
      const headers = { cookie: String(entered.headers.get('set-cookie')).split(';')[0] ?? '' }
      const code = await new Promise<number>((resolve) => {
        const window = new WebSocket(`${limited.origin.replace('http', 'ws')}/ws`, {
          headers: { ...headers, origin: limited.origin },
        })
        window.on('open', () => {
          for (let count = 0; count < 60; count += 1) window.send('x')
        })
        window.on('close', resolve)
      })
      expect(code).toBe(1008)
      const statuses: number[] = []
      for (let count = 0; count < 25; count += 1) {
        statuses.push((await fetch(`${limited.origin}/assets/a.js`, { headers })).status)
      }
      expect(statuses.filter((status) => status === 200)).toHaveLength(19)
      expect(statuses.filter((status) => status === 429)).toHaveLength(6)
    } finally {
      await limited.close()
    }
  })
})
