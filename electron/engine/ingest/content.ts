import { createHash } from 'node:crypto'
import type { FoundFile } from './found-file'
import { type InflateNotes, inflateBlocks, inflateBuffer, isGzip } from './inflate'
import { bombBytes } from './limits'
import { type Format, sniff } from './sniff'

export type Content = {
  format: Format
  /** What the file is wrapped in, from outside in: `gzip`. */
  wrapped: string[]
  /** The inflated bytes in UTF-8, without a byte order mark. */
  blocks: AsyncIterator<Buffer>
  /** Where in the content the first of them stands: behind a byte order mark. */
  offset: number
  encoding: 'utf-16le' | 'utf-16be' | null
  notes: InflateNotes
  /** Of the inflated bytes that have been read. */
  inflated(): { bytes: number; sha256: string }
}

/** Inflates a file as often as it is compressed, recognises what is inside, and brings text into UTF-8. */
export async function openContent(found: FoundFile): Promise<Content> {
  const notes: InflateNotes = { problem: null, remark: null }
  const wrapped: string[] = []
  let source = found.blocks
  let first = await nextFull(source)
  for (let layer = 0; layer < 2 && isGzip(first); layer += 1) {
    wrapped.push('gzip')
    const whole = layer === 0 ? found.whole : null
    const inflated = whole ? inflateBuffer(whole, notes) : inflateBlocks(prepend(first, source), notes)
    source = inflated[Symbol.asyncIterator]()
    first = await nextFull(source)
  }
  const hash = createHash('sha256')
  let bytes = 0
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const block of prepend(first, source)) {
      hash.update(block)
      bytes += block.length
      yield block
    }
  }
  const format = wrapped.length > 0 && first.length === 0 && notes.problem ? damaged(notes) : sniff(first)
  const content = { format, wrapped, notes, inflated: () => ({ bytes, sha256: hash.copy().digest('hex') }) }
  if (format.format === 'utf-16le' || format.format === 'utf-16be') {
    const text = await decodeUtf16(hashed(), format.format, notes)
    async function* decoded(): AsyncGenerator<Buffer> {
      yield text
    }
    return { ...content, format: sniff(text), blocks: decoded(), offset: 0, encoding: format.format }
  }
  const mark = first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf ? 3 : 0
  return { ...content, blocks: skipping(hashed(), mark), offset: mark, encoding: null }
}

const damaged = (notes: InflateNotes): Format => ({
  format: 'other',
  reason: notes.problem ?? 'damaged gzip',
})

/** The next block that has something in it; enough of it to recognise what it is. */
async function nextFull(source: AsyncIterator<Buffer>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0)
  while (head.length < 512) {
    const block = await source.next()
    if (block.done) break
    head = head.length === 0 ? block.value : Buffer.concat([head, block.value])
  }
  return head
}

async function* prepend(first: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first
  for (;;) {
    const block = await source.next()
    if (block.done) return
    if (block.value.length > 0) yield block.value
  }
}

async function* skipping(source: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes
  for await (const block of source) {
    yield left > 0 ? block.subarray(left) : block
    left = 0
  }
}

/** What Windows' shell makes of redirected output. Held in memory: such files were written by hand and are small. */
async function decodeUtf16(
  source: AsyncIterable<Buffer>,
  format: 'utf-16le' | 'utf-16be',
  notes: InflateNotes,
): Promise<Buffer> {
  const blocks: Buffer[] = []
  let bytes = 0
  for await (const block of source) {
    blocks.push(block)
    bytes += block.length
    if (bytes > bombBytes / 4) {
      notes.problem = 'UTF-16 text of more than 256 MB: convert it to UTF-8 first'
      break
    }
  }
  return Buffer.from(new TextDecoder(format).decode(Buffer.concat(blocks)), 'utf8')
}
