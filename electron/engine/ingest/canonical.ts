import { scanValue, skipSpace } from './json-scan'
import { membersOf } from './record-cells'

/**
 * A JSON text in one form for all that say the same: members sorted by key, strings escaped alike, no white space.
 * Numbers stay as they are written, every digit. Deep values are compared as they stand.
 */
export function canonicalJson(text: string): string {
  return canonical(Buffer.from(text), 0)
}

function canonical(bytes: Buffer, depth: number): string {
  const start = skipSpace(bytes, 0)
  const first = bytes[start]
  if (first === 0x22) return JSON.stringify(JSON.parse(bytes.toString('utf8')))
  if (depth > 64 || (first !== 0x7b && first !== 0x5b)) return bytes.toString('utf8').trim()
  if (first === 0x7b) {
    const members = new Map(
      membersOf(bytes).map(({ key, raw }) => [key, canonical(Buffer.from(raw), depth + 1)] as const),
    )
    const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${sorted.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`
  }
  const items: string[] = []
  let at = skipSpace(bytes, start + 1)
  while (at < bytes.length && bytes[at] !== 0x5d) {
    const scan = scanValue(bytes, at)
    if ('fault' in scan) return bytes.toString('utf8')
    items.push(canonical(bytes.subarray(at, scan.end), depth + 1))
    at = skipSpace(bytes, scan.end)
    if (bytes[at] === 0x2c) at = skipSpace(bytes, at + 1)
  }
  return `[${items.join(',')}]`
}
