import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeText } from './write-text'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-text-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a report that is saved to a chosen place', () => {
  it('is whole, readable by its owner only, and leaves nothing beside it', async () => {
    const path = join(folder, 'report.html')
    await writeFile(path, 'an older one')
    expect(await writeText(path, 'Bericht über „prod-orders“', join(folder, 'a.backtrail'))).toBe(path)
    expect(await readFile(path, 'utf8')).toBe('Bericht über „prod-orders“')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['report.html'])
  })

  it('does not go into the case, nor over a folder, nor where there is no folder', async () => {
    const casePath = join(folder, 'a.backtrail')
    await mkdir(casePath)
    await mkdir(join(folder, 'taken.md'))
    for (const path of [join(casePath, 'report.md'), join(folder, 'missing', 'report.md')])
      await expect(writeText(path, 'x', casePath)).rejects.toMatchObject({ code: 'export/target' })
    await expect(writeText(join(folder, 'taken.md'), 'x', casePath)).rejects.toThrow()
    expect((await readdir(folder)).sort()).toEqual(['a.backtrail', 'taken.md'])
    expect(await readdir(casePath)).toEqual([])
  })
})
