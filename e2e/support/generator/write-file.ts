import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** What a digest says of a delivered log file. */
export interface DeliveredFile {
  readonly key: string
  readonly deliveredMs: number
  /** Hex SHA-256 of the inflated file. */
  readonly hash: string
  readonly oldestMs: number
  readonly newestMs: number
}

export interface WrittenSize {
  readonly inflated: number
  readonly onDisk: number
}

const made = new Set<string>()

/** Writes one gzip file below `out` at its S3 key. */
export function writeGzip(out: string, key: string, content: Buffer, level: number): WrittenSize {
  const path = join(out, key)
  const folder = dirname(path)
  if (!made.has(folder)) {
    if (made.size > 10_000) made.clear()
    mkdirSync(folder, { recursive: true })
    made.add(folder)
  }
  const packed = gzipSync(content, { level, memLevel: 9 })
  writeFileSync(path, packed)
  return { inflated: content.length, onDisk: packed.length }
}

/** Hex SHA-256. */
export function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex')
}

/** A log file's content: one `Records` document, compact. */
export function recordsDocument(records: readonly string[]): Buffer {
  return Buffer.from(`{"Records":[${records.join(',')}]}`)
}
