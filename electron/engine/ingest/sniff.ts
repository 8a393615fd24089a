import { skipSpace } from './json-scan'

export type Format =
  | { format: 'gzip' | 'zip' | 'tar' | 'json' | 'lines' }
  | { format: 'utf-16le' | 'utf-16be' }
  /** Not for us, and what it is. */
  | { format: 'other'; reason: string }
  /** Text that may be a table; its header decides. */
  | { format: 'csv' }

const magics: [string, string][] = [
  ['425a68', 'compressed with bzip2: unpack it first'],
  ['fd377a585a', 'compressed with xz: unpack it first'],
  ['28b52ffd', 'compressed with zstd: unpack it first'],
  ['377abcaf', '7z archive: unpack it first'],
  ['526172211a', 'RAR archive: unpack it first'],
  ['25504446', 'PDF document'],
  ['89504e47', 'PNG image'],
  ['ffd8ff', 'JPEG image'],
  ['53514c69746520', 'SQLite database'],
  ['7f454c46', 'program'],
  ['4d5a90', 'program'],
  ['4f626a01', 'Avro file'],
  ['456c6646696c65', 'Windows event log'],
]

/** What a file is, by its first bytes (512 are enough). */
export function sniff(head: Buffer): Format {
  if (head.length === 0) return { format: 'other', reason: 'empty' }
  if (head[0] === 0x1f && head[1] === 0x8b) return { format: 'gzip' }
  const hex = head.subarray(0, 8).toString('hex')
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506')) return { format: 'zip' }
  if (head.length >= 265 && head.toString('latin1', 257, 262) === 'ustar') return { format: 'tar' }
  if (hex.startsWith('50415231')) return { format: 'other', reason: 'Parquet file' }
  const known = magics.find(([magic]) => hex.startsWith(magic))
  if (known) return { format: 'other', reason: known[1] }
  if (hex.startsWith('fffe')) return { format: 'utf-16le' }
  if (hex.startsWith('feff')) return { format: 'utf-16be' }
  if (head.length >= 4 && head[1] === 0 && head[3] === 0 && head[0] !== 0) return { format: 'utf-16le' }
  return sniffText(hex.startsWith('efbbbf') ? head.subarray(3) : head)
}

const lineFormats: [RegExp, string][] = [
  [/^(version account-id interface-id|\d+ (unknown|\d{12}) eni-)/, 'VPC flow log'],
  [/^(https?|h2|grpcs?|wss?|tls) \d{4}-\d\d-\d\dT\S+ \S*(app|net)\//, 'load balancer access log'],
  [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z \S+ \d+\.\d+\.\d+\.\d+:\d+ /, 'load balancer access log'],
  [/^[0-9a-f]{64} \S+ \[\d\d\/\w{3}\/\d{4}:/, 'S3 access log'],
  [/^#(Version|Fields):/, 'CloudFront or W3C access log'],
  [/^\S+ \S+ \S+ \[\d\d\/\w{3}\/\d{4}:/, 'web server access log'],
  [/^\s*<(\?xml|!DOCTYPE|html)/i, 'XML or HTML'],
  [/^-----BEGIN /, 'certificate or key'],
  [/^#!/, 'script'],
]

/** A line of a log group that was exported to S3: when it was received, a blank, the message. */
export const stampedLine = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z[ \t]+/

function sniffText(head: Buffer): Format {
  const start = skipSpace(head, 0)
  if (start >= head.length) return { format: 'other', reason: 'nothing but white space' }
  const first = head[start]
  if (first === 0x7b || first === 0x5b) return { format: 'json' }
  if (head.subarray(0, 512).some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))) {
    return { format: 'other', reason: 'binary data' }
  }
  const text = head.toString('utf8')
  const line = text.split(/\r?\n/, 1)[0] ?? ''
  const known = lineFormats.find(([shape]) => shape.test(line))
  if (known) return { format: 'other', reason: known[1] }
  if (stampedLine.test(line)) return { format: 'lines' }
  if (/^"[^"]*"[,;\t]/.test(line) || /^[\w .-]+([,;\t][\w ."-]+){2,}/.test(line)) return { format: 'csv' }
  return { format: 'other', reason: 'text that is no JSON' }
}
