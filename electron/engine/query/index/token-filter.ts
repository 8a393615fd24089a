import type { FieldName } from '../../../contract/event'
import type { Case } from '../../case/case'
import type { Stored } from './array-file'
import { hashesOf } from './chunks'
import type { EventIndex, IndexSegment } from './event-index'
import { readOfSegment, writeOfSegment } from './index-file'
import { blockRows, filteredPlaces, identityWords, readTokens, type Tokens } from './read-tokens'
import { Slices } from './slices'

/**
 * Bits a token, and bits set for it: perhaps one block in forty thousand is read in vain. At 16 and 10 it was one in two
 * thousand, which over ten million events made twenty statements a look-up.
 */
const bitsAToken = 22
const probes = 15
/** Segments whose tokens are read at once: little is lost when a question ends it. */
const segmentsAStep = 2

/** Rows of a segment from which its filters are kept in the case. */
const leastSaved = 10_000
/** Everything that filters depend on beside the segment itself. */
const madeAs = JSON.stringify([filteredPlaces, identityWords, blockRows, bitsAToken, probes])

/** Rows `from <= row < to` of a segment, counted inside it. */
export type RowRange = { from: number; to: number }
/** By place: by number of the segment, where in it the identifier may stand. Segments without filters are in none. */
export type TokenPlaces = {
  places: Map<FieldName, Map<number, RowRange[]>>
  unknown: number[]
}

/** `places` has one byte a place: whether anything stands there at all. */
type Block = { places: Uint8Array; filter: Uint32Array }

/**
 * Knows which blocks of rows can hold an identifier, and in which column: a Bloom filter a block over the identifier
 * columns and every string in the nested JSON. Finding one resource ID among ten million events then reads a few thousand
 * rows of one column instead of all JSON. Built in the background; what has no filters yet is searched as a whole.
 */
export class TokenFilter {
  readonly #case: Case
  readonly #worthSaving: number
  /** By file: the filter of each block. */
  readonly #blocks = new Map<string, Block[]>()

  constructor(opened: Case, worthSaving = leastSaved) {
    this.#case = opened
    this.#worthSaving = worthSaving
  }

  get bytes(): number {
    let bytes = 0
    for (const blocks of this.#blocks.values()) for (const { filter } of blocks) bytes += filter.byteLength
    return bytes
  }

  /** Builds the filters of a few more segments. False when there were none left to do. */
  async buildNext(index: EventIndex, signal: AbortSignal): Promise<boolean> {
    const files = new Set(index.segments.map(({ file }) => file))
    for (const file of this.#blocks.keys()) if (!files.has(file)) this.#blocks.delete(file)
    const missing = index.segments.filter(({ file }) => !this.#blocks.has(file)).slice(0, segmentsAStep)
    if (missing.length === 0) return false
    const unknown: IndexSegment[] = []
    for (const segment of missing) {
      const kept = await readOfSegment(this.#case, segment.file, madeAs)
      if (kept) this.#blocks.set(segment.file, blocksFrom(kept))
      else unknown.push(segment)
    }
    if (unknown.length === 0) return true
    const tokens = await this.#case.read(signal, (db) => readTokens(db.connection, unknown, signal))
    for (const [at, { file, rows }] of unknown.entries()) {
      const blocks = (tokens[at] ?? []).map(filterOf)
      this.#blocks.set(file, blocks)
      if (rows >= this.#worthSaving) await this.#keep(file, blocks, signal)
    }
    return true
  }

  /** Where nothing can be written, they are made again the next time. */
  async #keep(file: string, blocks: readonly Block[], signal: AbortSignal): Promise<void> {
    await writeOfSegment(this.#case, file, madeAs, storedFrom(blocks), new Slices(signal)).catch(
      () => undefined,
    )
  }

  /**
   * Where the identifier may stand, beside the columns that the index holds codes of. Null when it is none that the
   * filters could know: too short, a word that every identity has, or written with escapes in JSON.
   */
  async placesOf(
    index: EventIndex,
    segments: readonly number[],
    value: string,
    signal: AbortSignal,
  ): Promise<TokenPlaces | null> {
    if (value.length < 3 || identityWords.includes(value) || JSON.stringify(value) !== `"${value}"`)
      return null
    const [low = 0, high = 0] = await this.#case.read(signal, (db) => hashesOf(db.connection, [value]))
    const found: TokenPlaces = { places: new Map(), unknown: [] }
    for (const at of segments) {
      const segment = index.segments[at] as IndexSegment
      const blocks = this.#blocks.get(segment.file)
      if (blocks) notePlaces(found, at, segment.rows, blocks, low, high)
      else found.unknown.push(at)
    }
    return found
  }
}

/** All blocks of a segment in two arrays. */
function storedFrom(blocks: readonly Block[]): Stored {
  const filters = new Uint32Array(blocks.reduce((sum, { filter }) => sum + filter.length, 0))
  const places = new Uint8Array(blocks.length * filteredPlaces.length)
  let at = 0
  for (const [block, { filter, places: own }] of blocks.entries()) {
    filters.set(filter, at)
    places.set(own, block * filteredPlaces.length)
    at += filter.length
  }
  return { about: blocks.map(({ filter }) => filter.length), arrays: [filters, places] }
}

function blocksFrom({ about, arrays }: Stored): Block[] {
  const [filters, places] = arrays as [Uint32Array, Uint8Array]
  let at = 0
  return (about as number[]).map((length, block) => {
    const from = block * filteredPlaces.length
    const filter = filters.subarray(at, at + length)
    at += length
    return { filter, places: places.subarray(from, from + filteredPlaces.length) }
  })
}

function notePlaces(
  { places }: TokenPlaces,
  segment: number,
  rows: number,
  blocks: readonly Block[],
  low: number,
  high: number,
): void {
  for (const [tag, place] of filteredPlaces.entries()) {
    const ranges: RowRange[] = []
    for (const [at, block] of blocks.entries()) {
      if (block.places[tag] === 0 || !mayHold(block.filter, tag, low, high)) continue
      const [from, to] = [at * blockRows, Math.min(rows, (at + 1) * blockRows)]
      const last = ranges.at(-1)
      if (last?.to === from) last.to = to
      else ranges.push({ from, to })
    }
    if (ranges.length === 0) continue
    const bySegment = places.get(place) ?? new Map<number, RowRange[]>()
    places.set(place, bySegment.set(segment, ranges))
  }
}

function filterOf({ tags, halves, length }: Tokens): Block {
  const places = new Uint8Array(filteredPlaces.length)
  const bits = Math.max(64, Math.ceil((length * bitsAToken) / 32) * 32)
  const filter = new Uint32Array(bits / 32)
  for (let at = 0; at < length; at += 1) {
    const [low, high] = [halves[2 * at] as number, halves[2 * at + 1] as number]
    places[tags[at] as number] = 1
    for (let probe = 0; probe < probes; probe += 1) {
      const bit = bitOf(tags[at] as number, low, high, probe, bits)
      filter[bit >>> 5] = (filter[bit >>> 5] as number) | (1 << (bit & 31))
    }
  }
  return { places, filter }
}

function mayHold(filter: Uint32Array, tag: number, low: number, high: number): boolean {
  for (let probe = 0; probe < probes; probe += 1) {
    const bit = bitOf(tag, low, high, probe, filter.length * 32)
    if ((((filter[bit >>> 5] as number) >>> (bit & 31)) & 1) === 0) return false
  }
  return true
}

/** The bit of a token in a place: double hashing, so that the halves of one hash stand for any number of them. */
function bitOf(tag: number, low: number, high: number, probe: number, bits: number): number {
  const mixed =
    (Math.imul(low ^ Math.imul(tag + 1, 0x9e3779b1), 0x85ebca6b) + Math.imul(probe, high | 1)) >>> 0
  return Math.floor((mixed / 2 ** 32) * bits)
}
