import { createReadStream, existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EngineError } from '../../contract/errors'
import type { Case } from '../case/case'
import type { Row } from '../case/connection'
import { tarEntryBlocks, zipEntryPlace } from './containers'
import { openContent } from './content'
import { type FoundFile, foundIn, openFound } from './found-file'
import { scanValue, skipSpace } from './json-scan'
import { blocksOf } from './limits'
import type { ContainerKind } from './messages'
import { decodeString } from './placed'

/** The files read last, so that looking at one record after another of a file does not inflate it each time. */
const kept = new Map<string, Buffer>()
const keptFiles = 4
const keptBytes = 64 * 2 ** 20
/** Content up to this size is handed out as a whole. */
const wholeBytes = 512 * 2 ** 20

/**
 * The bytes of a record as they stand in the (inflated) file it came from, after checking that the file is still the
 * one that was imported. `source` is its row of `sources`; a path `a.zip!b.json.gz` leads into archives.
 *
 * For a record inside of a JSON string these are the escaped bytes (`{\"eventVersion\":…`), for a row of a table the row;
 * `deliveredJson` reads them. Positions in text that is not UTF-8 are those of the text brought into UTF-8.
 * Errors: input/source-gone, input/source-changed.
 */
export async function readDelivered(
  opened: Case,
  source: Row,
  byteOffset: number,
  byteLength: number,
): Promise<Buffer> {
  const known = kept.get(keyOf(opened, source))
  if (known) return known.subarray(byteOffset, byteOffset + byteLength)
  const end = byteOffset + byteLength
  const wanted: Buffer[] = []
  const all: Buffer[] = []
  const size = await readAgain(opened, source, (block, at) => {
    if (at < end && at + block.length > byteOffset) {
      wanted.push(Buffer.from(block.subarray(Math.max(0, byteOffset - at), end - at)))
    }
    if (at + block.length <= keptBytes) all.push(block)
  })
  const bytes = Buffer.concat(wanted)
  if (bytes.length !== byteLength) throw changed(String(source.path))
  if (size <= keptBytes) {
    kept.set(keyOf(opened, source), Buffer.concat(all))
    for (const old of [...kept.keys()].slice(0, -keptFiles)) kept.delete(old)
  }
  return bytes
}

/**
 * All of the content of a file, inflated and in UTF-8, so that the positions of its records can be read out of it.
 * Errors as with `readDelivered`; content of more than 512 MB is not held in memory.
 */
export async function readInflated(opened: Case, source: Row): Promise<Buffer> {
  const known = kept.get(keyOf(opened, source))
  if (known) return known
  if (Number(source.inflated ?? 0) > wholeBytes) {
    throw new EngineError('input/source-gone', `${source.path} is too large to be held in memory.`, {
      hint: 'Read its records one by one.',
    })
  }
  const all: Buffer[] = []
  await readAgain(opened, source, (block) => all.push(block))
  return Buffer.concat(all)
}

const keyOf = (opened: Case, source: Row): string => `${opened.path}\0${source.source_id}\0${source.sha256}`

const changed = (path: string) =>
  new EngineError('input/source-changed', `${path} has changed since it was imported.`, {
    hint: 'Put the file back as it was, or import it again.',
  })

/**
 * Reads the content of a file again, block by block with the position of each, and checks its hash. Answers the size.
 */
async function readAgain(
  opened: Case,
  source: Row,
  take: (block: Buffer, at: number) => void,
): Promise<number> {
  const copy = source.copied ? join(opened.path, String(source.copied)) : null
  const path = copy && existsSync(copy) ? copy : String(source.path)
  const found = await openAgain(path, copy === path)
  try {
    const content = await openContent(found)
    let at = content.offset
    if (at > 0) take(Buffer.alloc(at), 0)
    for (let block = await content.blocks.next(); !block.done; block = await content.blocks.next()) {
      take(block.value, at)
      at += block.value.length
    }
    for (let block = await found.blocks.next(); !block.done; ) block = await found.blocks.next()
    if (found.sha256() !== source.sha256) throw changed(path)
    return at
  } finally {
    found.close()
  }
}

async function openAgain(path: string, isCopy: boolean): Promise<FoundFile> {
  try {
    return isCopy || existsSync(path) || !path.includes('!') ? openFound(path, null) : await openEntry(path)
  } catch (cause) {
    throw new EngineError('input/source-gone', `${path} cannot be read any more.`, {
      hint: 'Put the file back to where it was when it was imported.',
      cause,
    })
  }
}

/** Finds `archive.zip!file.json`: the longest beginning that is a file, then entry by entry. */
async function openEntry(path: string): Promise<FoundFile> {
  const parts = path.split('!')
  let length = parts.length - 1
  while (length > 0 && !existsSync(parts.slice(0, length).join('!'))) length -= 1
  const archive = parts.slice(0, length).join('!')
  return openInner(openFound(archive, null), archive, parts.slice(length))
}

/** Opens the entry that `names` lead to. A name may itself contain the mark that separates them. */
async function openInner(outer: FoundFile, archive: string | null, names: string[]): Promise<FoundFile> {
  const [first] = names
  if (first === undefined) return outer
  const kind = await kindOf(outer)
  for (let count = names.length; count > 0; count -= 1) {
    const name = names.slice(0, count).join('!')
    const entry = archive
      ? await entryOfFile(archive, kind, name)
      : outer.whole && (await entryOfBytes(outer.whole, kind, name))
    if (entry) return openInner(entry, null, names.slice(count))
  }
  throw new Error(`no entry ${first}`)
}

async function kindOf(file: FoundFile): Promise<ContainerKind> {
  const { format, wrapped, blocks } = await openContent(file)
  await blocks.return?.()
  return format.format === 'zip' ? 'zip' : wrapped.length > 0 ? 'tar.gz' : 'tar'
}

async function entryOfFile(archive: string, kind: ContainerKind, name: string): Promise<FoundFile | null> {
  if (kind !== 'zip') return tarEntry(createReadStream(archive), kind, name)
  const place = await zipEntryPlace(archive, name)
  return place && openFound(archive, place)
}

/** An archive inside of another is brought to a file, because a zip can only be read from one. */
async function entryOfBytes(bytes: Buffer, kind: ContainerKind, name: string): Promise<FoundFile | null> {
  if (kind !== 'zip') return tarEntry(blocksIn(bytes), kind, name)
  const folder = await mkdtemp(join(tmpdir(), 'backtrail-'))
  try {
    const path = join(folder, 'inner.zip')
    await writeFile(path, bytes, { mode: 0o600 })
    const found = await entryOfFile(path, 'zip', name)
    if (!found) return null
    const blocks: Buffer[] = []
    for (let block = await found.blocks.next(); !block.done; block = await found.blocks.next())
      blocks.push(block.value)
    found.close()
    return foundIn(Buffer.concat(blocks))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function* blocksIn(bytes: Buffer): AsyncGenerator<Buffer> {
  yield* blocksOf(bytes)
}

async function tarEntry(
  source: AsyncIterable<Buffer>,
  kind: ContainerKind,
  name: string,
): Promise<FoundFile | null> {
  const blocks: Buffer[] = []
  let isThere = false
  for await (const block of tarEntryBlocks(source, kind, name)) {
    isThere = true
    blocks.push(block)
  }
  return isThere ? foundIn(Buffer.concat(blocks)) : null
}

/**
 * The JSON text of a record out of its delivered bytes: what they are, or what they say where they stand in a JSON
 * string, or in one inside of that. Null for the row of a table, which is no JSON.
 */
export function deliveredJson(bytes: Buffer): string | null {
  let text = bytes
  for (let layer = 0; layer < 8; layer += 1) {
    const start = skipSpace(text, 0)
    const scan = scanValue(text, start)
    if ('end' in scan && text[start] === 0x7b) return text.toString('utf8', start, scan.end)
    const quoted = Buffer.concat([Buffer.from('"'), text, Buffer.from('"')])
    const string = scanValue(quoted, 0)
    if ('fault' in string || string.end !== quoted.length) return null
    const decoded = decodeString({ bytes: quoted, at: 0 }).bytes
    if (decoded.length === text.length) return null
    text = decoded
  }
  return null
}
