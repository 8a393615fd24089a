import type { DuckDBConnection } from '@duckdb/node-api'
import { sqlLiteral } from '../sql-text'
import type { SourceReport } from './messages'

/** Which files of a batch count, and which do not because the case has them already. */
export type Settled = { kept: SourceReport[]; excluded: Set<number> }

/** 52 bits of a text: enough to be asked about once in a while for nothing. */
function hashOf(text: string): number {
  let low = 0xdeadbeef
  let high = 0x41c6ce57
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    low = Math.imul(low ^ code, 0x9e3779b1)
    high = Math.imul(high ^ code, 0x5f356495)
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35)
  return (high >>> 12) * 2 ** 32 + (low >>> 0)
}

/** A set of numbers in eight bytes each: an archive may have millions of files. */
class NumberSet {
  #places = new Float64Array(4096)
  #size = 0

  has(value: number): boolean {
    return this.#places[this.#placeOf(this.#places, value)] !== 0
  }

  add(value: number): void {
    const place = this.#placeOf(this.#places, value)
    if (this.#places[place] !== 0) return
    this.#places[place] = value
    this.#size += 1
    if (this.#size * 2 < this.#places.length) return
    const grown = new Float64Array(this.#places.length * 2)
    for (const known of this.#places) if (known !== 0) grown[this.#placeOf(grown, known)] = known
    this.#places = grown
  }

  #placeOf(places: Float64Array, value: number): number {
    let place = value % places.length
    while (places[place] !== 0 && places[place] !== value) place = (place + 1) % places.length
    return place
  }
}

/**
 * The files that the case has an account of. Asks the case only about those whose path or content has been met before;
 * `committed` brings what was settled earlier into the case first.
 */
export class KnownFiles {
  readonly #db: DuckDBConnection
  readonly #committed: () => Promise<void>
  readonly #met = new NumberSet()

  constructor(db: DuckDBConnection, committed: () => Promise<void>) {
    this.#db = db
    this.#committed = committed
  }

  /** Takes in what the case has an account of. */
  async load(): Promise<void> {
    const result = await this.#db.stream('SELECT path, sha256 FROM sources')
    for await (const rows of result.yieldRows()) {
      for (const row of rows) for (const text of row) if (text !== null) this.#met.add(hashOf(String(text)))
    }
  }

  /**
   * Decides which files count: not those that the case has already, under this or another name, nor those that stand
   * among `earlier`, which are to be committed together with these.
   */
  async settle(sources: readonly SourceReport[], earlier: readonly SourceReport[]): Promise<Settled> {
    const isNew = sources.every(
      ({ path, sha256 }) => this.#note(path) && (sha256 === null || this.#note(sha256)),
    )
    if (isNew) return { kept: [...sources], excluded: new Set() }
    for (const { path, sha256 } of sources) {
      this.#note(path)
      if (sha256 !== null) this.#note(sha256)
    }
    await this.#committed()
    return this.#compare(sources, earlier)
  }

  /** False when that was met before. */
  #note(text: string): boolean {
    const hash = hashOf(text)
    if (this.#met.has(hash)) return false
    this.#met.add(hash)
    return true
  }

  async #compare(sources: readonly SourceReport[], earlier: readonly SourceReport[]): Promise<Settled> {
    const hashes = sources.flatMap(({ sha256 }) => (sha256 ? [sqlLiteral(sha256).text] : []))
    const paths = sources.map(({ path }) => sqlLiteral(path).text)
    const known = new Map<string, string>()
    const accounted = new Set<string>()
    const rows = await this.#db.runAndReadAll(`SELECT path, sha256, status, coalesce(reason, '') FROM sources
      WHERE path IN (${paths.join(', ')}) OR sha256 IN (${[...hashes, `''`].join(', ')}) ORDER BY source_id`)
    const know = (path: string, sha256: string | null, status: string, reason: string | null) => {
      if (sha256 !== null && status === 'loaded' && !known.has(sha256)) known.set(sha256, path)
      accounted.add(`${path}\0${sha256 ?? reason ?? ''}`)
    }
    for (const [path, sha256, status, reason] of rows.getRows()) {
      know(String(path), sha256 === null ? null : String(sha256), String(status), String(reason))
    }
    for (const { path, sha256, status, reason } of earlier) know(path, sha256, status, reason)
    const kept: SourceReport[] = []
    const excluded = new Set<number>()
    for (const source of sources) {
      const original = source.sha256 && source.status === 'loaded' ? known.get(source.sha256) : undefined
      if (accounted.has(`${source.path}\0${source.sha256 ?? source.reason}`)) excluded.add(source.sourceId)
      else if (original !== undefined && !source.container) {
        excluded.add(source.sourceId)
        kept.push({
          ...source,
          status: 'skipped',
          reason: `same content as ${original}`,
          read: 0,
          rejected: 0,
          inflated: 0,
        })
      } else {
        kept.push(source)
        if (source.sha256 && source.status === 'loaded') known.set(source.sha256, source.path)
      }
    }
    return { kept, excluded }
  }
}
