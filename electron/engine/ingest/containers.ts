import { closeSync, createWriteStream, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Header } from 'tar-stream'
import { type Entry, fromFd, type ZipFile } from 'yauzl'
import { openFound } from './found-file'
import type { InflateNotes } from './inflate'
import type { ContainerKind, EntryPlace } from './messages'
import type { Planned, Totals } from './plan'
import { unpack } from './unpack-tar'

/** An archive that was met: entries of it are files of their own, `archive.zip!entry`. */
export type Container = { path: string; place: EntryPlace | null; kind: ContainerKind; depth: number }

const entryOf = (container: Container, name: string): string => `${container.path}!${name}`

const problemEntry = (container: Container, name: string, size: number, problem: string): Planned => ({
  path: entryOf(container, name),
  place: null,
  size,
  stamp: `${size}`,
  problem,
})

/** Names that would leave the archive if somebody unpacked it by name. We never do; but no honest archive has them. */
const leaves = (name: string): boolean =>
  name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.replaceAll('\\', '/').split('/').includes('..')

/**
 * The entries of an archive as files. Nothing is unpacked to a place that the archive names. `spool` gives the path of
 * a new file for an entry that can only be read in passing.
 */
export async function* entriesOf(container: Container, spool: () => string): AsyncGenerator<Planned> {
  try {
    if (container.kind === 'zip') yield* zipEntries(container, await asFile(container, spool))
    else yield* tarEntries(container, spool)
  } catch (error) {
    yield problemEntry(container, '(end)', 0, `damaged archive: ${(error as Error).message}`)
  }
}

/** A zip is read from its end, so it has to be a file. */
async function asFile({ path, place }: Container, spool: () => string): Promise<string> {
  if (place === null) return path
  if (place.kind === 'spooled') return place.file
  const found = openFound(path, place)
  try {
    const target = spool()
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    await pipeline(iterate(found.blocks), createWriteStream(target, { mode: 0o600 }))
    return target
  } finally {
    found.close()
  }
}

async function* iterate(blocks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (let block = await blocks.next(); !block.done; block = await blocks.next()) yield block.value
}

async function* zipEntries(container: Container, archive: string): AsyncGenerator<Planned> {
  const size = (await stat(archive)).size
  const zip = await openZip(archive)
  let compressed = 0
  try {
    for await (const entry of readEntries(zip)) {
      const name = nameOfEntry(entry)
      if (name.endsWith('/')) continue
      compressed += entry.compressedSize
      const problem = zipProblem(entry, name) ?? (compressed > size ? 'entries of the archive overlap' : null)
      if (problem) {
        yield problemEntry(container, name, entry.uncompressedSize, problem)
        continue
      }
      yield {
        path: entryOf(container, name),
        place: {
          kind: 'zip',
          archive,
          headerOffset: entry.relativeOffsetOfLocalHeader,
          compressedSize: entry.compressedSize,
          method: entry.compressionMethod,
        },
        size: entry.uncompressedSize,
        stamp: `crc:${entry.crc32}:${entry.uncompressedSize}`,
        problem: null,
      }
    }
  } finally {
    zip.close()
  }
}

/** How many files archives hold, and their bytes; null where only reading them tells. */
export async function totalsOf(containers: readonly Container[]): Promise<Totals | null> {
  const totals: Totals = { files: 0, bytes: 0 }
  for (const container of containers) {
    if (container.kind !== 'zip' || container.place !== null) return null
    try {
      for await (const { size } of zipEntries(container, container.path)) {
        totals.files += 1
        totals.bytes += size
      }
    } catch {
      return null
    }
  }
  return totals
}

function openZip(archive: string): Promise<ZipFile> {
  const file = openSync(archive, 'r')
  return new Promise((resolve, reject) => {
    // Names are decoded here: yauzl would stop at the first one that it does not like.
    fromFd(file, { lazyEntries: true, autoClose: false, decodeStrings: false }, (error, zip) => {
      if (error) reject(error)
      else resolve(zip)
    })
  })
}

async function* readEntries(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      const onEntry = (next: Entry) => settle(() => resolve(next))
      const onEnd = () => settle(() => resolve(null))
      const onError = (error: Error) => settle(() => reject(error))
      const settle = (done: () => void) => {
        zip.off('entry', onEntry).off('end', onEnd).off('error', onError)
        done()
      }
      zip.on('entry', onEntry).on('end', onEnd).on('error', onError)
      zip.readEntry()
    })
    if (entry === null) return
    yield entry
  }
}

const nameOfEntry = (entry: Entry): string => {
  const name = entry.fileName as unknown as Buffer | string
  return typeof name === 'string' ? name : name.toString('utf8')
}

function zipProblem(entry: Entry, name: string): string | null {
  if (leaves(name)) return 'its name points outside of the archive'
  if (entry.generalPurposeBitFlag & 1) return 'encrypted: unpack it first'
  // The upper half holds the file's mode where the archive was made on Unix.
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000) return 'symbolic link'
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    return `compressed in a way that is not supported (${entry.compressionMethod}): unpack it first`
  }
  return null
}

async function* tarEntries(container: Container, spool: () => string): AsyncGenerator<Planned> {
  const found = openFound(container.path, container.place)
  const notes: InflateNotes = { problem: null, remark: null }
  try {
    for await (const entry of unpack(iterate(found.blocks), container.kind, notes)) {
      const { name, size = 0, type, mtime } = entry.header
      if (type === 'directory') continue
      const problem = tarProblem(name, type)
      if (problem) {
        yield problemEntry(container, name, size, problem)
        continue
      }
      const file = spool()
      await writeEntry(file, entry.blocks)
      yield {
        path: entryOf(container, name),
        place: { kind: 'spooled', file },
        size,
        stamp: `tar:${mtime?.getTime() ?? 0}:${size}`,
        problem: null,
      }
    }
    if (notes.problem) throw new Error(notes.problem)
  } finally {
    found.close()
  }
}

function tarProblem(name: string, type: Header['type']): string | null {
  if (leaves(name)) return 'its name points outside of the archive'
  if (type === 'symlink' || type === 'link') return 'link'
  return type === 'file' || type === 'contiguous-file' ? null : `${type ?? 'unknown'} entry`
}

async function writeEntry(path: string, blocks: AsyncIterable<Buffer>): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const file = openSync(path, 'w', 0o600)
  try {
    for await (const block of blocks) writeFileSync(file, block)
  } finally {
    closeSync(file)
  }
}

/** Where an entry of a zip archive stands, by its name; null when there is none. */
export async function zipEntryPlace(archive: string, name: string): Promise<EntryPlace | null> {
  const container: Container = { path: '', place: null, kind: 'zip', depth: 1 }
  for await (const { path, place } of zipEntries(container, archive)) if (path === `!${name}`) return place
  return null
}

/** The bytes of one entry of a tar archive, found by its name. For reading a record again. */
export async function* tarEntryBlocks(
  source: AsyncIterable<Buffer>,
  kind: ContainerKind,
  name: string,
): AsyncGenerator<Buffer> {
  for await (const entry of unpack(source, kind, { problem: null, remark: null })) {
    if (entry.header.name !== name) continue
    yield* entry.blocks
    return
  }
}
