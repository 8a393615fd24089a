import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { CaseInfo } from '../../contract/case'
import { sqlTrusted } from '../sql-text'
import type { Case } from './case'
import { isoFromMicros, type Row } from './connection'
import infoSql from './info.sql?raw'
import { isLocked } from './lock'
import type { Manifest } from './manifest'

/**
 * What a case holds and whether its accounts agree. `reconciles` is computed from the rows in the segments, not only
 * from the totals in the manifest, so that a lost segment cannot go unnoticed.
 */
export async function describeCase(opened: Case, signal: AbortSignal): Promise<CaseInfo> {
  const importing = await isLocked(opened.path)
  let snapshot = await ask(opened, signal)
  // A commit between the manifest and the rows that were counted makes them differ for that moment.
  for (
    let again = 0;
    importing && again < 3 && !reconciles(snapshot.manifest, snapshot.answers);
    again += 1
  ) {
    snapshot = await ask(opened, signal)
  }
  const { answers, manifest } = snapshot
  const span = spanOf(manifest)
  return {
    id: opened.id,
    path: opened.path,
    name: opened.name,
    formatVersion: manifest.format,
    revision: manifest.revision,
    events: manifest.records.stored,
    span: span && { from: isoFromMicros(span.min), to: isoFromMicros(span.max) },
    categories: named(answers, 'category'),
    accounts: named(answers, 'account'),
    regions: named(answers, 'region'),
    files: { seen: manifest.files.loaded + manifest.files.skipped, ...manifest.files },
    records: manifest.records,
    skipped: named(answers, 'skipped').map(({ value, count }) => ({
      reason: value ?? 'no reason given',
      count,
    })),
    reconciles: reconciles(manifest, answers),
    bytes: { disk: await diskBytes(opened.path), json: manifest.jsonBytes },
    unfinished: importing ? [] : manifest.unfinished,
    importing,
  }
}

const ask = (opened: Case, signal: AbortSignal): Promise<{ manifest: Manifest; answers: Row[] }> =>
  opened.read(signal, async (db) => {
    const { manifest } = opened
    return { manifest, answers: await db.rows(sqlTrusted(infoSql)) }
  })

const named = (rows: Row[], what: string) =>
  rows
    .filter((row) => row.what === what)
    .map((row) => ({ value: row.value as string | null, count: Number(row.n) }))

function spanOf(manifest: Manifest): { min: bigint; max: bigint } | null {
  const events = manifest.segments.filter((segment) => segment.kind === 'events')
  const mins = events.flatMap(({ minTime }) => (minTime === null ? [] : [minTime]))
  const maxs = events.flatMap(({ maxTime }) => (maxTime === null ? [] : [maxTime]))
  if (mins.length === 0) return null
  return {
    min: BigInt(mins.reduce((a, b) => Math.min(a, b))),
    max: BigInt(maxs.reduce((a, b) => Math.max(a, b))),
  }
}

/**
 * Files seen = loaded + skipped; records read = stored + duplicates + rejected; and the rows that are really in the
 * segments are as many as the accounts of the files say, kind by kind.
 */
function reconciles(manifest: Manifest, rows: Row[]): boolean {
  const total = (what: string) => Number(rows.find((row) => row.what === what)?.n ?? 0)
  const { records, files } = manifest
  return (
    records.read === records.stored + records.duplicates + records.rejected &&
    total('rows:events') === records.stored &&
    total('rows:rejected') === records.rejected &&
    total('files:loaded') === files.loaded &&
    total('files:skipped') === files.skipped &&
    total('sum:read') === records.read &&
    total('sum:stored') === records.stored &&
    total('sum:duplicates') === records.duplicates &&
    total('sum:rejected') === records.rejected
  )
}

/** Everything in the folder of the case, but for copies of files that were imported and what is on its way. */
async function diskBytes(folder: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (entry.name === 'originals' || entry.name === 'staging') continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) bytes += await diskBytes(path)
    else bytes += (await stat(path).catch(() => ({ size: 0 }))).size
  }
  return bytes
}
