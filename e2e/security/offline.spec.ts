import { execFile, spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '../support/app'
import { awaitAddress, cliPath, environmentOf } from '../support/server'
import { canTrace, readTraffic, traced } from '../support/strace'
import { counts, putSample } from '../support/window'

const run = promisify(execFile)

test.describe('offline, watched from outside', () => {
  test.skip(!canTrace(), 'strace is not here or may not watch; npm test installs it where it may')
  test.setTimeout(240_000)

  test('the watch itself sees a connection, a name server and an open port', async ({ folder }) => {
    const log = join(folder, 'trace')
    const script = `
      const net = require('node:net'), dgram = require('node:dgram')
      net.connect(9, '192.0.2.1').on('error', () => {})
      net.createServer().listen(0, '0.0.0.0')
      dgram.createSocket('udp4').send('x', 53, '127.0.0.53', () => process.exit(0))
    `
    const [program, args] = traced(log, process.execPath, ['-e', script])
    await run(program, args)
    const { foreign } = await readTraffic(log)
    for (const address of ['192.0.2.1', '0.0.0.0', '127.0.0.53'])
      expect(foreign.join('\n')).toContain(address)
  })

  test('the command line speaks to nobody', async ({ folder, home }) => {
    const archive = await putSample(home)
    const casePath = join(folder, 'c.backtrail')
    const onCase = ['--case', casePath]
    let number = 0
    const speak = async (args: string[]): Promise<string> => {
      const log = join(folder, `trace-${number++}`)
      const [program, rest] = traced(log, process.execPath, [cliPath, ...args])
      const { stdout } = await run(program, rest, { env: environmentOf(home), maxBuffer: 256 * 1024 * 1024 })
      const traffic = await readTraffic(log)
      expect(traffic.foreign, args.join(' ')).toEqual([])
      expect([...traffic.local], args.join(' ')).toEqual([])
      expect(traffic.extensions, args.join(' ')).toEqual([])
      return stdout
    }
    await speak(['import', archive, ...onCase])
    await speak(['info', ...onCase, '--json'])
    const [event = ''] = (await speak(['events', ...onCase, '--limit', '1', '--json'])).split('\n')
    await speak(['record', JSON.parse(event).eventId, ...onCase, '--raw'])
    await speak(['sql', ...onCase, 'SELECT eventname, count(*) FROM cloudtrail_logs GROUP BY 1'])
    const deletions = await speak(['deletions', ...onCase, '--json'])
    const [deletion = ''] = deletions.split('\n')
    await speak(['investigate', JSON.parse(deletion).eventId, ...onCase, '--json'])
    await speak(['export', ...onCase, '--format', 'parquet', join(folder, 'out.parquet')])
  })

  test('browser mode, through import and every view, speaks to its own page only', async ({
    page,
    folder,
    home,
  }) => {
    await mkdir(home, { recursive: true })
    const archive = await putSample(home)
    const log = join(folder, 'trace')
    const [program, args] = traced(log, process.execPath, [cliPath, 'serve', '--no-open', archive])
    const server = await awaitAddress(
      spawn(program, args, { env: environmentOf(home), stdio: ['ignore', 'pipe', 'pipe'] }),
    )
    const requested = new Set<string>()
    page.on('request', (request) => requested.add(new URL(request.url()).origin))
    page.on('websocket', (socket) => requested.add(new URL(socket.url()).origin.replace('ws:', 'http:')))
    await page.goto(server.address)
    await expect(page.getByText('Import finished').first()).toBeVisible({ timeout: 120_000 })
    const views = page.getByRole('navigation', { name: 'Views' }).getByRole('button')
    for (let index = 0; index < (await views.count()); index += 1) {
      await views.nth(index).click()
      await page.waitForTimeout(1_500)
    }
    await views.filter({ hasText: 'Events' }).click()
    expect((await counts(page)).total).toBeGreaterThan(10_000)
    await page.close()
    // strace passes no signal on; the server is its only child and ends with it.
    await endTraced(server.process.pid ?? 0)
    expect([...requested]).toEqual([server.origin])
    const traffic = await readTraffic(log)
    expect(traffic.foreign).toEqual([])
    expect([...traffic.local]).toEqual(['127.0.0.1'])
    expect(traffic.extensions).toEqual([])
  })
})

/** Asks the program under strace to end, and waits for strace to follow. */
async function endTraced(strace: number): Promise<void> {
  const { stdout } = await run('pgrep', ['-P', String(strace)])
  for (const pid of stdout.trim().split('\n')) process.kill(Number(pid), 'SIGTERM')
  for (;;) {
    try {
      process.kill(strace, 0)
    } catch {
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
