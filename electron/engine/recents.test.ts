import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Recents, recentsIn } from './recents'

let folder: string
let recents: Recents
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-recents-'))
  recents = recentsIn(join(folder, 'state'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A folder that looks like a case. */
async function caseNamed(name: string): Promise<{ path: string; name: string; events: number }> {
  const path = join(folder, name)
  await mkdir(path)
  await writeFile(join(path, 'manifest.json'), '{}')
  return { path, name, events: 1 }
}

describe('the case that was made of some archives', () => {
  it('is found by exactly those, in whatever order', async () => {
    const entry = await caseNamed('a')
    await recents.remember({ ...entry, archives: ['/x', '/y'] })
    expect(await recents.madeOf(['/y', '/x'])).toBe(entry.path)
    expect(await recents.madeOf(['/x'])).toBeNull()
    expect(await recents.madeOf(['/x', '/y', '/z'])).toBeNull()
  })

  it('is still found after it was opened again', async () => {
    const entry = await caseNamed('a')
    await recents.remember({ ...entry, archives: ['/x'] })
    await recents.remember(entry)
    expect(await recents.madeOf(['/x'])).toBe(entry.path)
  })

  it('is not one that is gone or that was taken off the list', async () => {
    const [gone, forgotten] = [await caseNamed('gone'), await caseNamed('forgotten')]
    await recents.remember({ ...gone, archives: ['/x'] })
    await recents.remember({ ...forgotten, archives: ['/y'] })
    await rm(gone.path, { recursive: true })
    await recents.forget(forgotten.path)
    expect(await recents.madeOf(['/x'])).toBeNull()
    expect(await recents.madeOf(['/y'])).toBeNull()
  })

  it('is no business of the window’s list', async () => {
    await recents.remember({ ...(await caseNamed('a')), archives: ['/x'] })
    expect((await recents.list()).map((entry) => Object.keys(entry).sort())).toEqual([
      ['events', 'exists', 'name', 'openedAt', 'path'],
    ])
  })
})
