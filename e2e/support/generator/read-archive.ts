import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** A record as JSON.parse gives it. */
export type PlainRecord = Readonly<Record<string, unknown>>

/** One log file, read the plain way: an oracle for whatever reads archives cleverly. */
export interface PlainFile {
  /** S3 key: path below the archive's folder, with forward slashes. */
  readonly key: string
  readonly content: Buffer
  readonly records: readonly PlainRecord[]
}

/** Keys of all files below a folder, sorted. */
export function listKeys(out: string): string[] {
  const entries = readdirSync(out, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(out.length + 1)
        .replaceAll(sep, '/'),
    )
    .sort()
}

/** Reads all log files of an archive, digests left out. */
export function* readLogFiles(out: string): Generator<PlainFile> {
  for (const key of listKeys(out)) {
    if (key.includes('/CloudTrail-Digest/') || !key.endsWith('.json.gz')) continue
    const content = gunzipSync(readFileSync(join(out, key)))
    yield { key, content, records: JSON.parse(content.toString()).Records }
  }
}
