import { spawn } from 'node:child_process'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { tarGzOf, zipOf } from '../../../e2e/support/generator/wrappers/containers'
import { declaredKinds } from '../case/schema'
import { builtPath } from '../paths'
import { sqlTrusted } from '../sql-text'
import { recordOf, testBench } from './case-under-test.test-support'

const bench = testBench()
const never = new AbortController().signal

/** Runs an import in a process of its own, and kills it after some milliseconds. Answers how it ended. */
function runChild(casePath: string, paths: string[], killAfter?: number): Promise<number | 'killed'> {
  const child = spawn(process.execPath, [builtPath('ingest', 'import-child.js'), casePath, ...paths], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter)
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve(signal === 'SIGKILL' ? 'killed' : (code ?? -1)))
  })
}

/** Everything that is in the tables of a case, and the totals in its manifest. */
async function checksumOf(casePath: string): Promise<string> {
  const opened = await bench.open(casePath)
  const parts = await opened.read(never, async (db) => {
    const sums: string[] = []
    for (const kind of declaredKinds().keys()) {
      const [row] = await db.rows(
        sqlTrusted(`SELECT count(*) AS n, coalesce(sum(hash(t)), 0)::VARCHAR AS sum FROM ${kind} t`),
      )
      sums.push(`${kind} ${row?.n} ${row?.sum}`)
    }
    return sums
  })
  const { records, files, nextSeq, nextSourceId, jsonBytes } = opened.manifest
  const copies = (await readdir(join(casePath, 'originals'))).sort().join(' ')
  return JSON.stringify({ parts, records, files, nextSeq, nextSourceId, jsonBytes, copies })
}

/** Deliveries with copies, contradictions and damage among them, loose, in a zip, and in a tar.gz. */
async function makeArchive(folder: string): Promise<void> {
  const file = (number: number): { name: string; content: Buffer } => {
    const records = Array.from({ length: 60 }, (_, index) => {
      // Every seventh is delivered again by the next file, some of them changed.
      const id = number * 60 + index - (index % 7 === 0 ? 60 : 0)
      return recordOf(id % 5000, index % 21 === 0 ? { errorCode: `file ${number}` } : {})
    })
    const minute = String(number % 60).padStart(2, '0')
    const text = `{"Records":[${records.map((record) => JSON.stringify(record)).join(',')}${number % 9 === 0 ? ',{"eventVersion":' : ']}'}`
    return {
      name: `111122223333_CloudTrail_eu-west-1_20260304T10${minute}Z_${String(number).padStart(16, '0')}.json.gz`,
      content: gzipSync(text),
    }
  }
  const files = Array.from({ length: 180 }, (_, number) => file(number + 1))
  await mkdir(folder)
  for (const { name, content } of files.slice(0, 90)) await writeFile(join(folder, name), content)
  await writeFile(join(folder, 'notes.txt'), 'not a log')
  await writeFile(join(folder, 'more.zip'), zipOf(files.slice(90, 140)))
  await writeFile(join(folder, 'rest.tar.gz'), await tarGzOf(files.slice(140)))
}

/** Repeatable numbers from 0 to 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

describe('an import that is killed', () => {
  it('at 20 random moments and resumed makes the very case that an uninterrupted one makes', async () => {
    const archive = bench.at('in')
    await makeArchive(archive)
    const whole = bench.at('whole.backtrail')
    const started = performance.now()
    expect(await runChild(whole, [archive])).toBe(0)
    let span = performance.now() - started
    const expected = await checksumOf(whole)
    const revisions = (await bench.open(whole)).manifest.revision
    expect(revisions).toBeGreaterThan(6)

    const random = randomFrom(20)
    const killSomewhere = (casePath: string) => runChild(casePath, [archive], (0.1 + random() * 0.9) * span)
    for (let round = 0; round < 20; round += 1) {
      const casePath = bench.at(`killed-${round}.backtrail`)
      for (;;) {
        const begun = performance.now()
        if ((await killSomewhere(casePath)) === 'killed') break
        // It was over before its turn, on a machine that has less to do now: aim earlier, at a case made anew.
        span = Math.min(span * 0.8, performance.now() - begun)
        await rm(casePath, { recursive: true })
      }
      // Some are killed a second time while they resume.
      if (round % 4 === 0) await killSomewhere(casePath)
      expect(await runChild(casePath, [archive])).toBe(0)
      expect(await checksumOf(casePath), `round ${round}`).toBe(expected)
      expect(await readdir(casePath)).not.toContain('staging')
      await rm(casePath, { recursive: true })
    }
  }, 900_000)
})

describe('an import that is cancelled', () => {
  it('keeps what is committed, reconciles, and goes on from there', async () => {
    const archive = bench.at('in')
    await makeArchive(archive)
    const abort = new AbortController()
    const { importArchive } = await import('./import')
    const options = {
      paths: [archive],
      casePath: bench.casePath,
      copy: false,
      pace: { first: 100, next: 250 },
    }
    const result = await importArchive({
      ...options,
      signal: abort.signal,
      onProgress: ({ revision }) => {
        if (revision >= 2) abort.abort()
      },
    })
    expect(result).toMatchObject({ outcome: 'cancelled', reconciles: true })
    expect(result.records.stored).toBeGreaterThan(0)
    expect((await bench.open(bench.casePath)).manifest.unfinished).toEqual([archive])
    const again = await importArchive({ ...options, signal: never, onProgress: () => undefined })
    expect(again).toMatchObject({ outcome: 'done', reconciles: true })
    expect(again.records.stored).toBeGreaterThan(result.records.stored)
    expect((await bench.open(bench.casePath)).manifest.unfinished).toEqual([])
  })
})
