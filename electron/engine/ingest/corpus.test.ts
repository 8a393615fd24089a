import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Case, openCase } from '../case/case'
import type { Row } from '../case/connection'
import { describeCase } from '../case/info'
import { sql } from '../sql-text'
import { canonicalJson } from './canonical'
import { importArchive } from './import'
import { rebuildRecord } from './rebuild'
import { deliveredJson, readDelivered } from './reread'

const never = new AbortController().signal
const corpus = resolve('../shared/corpus')
const hasCorpus = existsSync(corpus)
if (!hasCorpus) console.warn(`skipped: the corpus of public records is not at ${corpus}`)

describe.skipIf(!hasCorpus)('the corpus of public records', () => {
  let folder: string
  let opened: Case
  let events: Row[]
  let sources: Map<unknown, Row>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backtrail-test-'))
    const casePath = join(folder, 'corpus.backtrail')
    await importArchive({
      paths: [corpus],
      casePath,
      copy: false,
      signal: never,
      onProgress: () => undefined,
    })
    opened = await openCase(casePath)
    const [rows, files] = await opened.read(never, async (db) => [
      await db.rows(sql`SELECT * FROM events ORDER BY seq`),
      await db.rows(sql`SELECT * FROM sources ORDER BY source_id`),
    ])
    events = rows
    sources = new Map(files.map((row) => [row.source_id, row]))
  })
  afterAll(async () => {
    await opened?.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('is accounted for, file by file and record by record', async () => {
    const info = await describeCase(opened, never)
    if (process.env.SHOW) {
      console.log(info)
      for (const s of sources.values())
        if (s.reason || s.kind !== 'cloudtrail')
          console.log(s.path, s.kind, s.status, s.reason, s.read, s.stored, s.duplicates, s.rejected)
      console.log(await opened.read(never, (db) => db.rows(sql`SELECT * FROM rejected`)))
    }
    expect(info.reconciles).toBe(true)
  })

  it('gives back the bytes of every record as they stand in the file', async () => {
    for (const row of events) {
      const source = sources.get(row.source_id) ?? {}
      const bytes = await readDelivered(opened, source, Number(row.byte_offset), Number(row.byte_length))
      if (!source.encoding && !/\.(gz|zip)/.test(String(source.path))) {
        const whole = readFileSync(String(source.path))
        const at = Number(row.byte_offset)
        expect(bytes.equals(whole.subarray(at, at + Number(row.byte_length)))).toBe(true)
      }
      const json = deliveredJson(bytes)
      expect(json, String(source.path)).not.toBeNull()
      expect(canonicalJson(rebuildRecord(row)), String(source.path)).toBe(canonicalJson(json ?? ''))
    }
  })
})
