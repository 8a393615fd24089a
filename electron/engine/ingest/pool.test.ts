import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BatchRequest, Unit } from './messages'
import { Pool } from './pool'
import { hashKeyOf } from './scanner'

let folder: string
let program: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-pool-'))
  program = join(folder, 'worker.cjs')
  // Ends as threads end that run out of memory: without a word to anybody.
  await writeFile(
    program,
    `const { parentPort, workerData } = require('node:worker_threads')
    const part = (sources, isLast) => ({
      rows: 0, described: new Uint8Array(0), sources, rejected: [], isWhole: true, isLast,
    })
    parentPort.on('message', ({ request: { batch, units, poisoned } }) => {
      for (const unit of units) {
        workerData.reading[0] = unit.sourceId
        const isPoison = unit.path.startsWith('poison') && !poisoned.includes(unit.sourceId)
        if (unit.path.startsWith('late')) parentPort.postMessage({ type: 'part', batch, part: part([], false) })
        if (isPoison || unit.path.startsWith('late')) setImmediate(() => { throw new Error('brought down') })
        if (isPoison || unit.path.startsWith('late')) return
      }
      const sources = units.map(({ sourceId }) => ({ sourceId, reason: poisoned.includes(sourceId) ? 'poisoned' : null }))
      parentPort.postMessage({ type: 'part', batch, part: part(sources, true) })
      parentPort.postMessage({ type: 'done', batch })
    })`,
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const unit = (path: string, sourceId: number): Unit => ({
  sourceId,
  path,
  place: null,
  size: 1,
  stamp: '',
  problem: null,
})
const batchOf = (...paths: string[]): BatchRequest => ({
  batch: 1,
  units: paths.map((path, index) => unit(path, index + 10)),
  poisoned: [],
  copies: null,
})

async function read(request: BatchRequest): Promise<(string | null)[]> {
  const pool = new Pool(folder, hashKeyOf('00'.repeat(16)), () => undefined, program)
  pool.start(1)
  try {
    const running = await pool.run(request)
    const reasons: (string | null)[] = []
    for (let part = await running.nextPart(); part !== null; part = await running.nextPart()) {
      for (const { reason } of part.sources) reasons.push(reason)
    }
    return reasons
  } finally {
    await pool.close(new Error('closed'))
  }
}

describe('a worker thread that a file brings down', () => {
  it('is replaced, and reads the batch again without that file', async () => {
    expect(await read(batchOf('a', 'poison', 'b'))).toEqual([null, 'poisoned', null])
  })

  it('is replaced as often as there are such files', async () => {
    expect(await read(batchOf('poison 1', 'a', 'poison 2', 'poison 3'))).toEqual([
      'poisoned',
      null,
      'poisoned',
      'poisoned',
    ])
  })

  it('ends the import when rows of the batch were handed over already: they would come twice', async () => {
    await expect(read(batchOf('late'))).rejects.toThrow('brought down')
  })
})
