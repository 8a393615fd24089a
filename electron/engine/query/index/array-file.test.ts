import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readArrays, type Stored, writeArrays } from './array-file'
import { Slices } from './slices'

const never = new Slices(new AbortController().signal)
let folder: string
let path: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-arrays-'))
  path = join(folder, 'below', 'some.bin')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const stored: Stored = {
  about: { texts: ['ä', null, '日'] },
  arrays: [
    Uint8Array.from([1, 2, 255]),
    Uint16Array.from([65_535, 0]),
    new Uint32Array(0),
    Uint32Array.from({ length: 1_500_000 }, (_, at) => at * 2863),
    Float64Array.from([Infinity, -0.5, 2 ** 52]),
  ],
}

describe('a file of arrays', () => {
  it('holds what was written', async () => {
    await writeArrays(path, 'key', stored, never)
    const found = await readArrays(path, 'key')
    expect(found?.about).toEqual(stored.about)
    expect(found?.arrays.map((array) => array.constructor)).toEqual(stored.arrays.map((a) => a.constructor))
    const same = stored.arrays.map((array, at) => array.every((one, k) => one === found?.arrays[at]?.[k]))
    expect(same).toEqual(stored.arrays.map(() => true))
    expect(found?.arrays.map(({ length }) => length)).toEqual(stored.arrays.map(({ length }) => length))
  })

  it('answers nothing under another key, or where it is not there', async () => {
    await writeArrays(path, 'key', stored, never)
    expect(await readArrays(path, 'another key')).toBeNull()
    expect(await readArrays(join(folder, 'none.bin'), 'key')).toBeNull()
  })

  it('answers nothing wherever one byte of it is another, and wherever it was cut off', async () => {
    await writeArrays(path, 'key', stored, never)
    const whole = await readFile(path)
    for (let at = 0; at < whole.length; at += at < 700 ? 13 : 499_979) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] as number) ^ 4
      await writeFile(path, changed)
      expect(await readArrays(path, 'key'), `byte ${at}`).toBeNull()
      await writeFile(path, whole.subarray(0, at))
      expect(await readArrays(path, 'key'), `cut at ${at}`).toBeNull()
    }
    await writeFile(path, Buffer.concat([whole, Buffer.from('x')]))
    expect(await readArrays(path, 'key')).toBeNull()
  })

  it('leaves what was there, and no draft, when writing is given up', async () => {
    await writeArrays(path, 'key', stored, never)
    const cancelled = new Slices(AbortSignal.abort())
    while (!cancelled.due());
    const given = writeArrays(path, 'newer', { ...stored, about: 1 }, cancelled)
    await expect(given).rejects.toThrow()
    expect((await readArrays(path, 'key'))?.about).toEqual(stored.about)
    expect(await readdir(join(folder, 'below'))).toEqual(['some.bin'])
  })
})
