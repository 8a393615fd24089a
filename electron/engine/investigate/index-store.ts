import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Case } from '../case/case'
import type { Segment } from '../case/manifest'
import { type Sql, sqlLiteral, sqlTrusted } from '../sql-text'
import { type Catalogue, catalogueWith } from './catalogue'
import { createIndexer, indexSegment } from './index-build'
import { actionColumns, indexFolder, indexFormat, issuedColumns } from './index-layout'

/** Event times of the first and last event, microseconds since 1970. */
export type Span = { from: number; to: number }

/** The index of a case as of one revision: what to put behind FROM. */
export type CaseIndex = {
  readonly catalogue: Catalogue
  /** Names the segments and the catalogue: another text, another index. */
  readonly version: string
  readonly actions: Sql
  readonly issued: Sql
  /** Null while no event has a time. */
  readonly span: Span | null
  /** Folder for what is derived from the whole index. */
  readonly folder: string
}

type SegmentFiles = { segment: string; rows: number; actions: string; issued: string }
/** Events looked through, and to look through in all. */
type Progress = (report: { done: number; total: number }) => void

const building = new Map<string, Promise<void>>()

/**
 * The index over all segments of the case, made where it is missing. Several processes may do so at once: files are
 * written under a name of their own and renamed. Files that belong to no segment any more are removed.
 */
export async function ensureIndex(
  opened: Case,
  signal: AbortSignal,
  onProgress: Progress,
): Promise<CaseIndex> {
  await opened.refresh()
  const catalogue = await catalogueOf(opened.path)
  const folder = join(opened.path, indexFolder)
  const tag = `${indexFormat}-${catalogue.version}`
  const segments = opened.manifest.segments.filter(({ kind, rows }) => kind === 'events' && rows > 0)
  const files = segments.map(({ file, rows }) => {
    const stem = basename(file, '.parquet')
    return {
      segment: join(opened.path, file),
      rows,
      actions: join(folder, `${stem}.${tag}.actions.parquet`),
      issued: join(folder, `${stem}.${tag}.issued.parquet`),
    }
  })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const present = new Set(await readdir(folder))
  const missing = files.filter(
    ({ actions, issued }) => !present.has(basename(actions)) || !present.has(basename(issued)),
  )
  if (missing.length > 0) {
    await removeStale(folder, present, files)
    await build(opened, catalogue, missing, rowsOf(files), signal, onProgress)
  }
  return {
    catalogue,
    version: `${tag}-${segments.map(({ file }) => basename(file, '.parquet')).join('.')}`,
    actions: over(
      files.map((file) => file.actions),
      actionColumns.map(([name, type]) => [name, type]),
    ),
    issued: over(
      files.map((file) => file.issued),
      issuedColumns.map(([name]) => [name, issuedType(name)]),
    ),
    span: spanOf(segments),
    folder,
  }
}

function spanOf(segments: readonly Pick<Segment, 'minTime' | 'maxTime'>[]): Span | null {
  const times = segments.flatMap(({ minTime, maxTime }) =>
    minTime === null || maxTime === null ? [] : [[minTime, maxTime] as const],
  )
  if (times.length === 0) return null
  return { from: Math.min(...times.map(([from]) => from)), to: Math.max(...times.map(([, to]) => to)) }
}

const rowsOf = (files: readonly SegmentFiles[]): number => files.reduce((sum, { rows }) => sum + rows, 0)

/** Segments at once: while DuckDB reads and writes one, JavaScript looks through another. */
const lanes = 3

async function build(
  opened: Case,
  catalogue: Catalogue,
  missing: SegmentFiles[],
  total: number,
  signal: AbortSignal,
  onProgress: Progress,
): Promise<void> {
  const indexer = createIndexer(catalogue)
  const queue = [...missing]
  let done = total - rowsOf(missing)
  onProgress({ done, total })
  const lane = async () => {
    const connection = await opened.connect()
    const interrupt = () => connection.interrupt()
    signal.addEventListener('abort', interrupt)
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        signal.throwIfAborted()
        await once(next, () => indexSegment(connection, indexer, next.segment, next))
        done += next.rows
        onProgress({ done, total })
      }
    } finally {
      signal.removeEventListener('abort', interrupt)
      connection.closeSync()
    }
  }
  await Promise.all(Array.from({ length: Math.min(lanes, missing.length) }, lane))
}

/** Two windows that ask at once wait for the same work. */
async function once({ actions }: SegmentFiles, make: () => Promise<void>): Promise<void> {
  const work = building.get(actions) ?? make()
  building.set(actions, work)
  try {
    await work
  } finally {
    building.delete(actions)
  }
}

async function removeStale(
  folder: string,
  present: Set<string>,
  files: { actions: string; issued: string }[],
) {
  const wanted = new Set(files.flatMap(({ actions, issued }) => [basename(actions), basename(issued)]))
  const stale = [...present].filter((name) => name.endsWith('.parquet') && !wanted.has(name))
  await Promise.all(stale.map((name) => rm(join(folder, name), { force: true })))
}

/** Entries of the person's own: `deletions.json` in the case, and the file `BACKTRAIL_DELETIONS` names. */
async function catalogueOf(casePath: string): Promise<Catalogue> {
  const named = process.env.BACKTRAIL_DELETIONS
  const inCase = join(casePath, 'deletions.json')
  const own: { name: string; text: string }[] = []
  for (const path of [inCase, ...(named ? [named] : [])]) {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' && path === inCase) return null
      throw error
    })
    if (text !== null) own.push({ name: basename(path), text })
  }
  return catalogueWith(own)
}

/** `read_parquet` over the files; an empty relation of the same columns where there is none. */
function over(files: string[], columns: readonly (readonly [name: string, type: string])[]): Sql {
  if (files.length === 0) {
    const empty = columns.map(([name, type]) => `NULL::${type} AS ${name}`).join(', ')
    return sqlTrusted(`(SELECT ${empty} WHERE false)`)
  }
  return sqlTrusted(`read_parquet([${files.map((file) => sqlLiteral(file).text).join(', ')}])`)
}

const issuedType = (name: string): string =>
  name === 'seq' || name === 'us'
    ? 'BIGINT'
    : name === 'mfa_used' || name === 'failed'
      ? 'BOOLEAN'
      : 'VARCHAR'
