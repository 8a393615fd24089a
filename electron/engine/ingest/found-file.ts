import { createHash, type Hash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { createInflateRaw, inflateRawSync } from 'node:zlib'
import { blockBytes, blocksOf, bombBytes, bombRatio, wholeFileBytes, wholeInflatedBytes } from './limits'
import type { EntryPlace } from './messages'

/** The bytes of a file as found, in blocks; hashed while they pass. */
export type FoundFile = {
  readonly blocks: AsyncIterator<Buffer>
  /** All of it, when it is small. */
  readonly whole: Buffer | null
  readonly size: number
  /** SHA-256 of what has been read; complete after the last block. */
  sha256(): string
  close(): void
}

/**
 * Opens a file, or an entry of an archive as a file. What is appended to it later is not seen. Throws the error of the
 * file system, or an Error whose message says what is wrong with the archive.
 */
export function openFound(path: string, place: EntryPlace | null): FoundFile {
  if (place?.kind === 'zip') return openZipEntry(place)
  const target = place?.file ?? path
  // Without blocking: the file may have been replaced by a pipe.
  const file = openSync(target, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const found = fstatSync(file)
    if (!found.isFile()) throw new Error('not a regular file')
    return sliceOf(file, 0, found.size)
  } catch (error) {
    closeSync(file)
    throw error
  }
}

/** `size` bytes of an open file from `start` on. */
function sliceOf(file: number, start: number, size: number): FoundFile {
  const hash = createHash('sha256')
  const close = () => closeSync(file)
  if (size <= wholeFileBytes) {
    const whole = readAt(file, start, size)
    hash.update(whole)
    return { whole, size: whole.length, blocks: once(whole), sha256: onceHashed(hash), close }
  }
  async function* blocks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < size; at += blockBytes) {
      const block = readAt(file, start + at, Math.min(blockBytes, size - at))
      if (block.length === 0) return
      hash.update(block)
      yield block
    }
  }
  return { whole: null, size, blocks: blocks(), sha256: onceHashed(hash), close }
}

function readAt(file: number, position: number, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(size)
  let read = 0
  while (read < size) {
    const count = readSync(file, buffer, read, size - read, position + read)
    if (count === 0) break
    read += count
  }
  return buffer.subarray(0, read)
}

function openZipEntry(place: EntryPlace & { kind: 'zip' }): FoundFile {
  const file = openSync(place.archive, 'r')
  try {
    const header = readAt(file, place.headerOffset, 30)
    if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) throw new Error('damaged zip entry')
    const start = place.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
    const stored = sliceOf(file, start, place.compressedSize)
    return place.method === 0 ? stored : deflated(stored, place.compressedSize)
  } catch (error) {
    closeSync(file)
    throw error
  }
}

function deflated(stored: FoundFile, compressedSize: number): FoundFile {
  const hash = createHash('sha256')
  if (stored.whole) {
    try {
      const whole = inflateRawSync(stored.whole, { maxOutputLength: wholeInflatedBytes })
      hash.update(whole)
      return {
        whole: whole.length <= wholeFileBytes ? whole : null,
        size: whole.length,
        blocks: once(whole),
        sha256: onceHashed(hash),
        close: stored.close,
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') {
        throw new Error('damaged zip entry', { cause: error })
      }
    }
  }
  let size = 0
  async function* blocks(): AsyncGenerator<Buffer> {
    const inflate = createInflateRaw({ chunkSize: 65_536 })
    const feeding = (async () => {
      for (let block = await stored.blocks.next(); !block.done; block = await stored.blocks.next()) {
        if (inflate.destroyed) return
        if (!inflate.write(block.value))
          await new Promise((resolve) => inflate.once('drain', resolve).once('close', resolve))
      }
      inflate.end()
    })()
    for await (const piece of inflate) {
      size += (piece as Buffer).length
      if (size > bombBytes && size > compressedSize * bombRatio)
        throw new Error(`decompression bomb: stopped after ${size} bytes`)
      hash.update(piece as Buffer)
      yield piece as Buffer
    }
    await feeding
  }
  return {
    whole: null,
    get size() {
      return size
    },
    blocks: blocks(),
    sha256: onceHashed(hash),
    close: stored.close,
  }
}

/** Bytes in memory as a file. */
export function foundIn(whole: Buffer): FoundFile {
  const hash = createHash('sha256').update(whole)
  return { whole, size: whole.length, blocks: once(whole), sha256: onceHashed(hash), close: () => undefined }
}

async function* once(whole: Buffer): AsyncGenerator<Buffer> {
  yield* blocksOf(whole)
}

function onceHashed(hash: Hash): () => string {
  let digest: string | undefined
  return () => {
    digest ??= hash.digest('hex')
    return digest
  }
}
