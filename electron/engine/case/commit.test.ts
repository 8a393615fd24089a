import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { prepareFolder } from './commit'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-commit-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('says so where a file stands in the place of a case', async () => {
  const file = join(folder, 'trail.json')
  await writeFile(file, '{}')
  for (const path of [file, join(file, 'C.backtrail')]) {
    await expect(prepareFolder(path)).rejects.toMatchObject({ code: 'case/exists' })
  }
})
