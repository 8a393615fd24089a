import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Case, openCase } from '../case/case'
import { makeCase } from '../query/test-support/make-case'
import { randomRows } from '../query/test-support/rows'
import { exportHandlers } from './handlers'

const context = { signal: new AbortController().signal, progress: () => undefined }
let folder: string
let opened: Case
let write: (path: string, text: string) => Promise<{ path: string }>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-save-'))
  await mkdir(join(folder, 'case.backtrail'))
  await makeCase(join(folder, 'case.backtrail'), [randomRows(5, 1)])
  opened = await openCase(join(folder, 'case.backtrail'))
  const cases = { get: () => opened } as unknown as Parameters<typeof exportHandlers>[0]['cases']
  write = (path, text) =>
    exportHandlers({ cases })['export.text']({ case: opened.id, path, format: 'csv', text }, context)
})
afterEach(async () => {
  await opened.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a list that the window saves', () => {
  it('stands in the chosen file as it was handed over', async () => {
    const path = join(folder, 'Files.CSV')
    expect(await write(path, 'path,status\r\n"ü, a",loaded\r\n')).toEqual({ path })
    expect(await readFile(path, 'utf8')).toBe('path,status\r\n"ü, a",loaded\r\n')
  })

  it.each(['trail.json.gz', '.bashrc', 'files', 'files.csv.sh'])('is not written to %s', async (name) => {
    await expect(write(join(folder, name), 'x')).rejects.toMatchObject({ code: 'export/target' })
    expect(await readdir(folder)).toEqual(['case.backtrail'])
  })

  it('does not go into the case', async () => {
    const before = await readdir(opened.path)
    await expect(write(join(opened.path, 'files.csv'), 'x')).rejects.toMatchObject({ code: 'export/target' })
    expect(await readdir(opened.path)).toEqual(before)
  })
})
