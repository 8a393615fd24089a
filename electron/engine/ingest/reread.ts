import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { EngineError } from '../../contract/errors'
import type { Case } from '../case/case'
import type { Row } from '../case/connection'

/**
 * The bytes of a record as they stand in the (inflated) file it came from, after checking that the file is still the
 * one that was imported. `source` is the row of `sources`. Errors: input/source-gone, input/source-changed.
 */
export async function readDelivered(
  opened: Case,
  source: Row,
  byteOffset: number,
  byteLength: number,
): Promise<Buffer> {
  const bytes = await readInflated(opened, source)
  return bytes.subarray(byteOffset, byteOffset + byteLength)
}

/** The whole (inflated) file behind a row of `sources`, checked in the same way: for those who read many records of it. */
export async function readInflated(opened: Case, source: Row): Promise<Buffer> {
  const path = source.copied ? join(opened.path, String(source.copied)) : String(source.path)
  const found = await readFile(path).catch((cause) => {
    throw new EngineError('input/source-gone', `${path} cannot be read any more.`, {
      hint: 'The record was rebuilt from the case. To see it as delivered, put the file back.',
      cause,
    })
  })
  if (createHash('sha256').update(found).digest('hex') !== source.sha256) {
    throw new EngineError('input/source-changed', `${path} has changed since it was imported.`, {
      hint: 'The record was rebuilt from the case.',
    })
  }
  return found[0] === 0x1f && found[1] === 0x8b ? gunzipSync(found) : found
}
