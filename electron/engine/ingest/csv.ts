import { isUtf8 } from 'node:buffer'
import type { Content } from './content'
import { maxRecordBytes } from './limits'
import type { Scanner } from './scanner'
import { recordOfRow, rolesOfHeader } from './table-row'
import type { Tally } from './tally'

const quote = 0x22
const newline = 0x0a

/**
 * Reads a table: CloudTrail Lake query results, or what the console's event history exports. Every row becomes a record
 * of the columns it has, found by their names. Answers why it is none of these, or null.
 */
export async function readTable(
  content: Content,
  scanner: Scanner,
  tally: Tally,
  mayClose: () => Promise<void>,
): Promise<string | null> {
  let kept: Buffer = Buffer.alloc(0)
  let offset = content.offset
  let roles: ReturnType<typeof rolesOfHeader> = null
  let separator = ','
  let isFirst = true
  const takeRow = (row: Buffer): string | null => {
    const end = row.at(-1) === newline ? (row.at(-2) === 0x0d ? -2 : -1) : row.length
    const bytes = row.subarray(0, end)
    const text = bytes.toString('utf8')
    if (isFirst) {
      isFirst = false
      separator = separatorOf(text)
      roles = rolesOfHeader(splitRow(text, separator))
      return roles ? null : 'a table, but not of CloudTrail events'
    }
    if (text.trim() === '' || !roles) return null
    const { length } = bytes
    if (!isUtf8(bytes)) {
      tally.reject(offset, length, 'not valid UTF-8', bytes)
      return null
    }
    const record = recordOfRow(roles, splitRow(text, separator))
    if (scanner.takeRecord(Buffer.from(record), tally.sourceId, offset, length)) tally.took(1)
    else tally.reject(offset, length, 'row without the columns of an event', row)
    return null
  }
  for (;;) {
    const block = await content.blocks.next()
    if (!block.done) kept = kept.length === 0 ? block.value : Buffer.concat([kept, block.value])
    let at = 0
    for (;;) {
      const end = rowEnd(kept, at)
      if (end < 0) break
      const problem = takeRow(kept.subarray(at, end))
      if (problem) return problem
      offset += end - at
      at = end
    }
    kept = kept.subarray(at)
    await mayClose()
    if (block.done) {
      return kept.length > 0 ? takeRow(kept) : null
    }
    if (kept.length > maxRecordBytes) {
      tally.reject(offset, kept.length, 'longer than a record can be', kept)
      offset += kept.length
      kept = Buffer.alloc(0)
    }
  }
}

/** Behind the line feed that ends the row at `start`, outside of quotes; -1 when it is not all there. */
function rowEnd(bytes: Buffer, start: number): number {
  let quoted = false
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === quote) quoted = !quoted
    else if (byte === newline && !quoted) return at + 1
  }
  return -1
}

const separatorOf = (header: string): string =>
  [',', ';', '\t'].reduce((best, mark) =>
    header.split(mark).length > header.split(best).length ? mark : best,
  )

/** The fields of a row, by RFC 4180: quotes around, doubled inside. */
export function splitRow(text: string, separator: string): string[] {
  const fields: string[] = []
  let at = 0
  for (;;) {
    if (text[at] === '"') {
      let field = ''
      at += 1
      for (;;) {
        const end = text.indexOf('"', at)
        if (end < 0) {
          field += text.slice(at)
          at = text.length
          break
        }
        field += text.slice(at, end)
        at = end + 1
        if (text[at] !== '"') break
        field += '"'
        at += 1
      }
      fields.push(field)
    } else {
      const end = text.indexOf(separator, at)
      fields.push(text.slice(at, end < 0 ? text.length : end))
      at = end < 0 ? text.length : end
    }
    if (text[at] !== separator) return fields
    at += 1
  }
}
