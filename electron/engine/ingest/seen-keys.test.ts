import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DescribedRows, describedBytes } from './described-rows'
import { SeenKeys, type Span } from './seen-keys'

type Told = { key: bigint; signature: bigint; time: bigint | null }

function described(rows: readonly Told[]): DescribedRows {
  const bytes = new Uint8Array(rows.length * describedBytes)
  const view = new DataView(bytes.buffer)
  rows.forEach(({ key, signature, time }, row) => {
    view.setBigUint64(row * describedBytes, key, true)
    view.setBigUint64(row * describedBytes + 8, signature, true)
    view.setBigInt64(row * describedBytes + 16, time ?? -(2n ** 63n), true)
    view.setBigInt64(row * describedBytes + 24, BigInt(row) + 2n ** 33n, true)
  })
  return new DescribedRows(bytes)
}

const byTime = (a: Told, b: Told): number =>
  a.time === null || b.time === null
    ? Number(a.time === null) - Number(b.time === null)
    : Number(a.time - b.time)

/** The same event always has the same time, as in a trail. Key 0 is a record without an event ID. */
const told = fc
  .record({
    key: fc.constantFrom(0n, 1n, 2n, 3n << 40n, 4n << 40n, 5n),
    signature: fc.constantFrom(1n, 1n, 1n, 2n),
  })
  .map(({ key, signature }): Told => ({ key, signature, time: key === 5n ? null : key % 1000n }))
const parts = fc.array(
  fc.array(told, { minLength: 1, maxLength: 8 }).map((rows) => [...rows].sort(byTime)),
  { minLength: 1, maxLength: 5 },
)

/** Keeps keys in memory, as the files of a case would. */
function keyStore() {
  const kept = new Map<string, Uint32Array>()
  return {
    kept,
    read: async (part: string) => kept.get(part) ?? null,
    write: async (part: string, words: Uint32Array) => {
      kept.set(part, words)
    },
  }
}

describe('keys of the rows that are stored', () => {
  it('tell copies as a list of all rows so far tells them, and say nothing where records of one event differ', async () => {
    await fc.assert(
      fc.asyncProperty(parts, fc.nat(5), async (batches, restart) => {
        const store = keyStore()
        let seen = new SeenKeys(store, [])
        const stored: { name: string; span: Span }[] = []
        const all: Told[] = []
        for (const [number, rows] of batches.entries()) {
          // Another import goes on with what the case has kept.
          if (number === restart) seen = new SeenKeys(store, stored)
          const copies: number[] = []
          let differ = false
          rows.forEach((row, position) => {
            const alike = all.filter(({ key }) => key !== 0n && key === row.key)
            if (alike.some(({ signature }) => signature === row.signature)) copies.push(position)
            else if (alike.length > 0) differ = true
            all.push(row)
          })
          const part = described(rows)
          expect(await seen.judge(part, `${number}`)).toEqual(differ ? null : copies)
          await seen.saved()
          stored.push({ name: `${number}`, span: { minTime: part.minTime, maxTime: part.maxTime } })
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('say nothing about rows near in time to a part whose keys nobody knows', async () => {
    const seen = new SeenKeys(keyStore(), [{ name: 'old', span: { minTime: 100, maxTime: 200 } }])
    const at = (time: bigint | null) => described([{ key: (time ?? 999n) + 1n, signature: 1n, time }])
    expect(await seen.judge(at(99n), 'a')).toEqual([])
    expect(await seen.judge(at(150n), 'b')).toBeNull()
    expect(await seen.judge(at(201n), 'c')).toEqual([])
    expect(await seen.judge(at(null), 'd')).toBeNull()
  })

  it('are read again where there are too many to be held', async () => {
    const store = keyStore()
    const seen = new SeenKeys(store, [])
    for (let hour = 0n; hour < 60n; hour += 1n) {
      const rows = described([{ key: hour + 1n, signature: 1n, time: hour * 3600n }])
      expect(await seen.judge(rows, `${hour}`)).toEqual([])
    }
    await seen.saved()
    const first = described([{ key: 1n, signature: 1n, time: 0n }])
    expect(await seen.judge(first, 'again')).toEqual([0])
    store.kept.delete('1')
    expect(await seen.judge(described([{ key: 2n, signature: 1n, time: 3600n }]), 'gone')).toBeNull()
  })

  it('know the file of each row, beyond what 32 bits hold', () => {
    const rows = described([
      { key: 1n, signature: 1n, time: 1n },
      { key: 2n, signature: 1n, time: 2n },
    ])
    expect([rows.sourceOf(0), rows.sourceOf(1), rows.minTime, rows.maxTime]).toEqual([
      2 ** 33,
      2 ** 33 + 1,
      1,
      2,
    ])
  })
})
