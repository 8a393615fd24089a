import { isCancelled } from '../../contract/errors'
import type { Case } from '../case/case'
import type { CaseReader, Row } from '../case/connection'
import { rebuildRecord } from '../ingest/rebuild'
import { readInflated } from '../ingest/reread'
import { Lru } from '../query/index/lru'
import { sql, sqlTrusted } from '../sql-text'

/** Inflated files kept while records are read out of them; records of a time stand in a few files. */
const keptBytes = 256 * 2 ** 20
/** A source that cannot be read is not tried again for every record. */
type Opened = { bytes: Buffer | null }

export type Place = { seq: number; sourceId: number; byteOffset: number; byteLength: number }

/** Records as delivered, many at a time: each source file is inflated and its hash checked once while it is needed. */
export class DeliveredRecords {
  readonly #case: Case
  readonly #signal: AbortSignal
  readonly #files = new Lru<Opened>(keptBytes, ({ bytes }) => bytes?.length ?? 0)
  /** Records that had to be rebuilt from the columns so far. */
  rebuilt = 0

  constructor(opened: Case, signal: AbortSignal) {
    this.#case = opened
    this.#signal = signal
  }

  /** Bytes of each record, in the order of the places; rebuilt from the columns where the source cannot be read. */
  async read(places: readonly Place[]): Promise<Uint8Array[]> {
    const records = new Map<number, Uint8Array>()
    const missing: number[] = []
    for (const [sourceId, own] of bySource(places)) {
      const { bytes } = await this.#file(sourceId)
      for (const { seq, byteOffset, byteLength } of own) {
        if (bytes) records.set(seq, bytes.subarray(byteOffset, byteOffset + byteLength))
        else missing.push(seq)
      }
    }
    for (const [seq, text] of await this.#rebuild(missing)) records.set(seq, text)
    return places.map(({ seq }) => records.get(seq) ?? new Uint8Array())
  }

  async #file(sourceId: number): Promise<Opened> {
    const known = this.#files.get(String(sourceId))
    if (known) return known
    const opened = { bytes: await this.#inflated(sourceId) }
    this.#files.set(String(sourceId), opened)
    return opened
  }

  async #inflated(sourceId: number): Promise<Buffer | null> {
    const [source] = await this.#query((db) =>
      db.rows(sql`-- name: export.source
SELECT * FROM sources WHERE source_id = ${sourceId}`),
    )
    if (!source) return null
    return readInflated(this.#case, source).catch((error) => {
      if (isCancelled(error)) throw error
      return null
    })
  }

  async #rebuild(seqs: readonly number[]): Promise<[number, Uint8Array][]> {
    if (seqs.length === 0) return []
    this.rebuilt += seqs.length
    const rows = await this.#query((db) =>
      db.rows(sql`-- name: export.rebuild
SELECT * FROM events
WHERE seq BETWEEN ${Math.min(...seqs)} AND ${Math.max(...seqs)} AND seq IN (${sqlTrusted(seqs.join(', '))})`),
    )
    return rows.map((row: Row) => [Number(row.seq), Buffer.from(rebuildRecord(row), 'utf8')])
  }

  #query<T>(run: (db: CaseReader) => Promise<T>): Promise<T> {
    return this.#case.read(this.#signal, run)
  }
}

function bySource(places: readonly Place[]): Map<number, Place[]> {
  const groups = new Map<number, Place[]>()
  for (const place of places) {
    const group = groups.get(place.sourceId)
    if (group) group.push(place)
    else groups.set(place.sourceId, [place])
  }
  return groups
}

/**
 * A record on one line: line breaks between its members, which JSON allows and NDJSON does not, become blanks. Inside
 * strings JSON has none.
 */
export function onOneLine(record: Uint8Array): Uint8Array {
  if (!record.includes(10) && !record.includes(13)) return record
  return record.map((byte) => (byte === 10 || byte === 13 ? 32 : byte))
}
