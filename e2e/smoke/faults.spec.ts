import { spawn, spawnSync } from 'node:child_process'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/app'
import { enginePattern, processesBelow } from '../support/desktop-test'
import { importTinyCase, runCli } from '../support/import-case'
import { cliPath, environmentOf, type RunningServer } from '../support/server'
import { writeTinyArchive } from '../support/tiny-archive'
import { counts, putSample } from '../support/window'

type Info = { events: number; reconciles: boolean; records: { stored: number; duplicates: number } }

const infoOf = async (home: string, path: string): Promise<Info> =>
  JSON.parse((await runCli(home, ['info', '--case', path, '--json'])).stdout)

/** The engine's process of a server. */
async function engineOf(server: RunningServer): Promise<number> {
  const [engine] = await processesBelow(server.process.pid ?? 0, enginePattern)
  if (engine === undefined) throw new Error('there is no engine')
  return engine
}

/** Runs the command line and answers what it said, whatever its status. */
function tryCli(home: string, args: string[]): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [cliPath, ...args], {
    env: environmentOf(home),
    encoding: 'utf8',
  })
  return { status, stderr }
}

const isRoot = process.getuid?.() === 0
/** A name space of its own in which a small disk may be mounted: root has it, others where the kernel allows it. */
const ownMounts = isRoot ? ['unshare', '--mount'] : ['unshare', '--user', '--map-root-user', '--mount']
const canMount =
  process.platform === 'linux' &&
  spawnSync(ownMounts[0] ?? '', [...ownMounts.slice(1), 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0

/** Runs a shell script that may mount, and answers its status and what it said. */
function inOwnMounts(
  home: string,
  script: string,
): { status: number | null; stdout: string; stderr: string } {
  const [program = '', ...args] = ownMounts
  const { status, stdout, stderr } = spawnSync(program, [...args, 'sh', '-c', script], {
    env: environmentOf(home),
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

const look = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))

test.describe('the engine', () => {
  test.use({ expectedProblems: [/WebSocket/] })

  test('killed while it answers is started again; the window asks again and says what happened', async ({
    openApp,
    folder,
    home,
  }) => {
    const path = await importTinyCase(folder, home)
    const { page, server } = await openApp({ paths: [path] })
    expect((await counts(page)).total).toBe(120)
    const killed = await engineOf(server)
    process.kill(killed, 'SIGKILL')
    await expect(page.getByText('The engine had stopped and was started again.')).toBeVisible()
    // What is asked from now on is answered by the new one.
    await page.reload()
    expect((await counts(page)).total).toBe(120)
    expect(await engineOf(server)).not.toBe(killed)
    expect(server.stderr.join('\n')).toContain('the engine ended (SIGKILL). It is being started again.')
    const { stdout } = await runCli(home, ['log'])
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ what }) => what)).toEqual(['engine.ready', 'engine.ended', 'engine.ready'])
    expect(stdout).not.toContain(path)
  })

  test('killed during an import loses nothing and doubles nothing: the same import goes on', async ({
    openApp,
    folder,
    home,
  }) => {
    const archive = await putSample(home)
    const path = join(folder, 'killed.backtrail')
    const { page, server } = await openApp({ paths: [archive], case: path })
    await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible()
    process.kill(await engineOf(server), 'SIGKILL')
    await expect(page.getByText('The engine had stopped and was started again.')).toBeVisible()
    await server.stop()
    await runCli(home, ['import', archive, '--case', path])
    const whole = join(folder, 'whole.backtrail')
    await runCli(home, ['import', archive, '--case', whole])
    const [resumed, fresh] = [await infoOf(home, path), await infoOf(home, whole)]
    expect(resumed).toMatchObject({ events: fresh.events, records: fresh.records, reconciles: true })
  })

  test('stopped for a while, as a machine asleep, goes on where it was', async ({
    openApp,
    folder,
    home,
  }) => {
    const path = await importTinyCase(folder, home)
    const { page, server } = await openApp({ paths: [path] })
    expect((await counts(page)).total).toBe(120)
    const processes = [server.process.pid ?? 0, await engineOf(server)]
    for (const pid of processes) process.kill(pid, 'SIGSTOP')
    await page.clock.install()
    await page.clock.fastForward('01:00:00')
    for (const pid of processes.reverse()) process.kill(pid, 'SIGCONT')
    await page.clock.resume()
    await page.getByRole('button', { name: 'Overview' }).first().click()
    await page.getByRole('button', { name: 'Events' }).first().click()
    expect((await counts(page)).total).toBe(120)
    await expect(page.getByText('The engine is gone.')).toBeHidden()
  })
})

test.describe('a case', () => {
  test('in two windows shows both what another process adds to it', async ({
    openApp,
    folder,
    home,
    context,
  }) => {
    const path = await importTinyCase(folder, home)
    const { page, server } = await openApp({ paths: [path] })
    const second = await context.newPage()
    await second.goto(server.address)
    expect((await counts(page)).total).toBe(120)
    expect((await counts(second)).total).toBe(120)
    const more = await writeTinyArchive(join(folder, 'more'), 200)
    await runCli(home, ['import', more, '--case', path])
    // The first 120 are the same events again and count once.
    for (const window of [page, second]) {
      await look(window)
      await expect.poll(async () => (await counts(window)).total).toBe(200)
    }
    await second.close()
  })

  test('deleted while it is open is missed with a sentence, and the window goes on', async ({
    openApp,
    folder,
    home,
    expectedProblems,
  }) => {
    expectedProblems.push(/./)
    const path = await importTinyCase(folder, home)
    const { page } = await openApp({ paths: [path] })
    expect((await counts(page)).total).toBe(120)
    await rm(path, { recursive: true })
    await page.reload()
    await expect(page.getByText(/There is nothing at|no longer there/).first()).toBeVisible()
    const again = await importTinyCase(join(folder, 'again'), home, 30)
    await page.goto(`${new URL(page.url()).origin}/#/events?case=${encodeURIComponent(again)}`)
    await expect(page.getByText(/outside of what was opened/).first()).toBeVisible()
  })

  test('of a newer version is refused with a sentence and left as it is', async ({
    openApp,
    folder,
    home,
  }) => {
    const path = await importTinyCase(folder, home)
    const file = join(path, 'manifest.json')
    const manifest = JSON.parse(await readFile(file, 'utf8'))
    const newer = JSON.stringify({ ...manifest, format: 9999 })
    await writeFile(file, newer)
    const { status, stderr } = tryCli(home, ['info', '--case', path])
    expect(status).toBe(3)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toMatch(/newer/)
    const { page } = await openApp({ paths: [path] })
    await expect(page.getByText(/newer/).first()).toBeVisible()
    expect(await readFile(file, 'utf8')).toBe(newer)
  })

  test('on a disk that fills up keeps what it had, says so, and is whole once there is room', async ({
    folder,
    home,
  }) => {
    test.skip(!canMount, 'a small disk cannot be mounted here')
    const archive = await putSample(home)
    const path = await importTinyCase(folder, home)
    const disk = join(folder, 'disk')
    const kept = join(folder, 'kept.backtrail')
    await mkdir(disk)
    const cli = `"${process.execPath}" "${cliPath}"`
    const { status, stdout, stderr } = inOwnMounts(
      home,
      `mount -t tmpfs -o size=1m tmpfs "${disk}" && cp -r "${path}" "${disk}/c.backtrail" || exit 99
       ${cli} import "${archive}" --case "${disk}/c.backtrail"; echo "status $?"
       ${cli} info --case "${disk}/c.backtrail" --json | grep -aE '"(events|reconciles)":'
       cp -r "${disk}/c.backtrail" "${kept}"`,
    )
    expect(status, stderr).toBe(0)
    expect(stdout).toContain('status 3')
    expect(stdout).toContain('"reconciles": true')
    expect(stderr).toMatch(/The disk that holds .* is full\. Free some space/)
    expect(stderr).not.toMatch(/inside Backtrail/)
    await runCli(home, ['import', archive, '--case', kept])
    const { events, reconciles } = await infoOf(home, kept)
    expect({ events: events > 10_000, reconciles }).toEqual({ events: true, reconciles: true })
  })

  test('made read-only while it is open is still read; an import into it is refused with a sentence', async ({
    folder,
    home,
  }) => {
    test.skip(!canMount, 'a disk cannot be mounted read-only here')
    const path = await importTinyCase(folder, home)
    const archive = await writeTinyArchive(join(folder, 'more'), 200)
    const disk = join(folder, 'disk')
    await mkdir(disk)
    await cp(path, join(disk, 'c.backtrail'), { recursive: true })
    const cli = `"${process.execPath}" "${cliPath}"`
    const { stdout, stderr } = inOwnMounts(
      home,
      `mount --bind "${disk}" "${disk}" && mount -o remount,bind,ro "${disk}" || exit 99
       ${cli} info --case "${disk}/c.backtrail" --json | grep -a '"events"'
       ${cli} import "${archive}" --case "${disk}/c.backtrail"; echo "status $?"`,
    )
    expect(stdout).toContain('"events": 120')
    expect(stdout).toContain('status 3')
    expect(stderr).toMatch(/read-only|written/i)
    expect(stderr).not.toMatch(/inside Backtrail/)
  })
})

test('a closed pipe ends the command line without a word', async ({ folder, home }) => {
  const path = await importTinyCase(folder, home)
  const child = spawn(
    'sh',
    ['-c', `"${process.execPath}" "${cliPath}" events --case "${path}" --json | head -1`],
    {
      env: environmentOf(home),
    },
  )
  let said = ''
  child.stderr.on('data', (data) => {
    said += data
  })
  const status = await new Promise((resolve) => child.once('exit', resolve))
  expect(status).toBe(0)
  expect(said).toBe('')
})
