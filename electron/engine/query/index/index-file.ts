import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { version } from '@duckdb/node-api'
import type { Case } from '../../case/case'
import type { Segment } from '../../case/manifest'
import { type NumberArray, readArrays, type Stored, writeArrays } from './array-file'
import type { StoredColumn } from './code-column'
import type { Slices } from './slices'

/** Raised when what is written, or what a code stands for, changes. */
const format = 1
/** Folder of the case for what exploring keeps there; anybody may delete it. */
const exploreFolder = 'explore'

/** An index as it is kept on disk: the segments it was made from, and its columns by name. */
export type StoredIndex = {
  segments: KeptSegment[]
  columns: { name: string; about: StoredColumn }[]
  arrays: NumberArray[]
}
type KeptSegment = FileState & { file: string; rows: number; firstSeq: number | null }

/** DuckDB's hash is what values are numbered by, and may be another in another version. */
const madeBy = `${format} ${version()}`
const pathIn = (opened: Case) => join(opened.path, exploreFolder, 'index.bin')

export const hasIndexFile = (opened: Case): boolean => existsSync(pathIn(opened))

export async function writeIndex(
  opened: Case,
  segments: readonly Segment[],
  columns: StoredIndex['columns'],
  arrays: readonly NumberArray[],
  slices: Slices,
): Promise<void> {
  const about = { segments: await Promise.all(segments.map((segment) => keptOf(opened, segment))), columns }
  await removeLeftovers(opened)
  await writeArrays(pathIn(opened), madeBy, { about, arrays }, slices)
}

/**
 * The index as it was last written, when every segment it was made from is among the first of these and has not been
 * touched since. Null otherwise: it is then made from the segments.
 */
export async function readIndex(opened: Case, wanted: readonly Segment[]): Promise<StoredIndex | null> {
  const stored: Stored | null = await readArrays(pathIn(opened), madeBy)
  if (!stored) return null
  const { segments, columns } = stored.about as Pick<StoredIndex, 'segments' | 'columns'>
  const same = await Promise.all(
    segments.map(async (kept, at) => {
      const now = wanted[at] && (await keptOf(opened, wanted[at]).catch(() => null))
      return now && JSON.stringify(now) === JSON.stringify(kept)
    }),
  )
  return same.every(Boolean) ? { segments, columns, arrays: [...stored.arrays] } : null
}

/** A segment by what would be different if it were another one. */
async function keptOf(opened: Case, { file, rows, firstSeq }: Segment): Promise<KeptSegment> {
  return { file, rows, firstSeq, ...(await stateOf(join(opened.path, file))) }
}

const tokensName = (file: string) => `tokens-${basename(file, '.parquet')}.bin`
const tokensPath = (opened: Case, file: string) => join(opened.path, exploreFolder, tokensName(file))

/** What was worked out of one segment alone: null where it was made another way, or of another file. */
export async function readOfSegment(opened: Case, file: string, how: string): Promise<Stored | null> {
  const state = await stateOf(file).catch(() => null)
  return state && readArrays(tokensPath(opened, file), keyOf(how, state))
}

export async function writeOfSegment(
  opened: Case,
  file: string,
  how: string,
  stored: Stored,
  slices: Slices,
): Promise<void> {
  await writeArrays(tokensPath(opened, file), keyOf(how, await stateOf(file)), stored, slices)
}

type FileState = { size: number; changed: number }

async function stateOf(path: string): Promise<FileState> {
  const { size, mtimeMs } = await stat(path)
  return { size, changed: Math.round(mtimeMs) }
}

const keyOf = (how: string, state: FileState) => JSON.stringify([madeBy, how, state])

const hourMs = 3_600_000

/** Removes drafts of processes that were killed, and what belongs to segments that are no more. */
async function removeLeftovers(opened: Case): Promise<void> {
  const folder = join(opened.path, exploreFolder)
  const wanted = new Set(['index.bin', ...opened.manifest.segments.map(({ file }) => tokensName(file))])
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const isOld = async () => Date.now() - (await stat(path)).mtimeMs > hourMs
    if (name.endsWith('.new') ? await isOld() : !wanted.has(name)) await rm(path, { force: true })
  }
}
