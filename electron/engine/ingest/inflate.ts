import { createGunzip, gunzipSync } from 'node:zlib'
import { blockBytes, blocksOf, bombBytes, bombRatio, wholeInflatedBytes } from './limits'

/** What was odd about a compressed file. Some of its content may have been read before that was met. */
export type InflateNotes = { problem: string | null; remark: string | null }

type Whole = { buffer: Buffer; engine: { bytesWritten: number } }

export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b

/** Inflates a gzip file that is in memory: at once where it is sound and small, else piece by piece. */
export async function* inflateBuffer(found: Buffer, notes: InflateNotes): AsyncGenerator<Buffer> {
  const claimed = found.length >= 18 ? found.readUInt32LE(found.length - 4) : 0
  if (claimed <= wholeInflatedBytes) {
    try {
      // `info` answers the engine too, which knows how much of the input it has used.
      const whole = gunzipSync(found, { maxOutputLength: wholeInflatedBytes, info: true }) as unknown as Whole
      const { bytesWritten } = whole.engine
      if (bytesWritten < found.length) {
        notes.remark = `${found.length - bytesWritten} bytes after the end of the gzip data were not read`
      } else if (claimed !== whole.buffer.length)
        notes.remark = 'made of more than one gzip member; all were read'
      yield* blocksOf(whole.buffer)
      return
    } catch {
      // Damaged or large: the road below tells which, and saves what can be read.
    }
  }
  yield* inflateBlocks(pieces(found), notes)
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
