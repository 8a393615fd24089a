import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { recordOf, testBench } from './case-under-test.test-support'
import { KeyFiles } from './key-files'

const bench = testBench()
const keysFolder = () => join(bench.casePath, 'keys')

async function importFile(name: string, ...records: object[]): Promise<void> {
  await writeFile(bench.at(name), JSON.stringify({ Records: records, name }))
  await bench.import([bench.at(name)])
}

async function expectStored(stored: number, duplicates: number): Promise<void> {
  const { info } = await bench.contents()
  expect(info.records).toMatchObject({ stored, duplicates })
  expect(info.reconciles).toBe(true)
}

describe('the keys that a case keeps of its events', () => {
  it('are the same words again when they are read', async () => {
    const files = new KeyFiles(bench.folder)
    await files.prepare([])
    const words = Uint32Array.of(1, 2, 3, 4, 5, 6, 7, 2 ** 32 - 1)
    await files.write('part', words)
    expect(await files.read('part')).toEqual(words)
    expect(await files.read('other')).toBeNull()
  })

  it('find copies in an import that comes later', async () => {
    await importFile('a.json', recordOf(1), recordOf(2))
    await importFile('b.json', recordOf(2), recordOf(3))
    expect((await readdir(keysFolder())).sort()).toEqual(['0000001-0.keys', '0000002-0.keys'])
    await expectStored(3, 1)
  })

  it('are a cache: without them, or with what is left of them, the same copies are found', async () => {
    await importFile('a.json', recordOf(1), recordOf(2))
    await rm(keysFolder(), { recursive: true })
    await importFile('b.json', recordOf(2), recordOf(3))
    await expectStored(3, 1)
    const file = join(keysFolder(), '0000002-0.keys')
    const bytes = await readFile(file)
    await writeFile(file, bytes.subarray(0, bytes.length - 16))
    await importFile('c.json', recordOf(3), recordOf(1), recordOf(4))
    await expectStored(4, 3)
  })

  it('of no segment are removed: an import that was killed may have left them', async () => {
    await importFile('a.json', recordOf(1))
    const files = new KeyFiles(bench.casePath)
    await files.write('0000009-0', Uint32Array.of(1, 2, 3, 4))
    await importFile('b.json', recordOf(2))
    expect((await readdir(keysFolder())).sort()).toEqual(['0000001-0.keys', '0000002-0.keys'])
  })

  it('are found of a segment that stands in for another, in which events were flagged', async () => {
    await importFile('a.json', recordOf(1), recordOf(2))
    await importFile('b.json', recordOf(1, { errorCode: 'X' }))
    await importFile('c.json', recordOf(2), recordOf(3))
    const { info, events } = await bench.contents()
    expect(info.records).toMatchObject({ stored: 4, duplicates: 1 })
    expect(events.filter(({ conflict }) => conflict).length).toBe(2)
    expect((await readdir(keysFolder())).length).toBe(3)
  })
})
