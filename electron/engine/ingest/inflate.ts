import { crc32, createGunzip, gunzipSync, inflateRawSync } from 'node:zlib'
import { blockBytes, blocksOf, bombBytes, bombRatio, wholeInflatedBytes } from './limits'

/** What was odd about a compressed file. Some of its content may have been read before that was met. */
export type InflateNotes = { problem: string | null; remark: string | null }

type Whole = { buffer: Buffer; engine: { bytesWritten: number } }

export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b

/** Inflates a gzip file that is in memory: at once where it is sound and small, else piece by piece. */
export async function* inflateBuffer(found: Buffer, notes: InflateNotes): AsyncGenerator<Buffer> {
  try {
    const whole = inflateMembers(found)
    if (whole.left > 0) notes.remark = `${whole.left} bytes after the end of the gzip data were not read`
    else if (whole.members > 1) notes.remark = 'made of more than one gzip member; all were read'
    yield* blocksOf(whole.bytes)
  } catch {
    // Damaged or large: the road below tells which, and saves what can be read.
    yield* inflateBlocks(pieces(found), notes)
  }
}

/** All members of a gzip file, and how many bytes behind the last one are none. Throws when one is damaged or large. */
function inflateMembers(found: Buffer): { bytes: Buffer; members: number; left: number } {
  const claimed = found.length >= 18 ? found.readUInt32LE(found.length - 4) : 0
  // `info` answers the engine too, which knows how much of the input it has used.
  const options = { maxOutputLength: wholeInflatedBytes, info: true }
  if (claimed <= wholeInflatedBytes) {
    try {
      // With room for all of it, zlib need not put pieces together.
      const chunkSize = Math.max(claimed + 64, 1024)
      const { buffer, engine } = gunzipSync(found, { ...options, chunkSize }) as unknown as Whole
      const left = found.length - engine.bytesWritten
      return { bytes: buffer, members: claimed === buffer.length ? 1 : 2, left }
    } catch {
      // Perhaps there is something behind the end, which zlib takes for a damaged member.
    }
  }
  const parts: Buffer[] = []
  let at = 0
  while (at < found.length && isGzip(found.subarray(at))) {
    const start = at + headerLength(found.subarray(at))
    const { buffer, engine } = inflateRawSync(found.subarray(start), options) as unknown as Whole
    const end = start + engine.bytesWritten
    if (end + 8 > found.length) throw new Error('no trailer')
    parts.push(buffer)
    at = end + 8
    if (found.readUInt32LE(end) !== crc32(buffer) || found.readUInt32LE(end + 4) !== buffer.length) {
      throw new Error('not what the trailer says')
    }
  }
  return { bytes: Buffer.concat(parts), members: parts.length, left: found.length - at }
}

/** Bytes of a gzip member before its data (RFC 1952). */
function headerLength(member: Buffer): number {
  const flags = member[3] ?? 0
  let at = 10
  if (flags & 4) at += 2 + member.readUInt16LE(at)
  if (flags & 8) at = member.indexOf(0, at) + 1
  if (flags & 16) at = member.indexOf(0, at) + 1
  return flags & 2 ? at + 2 : at
}

async function* pieces(found: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < found.length; at += 65_536) yield found.subarray(at, at + 65_536)
}

/**
 * Inflates a gzip stream piece by piece. Whatever comes out before damage or the end of a truncated file is yielded;
 * what was wrong stands in `notes` afterwards.
 */
export async function* inflateBlocks(
  source: AsyncIterable<Buffer>,
  notes: InflateNotes,
): AsyncGenerator<Buffer> {
  // Output that was not full when the fault came is lost, so the pieces are small. A truncated end is flushed.
  const gunzip = createGunzip({ chunkSize: 16_384 })
  let fed = 0
  let inflated = 0
  const feeding = (async () => {
    for await (const piece of source) {
      fed += piece.length
      if (!gunzip.write(piece)) await drained(gunzip)
      if (gunzip.destroyed || gunzip.errored) return
    }
    gunzip.end()
  })()
  let pending: Buffer[] = []
  let pendingBytes = 0
  const collect = (): Buffer => {
    const block = Buffer.concat(pending)
    pending = []
    pendingBytes = 0
    return block
  }
  try {
    for await (const piece of gunzip) {
      pending.push(piece as Buffer)
      pendingBytes += (piece as Buffer).length
      if (pendingBytes < blockBytes) continue
      inflated += pendingBytes
      yield collect()
      if (inflated > bombBytes && inflated > fed * bombRatio) {
        notes.problem = `decompression bomb: stopped after ${inflated} bytes out of ${fed}`
        break
      }
    }
  } catch (error) {
    notes.problem = inflateProblem(error)
  } finally {
    gunzip.destroy()
  }
  try {
    await feeding
  } catch (error) {
    notes.problem ??= `could not be read to its end (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`
  }
  if (notes.problem === null && gunzip.bytesWritten < fed) {
    notes.remark = `${fed - gunzip.bytesWritten} bytes after the end of the gzip data were not read`
  }
  if (pendingBytes > 0) yield collect()
}

const drained = (stream: NodeJS.EventEmitter): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      for (const event of ['drain', 'close', 'error']) stream.off(event, done)
      resolve()
    }
    for (const event of ['drain', 'close', 'error']) stream.on(event, done)
  })

function inflateProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'Z_BUF_ERROR') return 'truncated gzip'
  if (code === 'Z_DATA_ERROR') return `damaged gzip (${message})`
  return `damaged gzip (${code ?? message})`
}
