import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'

/** A file to put into a container; `name` is written as it is, whatever it says. */
export interface ContainedFile {
  readonly name: string
  readonly content: Buffer
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const UTF8_NAMES = 0x0800
/** 1 March 2026, as zip counts days. */
const DOS_DATE = ((2026 - 1980) << 9) | (3 << 5) | 1

function fields(...values: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const buffer = Buffer.alloc(values.reduce((sum, [bytes]) => sum + bytes, 0))
  let offset = 0
  for (const [bytes, value] of values) offset = buffer.writeUIntLE(value, offset, bytes)
  return buffer
}

/** A zip archive, deflated or stored. Small enough for the classic format (below 4 GB and 65,536 files). */
export function zipOf(files: readonly ContainedFile[], method: 'deflate' | 'store' = 'deflate'): Buffer {
  const code = method === 'deflate' ? 8 : 0
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content } of files) {
    const data = method === 'deflate' ? deflateRawSync(content) : content
    const nameBytes = Buffer.from(name)
    const shared = [
      [2, 20],
      [2, UTF8_NAMES],
      [2, code],
      [2, 0],
      [2, DOS_DATE],
      [4, crc32(content)],
      [4, data.length],
      [4, content.length],
      [2, nameBytes.length],
      [2, 0],
    ] as const
    const local = Buffer.concat([fields([4, LOCAL], ...shared), nameBytes, data])
    directory.push(
      fields([4, CENTRAL], [2, 20], ...shared, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
      nameBytes,
    )
    bodies.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = fields(
    [4, END],
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, central.length],
    [4, offset],
    [2, 0],
  )
  return Buffer.concat([...bodies, central, end])
}

/** A tar archive. */
export async function tarOf(files: readonly ContainedFile[]): Promise<Buffer> {
  const archive = pack()
  for (const { name, content } of files)
    archive.entry({ name, mtime: new Date('2026-03-01T00:00:00Z') }, content)
  archive.finalize()
  const parts: Buffer[] = []
  for await (const part of archive) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** A packed tar archive. */
export async function tarGzOf(files: readonly ContainedFile[]): Promise<Buffer> {
  return gzipSync(await tarOf(files))
}
