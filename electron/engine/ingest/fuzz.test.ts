import { mkdir, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { tarGzOf, zipOf } from '../../../e2e/support/generator/wrappers/containers'
import { wrapperForms } from '../../../e2e/support/generator/wrappers/wrappers'
import { recordOf, testBench } from './case-under-test.test-support'
import { deliveredJson, readDelivered } from './reread'

const bench = testBench()
const files = 3000

/** Repeatable numbers (xorshift32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

/** Damages bytes as disks, transfers and attackers do: cut, flipped, spliced, doubled, nested. */
function mutate(bytes: Buffer, other: Buffer, random: (below: number) => number): Buffer {
  const at = random(bytes.length + 1)
  const size = random(Math.min(200, bytes.length) + 1)
  switch (random(8)) {
    case 0:
      return bytes.subarray(0, at)
    case 1:
      return bytes.subarray(at)
    case 2: {
      const flipped = Buffer.from(bytes)
      for (let count = 0; count <= random(5); count += 1) {
        if (flipped.length > 0) flipped[random(flipped.length)] = random(256)
      }
      return flipped
    }
    case 3:
      return Buffer.concat([bytes.subarray(0, at), other.subarray(random(other.length + 1))])
    case 4:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - size))])
    case 5:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + size))])
    case 6:
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from(['{"a":', '[[[[', '"\\u00', '\u0000', '}}]]', '\n\n'][random(6)] ?? ''),
        bytes.subarray(at),
      ])
    default:
      return gzipSync(bytes).subarray(0, random(3) === 0 ? at : undefined)
  }
}

describe('thousands of damaged files', () => {
  it('are each accounted for, and every record that was taken is in its file', async () => {
    const random = randomFrom(2026)
    const seeds: Buffer[] = wrapperForms.map(({ wrap }, form) =>
      wrap(
        [0, 1, 2].map((index) =>
          JSON.stringify(recordOf(form * 3 + index, { errorMessage: 'é "quoted" \\ 😀' })),
        ),
      ),
    )
    seeds.push(zipOf([{ name: 'a.json', content: seeds[0] ?? Buffer.alloc(0) }]))
    seeds.push(await tarGzOf([{ name: 'b.json', content: seeds[1] ?? Buffer.alloc(0) }]))
    const pick = (): Buffer => seeds[random(seeds.length)] ?? Buffer.alloc(0)
    await mkdir(bench.at('in'))
    for (let number = 0; number < files; number += 1) {
      let content = mutate(pick(), pick(), random)
      if (random(3) === 0) content = mutate(content, pick(), random)
      await writeFile(bench.at('in', `${number}`), content)
    }
    await bench.import([bench.at('in')])
    const { info, events, sources, rejected } = await bench.contents()
    expect(info.reconciles).toBe(true)
    const paths = new Set(sources.map(({ path }) => path))
    for (let number = 0; number < files; number += 1) expect(paths).toContain(bench.at('in', `${number}`))
    expect(sources.every(({ status, reason }) => status === 'loaded' || reason)).toBe(true)
    expect(sources.filter(({ reason }) => /left out|could not be read \(/.test(String(reason)))).toEqual([])
    expect(info.records.stored).toBeGreaterThan(50)
    expect(info.records.rejected).toBeGreaterThan(500)
    expect(
      rejected.every(({ byte_offset, byte_length }) => Number(byte_offset) >= 0 && Number(byte_length) >= 0),
    ).toBe(true)

    const opened = await bench.open()
    for (const row of events) {
      const source = sources.find(({ source_id }) => source_id === row.source_id) ?? {}
      const bytes = await readDelivered(opened, source, Number(row.byte_offset), Number(row.byte_length))
      const json = deliveredJson(bytes)
      if (json !== null) expect(JSON.parse(json).eventID ?? null, String(source.path)).toBe(row.event_id)
    }
  }, 300_000)
})
