import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CallName, type EngineHandlers, engineApi } from '../contract/engine-api'
import { confine, pathPlaces } from './confine'
import { filesHandlers } from './files'
import { contains, createGrants } from './grants'

const context = { signal: new AbortController().signal, progress: () => undefined }
let folder: string
let granted: string
let outside: string

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'backtrail-grants-')))
  granted = join(folder, 'granted')
  outside = join(folder, 'granted-not')
  await mkdir(join(granted, 'inner'), { recursive: true })
  await mkdir(outside)
  await writeFile(join(outside, 'secret.json'), '{}')
  await symlink(outside, join(granted, 'link'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('grants', () => {
  it('allow what was granted, everything below it, and what is yet to be made there', async () => {
    const grants = createGrants([granted])
    for (const path of [granted, join(granted, 'inner'), join(granted, 'new', 'deeper')]) {
      expect(await grants.check(path)).toBe(path)
    }
  })

  it.each([
    ['the folder above', () => folder],
    ['a sibling whose name begins alike', () => outside],
    ['a way out by dots', () => `${granted}/inner/../../granted-not/secret.json`],
    ['a symlink that leads out', () => join(granted, 'link', 'secret.json')],
    ['something new behind a symlink that leads out', () => join(granted, 'link', 'new.csv')],
    ['a relative path', () => 'granted'],
    ['a path with a zero byte', () => `${granted}/inner\0`],
  ])('refuse %s', async (_, path) => {
    await expect(createGrants([granted]).check(path())).rejects.toMatchObject({ code: 'path/not-granted' })
  })

  it('ask once whether a grant is on its way before they refuse', async () => {
    const grants = createGrants([granted], async () => grants.allow(outside))
    expect(await grants.check(outside)).toBe(outside)
  })

  it('know the root folder', () => {
    expect(contains('/', '/etc')).toBe(true)
    expect(contains('/etc', '/etcetera')).toBe(false)
  })
})

describe('confined calls', () => {
  it('cover every call of the contract that takes a path', () => {
    const withPaths = (Object.keys(engineApi) as CallName[]).filter(
      (name) => pathPlaces(engineApi[name].params).length > 0,
    )
    expect(withPaths).toEqual(
      expect.arrayContaining(['case.open', 'case.forget', 'case.suggest', 'import.start', 'files.list']),
    )
    // A parameter that is called a path and is none of the checked kind would slip through.
    for (const name of Object.keys(engineApi) as CallName[]) {
      const shape = Object.keys((engineApi[name].params as unknown as { shape: object }).shape)
      const named = shape.filter((key) => /path|file|folder/i.test(key))
      const checked = pathPlaces(engineApi[name].params).map(([first]) => first)
      expect(
        named.filter((key) => !checked.includes(key)),
        name,
      ).toEqual([])
    }
  })

  it('refuse a path outside before the handler runs, wherever in the parameters it stands', async () => {
    let ran = 0
    const handler = async () => {
      ran += 1
    }
    const handlers = confine(
      { 'case.open': handler, 'import.start': handler } as unknown as EngineHandlers,
      createGrants([granted]),
    )
    await expect(handlers['case.open']({ path: outside }, context)).rejects.toMatchObject({
      code: 'path/not-granted',
    })
    const params = { paths: [granted, outside], case: granted, copy: false }
    await expect(handlers['import.start'](params, context)).rejects.toMatchObject({
      code: 'path/not-granted',
    })
    expect(ran).toBe(0)
  })

  it('hand the handler real paths', async () => {
    await symlink(join(granted, 'inner'), join(granted, 'alias'))
    const seen: unknown[] = []
    const handler = async (params: unknown) => seen.push(params)
    const handlers = confine(
      { 'import.start': handler } as unknown as EngineHandlers,
      createGrants([granted]),
    )
    const params = { paths: [join(granted, 'alias')], case: join(granted, 'new.backtrail'), copy: true }
    await handlers['import.start'](params, context)
    expect(seen).toEqual([
      { paths: [join(granted, 'inner')], case: join(granted, 'new.backtrail'), copy: true },
    ])
  })
})

describe('the chooser', () => {
  const list = async (path: string) => {
    const grants = createGrants([granted])
    const handlers = confine(filesHandlers(grants) as EngineHandlers, grants)
    return handlers['files.list']({ path }, context)
  }

  it('lists folders first, cases as cases, without hidden files and links that lead out', async () => {
    await writeFile(join(granted, 'a.json'), '{"Records":[]}')
    await writeFile(join(granted, '.hidden'), '')
    await mkdir(join(granted, 'b.backtrail'))
    await writeFile(join(granted, 'b.backtrail', 'manifest.json'), '{}')
    const { entries } = await list(granted)
    expect(entries.map(({ name, kind, size }) => [name, kind, size])).toEqual([
      ['b.backtrail', 'case', null],
      ['inner', 'folder', null],
      ['a.json', 'file', 14],
    ])
  })

  it('goes up to what was granted and no higher', async () => {
    expect((await list(join(granted, 'inner'))).parent).toBe(granted)
    expect((await list(granted)).parent).toBeNull()
    await expect(list(folder)).rejects.toMatchObject({ code: 'path/not-granted' })
  })

  it('says so when there is no such folder', async () => {
    await expect(list(join(granted, 'gone'))).rejects.toMatchObject({ code: 'input/not-found' })
  })
})
