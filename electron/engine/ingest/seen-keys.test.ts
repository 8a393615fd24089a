import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DescribedRows, describedBytes } from './described-rows'
import { SeenKeys } from './seen-keys'

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

describe('keys of the rows that were stored lately', () => {
  it('tell copies as a list of all rows so far tells them, and say nothing where records of one event differ', () => {
    fc.assert(
      fc.property(parts, (batches) => {
        const seen = new SeenKeys([])
        const all: Told[] = []
        for (const rows of batches) {
          const copies: number[] = []
          let differ = false
          rows.forEach((row, position) => {
            const alike = all.filter(({ key }) => key !== 0n && key === row.key)
            if (alike.some(({ signature }) => signature === row.signature)) copies.push(position)
            else if (alike.length > 0) differ = true
            all.push(row)
          })
          expect(seen.judge(described(rows))).toEqual(differ ? null : copies)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('say nothing about rows near in time to segments whose keys are not held', () => {
    const seen = new SeenKeys([{ minTime: 100, maxTime: 200 }])
    const at = (time: bigint | null): DescribedRows =>
      described([{ key: (time ?? 999n) + 1n, signature: 1n, time }])
    expect(seen.judge(at(99n))).toEqual([])
    expect(seen.judge(at(150n))).toBeNull()
    expect(seen.judge(at(201n))).toEqual([])
    expect(seen.judge(at(null))).toBeNull()
  })

  it('are forgotten when there are too many, and then say nothing about rows of that time', () => {
    const seen = new SeenKeys([])
    for (let hour = 0n; hour < 60n; hour += 1n) {
      expect(seen.judge(described([{ key: hour + 1n, signature: 1n, time: hour * 3600n }]))).toEqual([])
    }
    expect(seen.judge(described([{ key: 1n, signature: 1n, time: 0n }]))).toBeNull()
    expect(seen.judge(described([{ key: 60n, signature: 1n, time: 59n * 3600n }]))).toEqual([0])
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
