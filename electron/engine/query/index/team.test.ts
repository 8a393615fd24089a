import { afterAll, describe, expect, it } from 'vitest'
import { randomOf } from '../test-support/rows'
import { type BinsGiven, placesOfEdges } from './bin-rows'
import { type Bits, countBits, hasBit, setBit, wordsFor } from './bits'
import { BlockTotals, blockRows } from './block-totals'
import { columnMemory } from './column-memory'
import type { PassStore } from './passes'
import { sharedTimes } from './shared-arrays'
import { Slices } from './slices'
import { Team } from './team'

const rows = blockRows * 2 + 12_345
/** Two segments with ascending times; the last ten rows of each have none. */
const segments = [
  { firstRow: 0, rows: 300_000 },
  { firstRow: 300_000, rows: rows - 300_000 },
]
const times = sharedTimes(rows)
for (const { firstRow, rows: own } of segments) {
  for (let at = 0; at < own; at += 1) times[firstRow + at] = at < own - 10 ? at * 3 : Infinity
}
const index = { generation: 1, rows, segments, times }
const random = randomOf(7)
const below = (most: number) => Math.floor(random() * most)
const slices = () => new Slices(new AbortController().signal)

/** One column a width of code, and a list. */
const stores: PassStore[] = [plain(200), plain(3000), plain(70_000), list()]
/** Few rows, about a half, nearly all, one whole block and some, all. */
const sets: Bits[] = [0.001, 0.5, 0.99].map((share) => setOf(() => random() < share))
sets.push(
  setOf((row) => row < blockRows + 777),
  setOf(() => true),
)

const alone = new Team(Infinity)
const helped = new Team(0)
afterAll(() => helped.close())

describe('passes over the rows, on one thread and on two, come to what counting row by row does', () => {
  it('counts by code, of a set and of all others', async () => {
    for (const bits of sets) {
      for (const inverted of [false, true]) {
        const expected = stores.map((store) => countsOf(store, (row) => hasBit(bits, row) !== inverted))
        for (const team of [alone, helped]) {
          const counts = await team.run('tally', index, { bits, inverted, stores }, slices())
          expect(counts.map((own, at) => firstDifference(own, expected[at]))).toEqual(stores.map(() => -1))
        }
      }
    }
  })

  it('rows of some codes, and of one', async () => {
    for (const store of stores) {
      for (const share of [0, 0.3]) {
        const wanted = Uint8Array.from({ length: store.distinct }, () => (random() < share ? 1 : 0))
        wanted[3] = 1
        const expected = setOf((row) => elementsOf(store, row).some((code) => wanted[code] === 1))
        for (const team of [alone, helped]) {
          const marked = await team.run('mark', index, { stores: [store], wanted }, slices())
          expect(firstDifference(marked.bits, expected)).toBe(-1)
          expect(marked.count).toBe(countBits(expected))
        }
      }
    }
  })

  it('counts by bin and series, leaving out what belongs to none', async () => {
    const edges = Float64Array.from([30_000, 90_000, 91_000, 600_000])
    const places = placesOfEdges(index, edges)
    const [store] = stores as [PassStore]
    const seriesOf = Uint32Array.from({ length: store.distinct }, (_, code) => code % 4)
    const series = 3
    for (const [bits, inverted] of sets.flatMap((bits) => [[bits, false] as const, [bits, true] as const])) {
      const expected = new Uint32Array(3 * series)
      for (let row = 0; row < rows; row += 1) {
        const bin = edges.findLastIndex((edge) => edge <= (times[row] as number))
        const own = seriesOf[store.codes[row] as number] as number
        if (hasBit(bits, row) === inverted || bin < 0 || bin > 2 || own >= series) continue
        const cell = bin * series + own
        expected[cell] = (expected[cell] as number) + 1
      }
      for (const team of [alone, helped]) {
        const given: BinsGiven = { bits, inverted, stores: [store], bins: 3, places, seriesOf, series }
        const counts = await team.run('bins', index, given, slices())
        expect([...counts]).toEqual([...expected])
      }
    }
  })

  it('goes on alone when the thread that helps ends in the middle', async () => {
    const [bits] = sets as [Bits]
    const expected = countsOf(stores[0] as PassStore, (row) => hasBit(bits, row))
    const failing = new Team(0)
    const given = { bits, inverted: false, stores: stores.slice(0, 1) }
    const running = failing.run('tally', index, given, slices())
    failing.close()
    const counts = await running
    expect(firstDifference(counts[0] as Uint32Array, expected)).toBe(-1)
  })
})

function plain(distinct: number): PassStore {
  const memory = columnMemory({ codes: rows, rows: null, distinct })
  for (let row = 0; row < rows; row += 1) memory.codes[row] = below(distinct)
  const blocks = new BlockTotals().of(memory.codes, rows, distinct)
  return { ...memory, distinct, blocks }
}

function list(): PassStore {
  const lengths = Uint8Array.from({ length: rows }, () => below(4))
  const elements = lengths.reduce((sum, length) => sum + Math.max(1, length), 0)
  const memory = columnMemory({ codes: elements, rows, distinct: 500 })
  const [codes, offsets, filled] = [memory.codes, memory.offsets as Uint32Array, memory.filled as Bits]
  let used = 0
  for (const [row, length] of lengths.entries()) {
    if (length > 0) setBit(filled, row)
    for (let at = 0; at < length; at += 1) codes[used++] = below(500)
    if (length === 0) used += 1
    offsets[row + 1] = used
  }
  return { ...memory, distinct: 500, blocks: [] }
}

function setOf(has: (row: number) => boolean): Bits {
  const bits = new Uint32Array(wordsFor(rows))
  for (let row = 0; row < rows; row += 1) if (has(row)) setBit(bits, row)
  return bits
}

const elementsOf = ({ codes, offsets }: Pick<PassStore, 'codes' | 'offsets'>, row: number): number[] =>
  offsets ? Array.from(codes.subarray(offsets[row], offsets[row + 1])) : [codes[row] as number]

function countsOf(store: PassStore, has: (row: number) => boolean): Uint32Array {
  const counts = new Uint32Array(store.distinct)
  for (let row = 0; row < rows; row += 1) {
    if (has(row)) for (const code of elementsOf(store, row)) counts[code] = (counts[code] as number) + 1
  }
  return counts
}

/** Place of the first difference, -1 for none: comparing long arrays by `toEqual` takes seconds. */
const firstDifference = (found: Uint32Array, expected: Uint32Array | undefined): number =>
  found.length === expected?.length ? found.findIndex((one, at) => one !== expected[at]) : found.length
