import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { isObject, type Json, type TrailRecord } from './record'

/** Public records that nobody of this project wrote; beside the project, never in it. */
export const corpusFolder = join(process.cwd(), '..', 'shared', 'corpus')
export const hasCorpus = existsSync(corpusFolder)

if (!hasCorpus) console.warn(`skipped: no public records at ${corpusFolder}`)

export type CorpusRecord = { file: string; record: TrailRecord }

/** Every record of some folders of the corpus, in the order of the file names. */
export function corpusRecords(...folders: string[]): CorpusRecord[] {
  return folders.flatMap((folder) =>
    readdirSync(join(corpusFolder, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.json(l|\.gz)?$/.test(name))
      .sort()
      .flatMap((name) =>
        recordsIn(join(corpusFolder, folder, name)).map((record) => ({ file: `${folder}/${name}`, record })),
      ),
  )
}

function recordsIn(path: string): TrailRecord[] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  try {
    return unwrap(JSON.parse(text) as Json)
  } catch {
    return text.split('\n').flatMap((line) => {
      try {
        return line.trim() ? unwrap(JSON.parse(line) as Json) : []
      } catch {
        return []
      }
    })
  }
}

function unwrap(value: Json): TrailRecord[] {
  if (Array.isArray(value)) return value.flatMap(unwrap)
  if (!isObject(value)) return []
  if (Array.isArray(value.Records)) return unwrap(value.Records)
  if (typeof value.CloudTrailEvent === 'string') return unwrap(JSON.parse(value.CloudTrailEvent) as Json)
  if (isObject(value.detail)) return unwrap(value.detail)
  return value.eventVersion === undefined ? [] : [value]
}
