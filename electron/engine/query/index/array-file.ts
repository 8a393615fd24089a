import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { endianness } from 'node:os'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Slices } from './slices'

/** Long arrays of numbers in one file, with something short about them: how what can be made again is kept on disk. */
export type Stored = { about: unknown; arrays: readonly NumberArray[] }
export type NumberArray = Uint8Array | Uint16Array | Uint32Array | Float64Array

type Head = { key: string; about: unknown; arrays: { width: number; length: number; sum: number }[] }

const mark = 'BTRARR01'
const chunkBytes = 4 * 2 ** 20
/** More than any head that was ever written. */
const maxHeadBytes = 512 * 2 ** 20

/**
 * Writes the file whole or not at all. `key` says what it was made from and how: whoever reads it under another one gets
 * nothing.
 */
export async function writeArrays(
  path: string,
  key: string,
  { about, arrays }: Stored,
  slices: Slices,
): Promise<void> {
  const draft = `${path}.${randomUUID()}.new`
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  try {
    const handle = await open(draft, 'wx', 0o600)
    try {
      await writeAll(handle, key, about, arrays, slices)
    } finally {
      await handle.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    throw error
  }
}

async function writeAll(
  handle: FileHandle,
  key: string,
  about: unknown,
  arrays: readonly NumberArray[],
  slices: Slices,
): Promise<void> {
  const sums: number[] = []
  for (const array of arrays) {
    let sum = 0
    for (const chunk of chunksOf(array)) {
      sum = crc32(chunk, sum)
      if (slices.due()) await slices.pause()
    }
    sums.push(sum)
  }
  const head: Head = {
    key,
    about,
    arrays: arrays.map(({ BYTES_PER_ELEMENT: width, length }, at) => ({ width, length, sum: sums[at] ?? 0 })),
  }
  const text = Buffer.from(JSON.stringify(head))
  const begin = Buffer.alloc(16)
  begin.write(mark, 'latin1')
  begin.writeUInt32LE(text.length, 8)
  begin.writeUInt32LE(crc32(text), 12)
  await handle.write(begin)
  await handle.write(text)
  for (const array of arrays) {
    for (const chunk of chunksOf(array)) {
      await handle.write(chunk)
      if (slices.due()) await slices.pause()
    }
  }
}

/** Null where the file is not there, was made under another key or on another kind of machine, or is damaged. */
export async function readArrays(path: string, key: string): Promise<Stored | null> {
  const handle = await open(path, 'r').catch(() => null)
  if (!handle) return null
  try {
    const head = await readHead(handle)
    if (!head || head.key !== key) return null
    const { size } = await stat(path)
    const bytes = head.arrays.reduce((sum, { width, length }) => sum + width * length, 0)
    if (size !== head.end + bytes) return null
    const arrays: NumberArray[] = []
    let at = head.end
    for (const { width, length, sum } of head.arrays) {
      const array = arrayOf(width, length)
      if (!array || (await readInto(handle, at, array)) !== sum) return null
      arrays.push(array)
      at += array.byteLength
    }
    return { about: head.about, arrays }
  } catch {
    return null
  } finally {
    await handle.close()
  }
}

async function readHead(handle: FileHandle): Promise<(Head & { end: number }) | null> {
  const begin = Buffer.alloc(16)
  const { bytesRead } = await handle.read(begin, 0, 16, 0)
  const length = begin.readUInt32LE(8)
  if (bytesRead < 16 || begin.toString('latin1', 0, 8) !== mark || length > maxHeadBytes) return null
  const text = Buffer.alloc(length)
  const { bytesRead: found } = await handle.read(text, 0, length, 16)
  if (found < length || crc32(text) !== begin.readUInt32LE(12) || endianness() !== 'LE') return null
  return { ...(JSON.parse(text.toString()) as Head), end: 16 + length }
}

/** Answers the checksum of what was read. */
async function readInto(handle: FileHandle, from: number, array: NumberArray): Promise<number> {
  let sum = 0
  let at = from
  for (const chunk of chunksOf(array)) {
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, at)
    if (bytesRead < chunk.length) return -1
    sum = crc32(chunk, sum)
    at += chunk.length
  }
  return sum
}

function arrayOf(width: number, length: number): NumberArray | null {
  const buffer = new SharedArrayBuffer(width * length)
  if (width === 1) return new Uint8Array(buffer)
  if (width === 2) return new Uint16Array(buffer)
  if (width === 4) return new Uint32Array(buffer)
  return width === 8 ? new Float64Array(buffer) : null
}

function* chunksOf({ buffer, byteOffset, byteLength }: NumberArray): Generator<Uint8Array> {
  for (let at = 0; at < byteLength; at += chunkBytes) {
    yield new Uint8Array(buffer, byteOffset + at, Math.min(chunkBytes, byteLength - at))
  }
}
