import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCase } from '../case/case'
import { describeCase } from '../case/info'
import { sql } from '../sql-text'
import { importArchive } from './import'
import { rebuildRecord } from './rebuild'
import { readDelivered } from './reread'

const never = new AbortController().signal
const corpus = resolve('../shared/corpus')
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the corpus', () => {
  it.skipIf(!existsSync(corpus))(
    'of Invictus: 2900 events, and every one is found again as delivered',
    async () => {
      const casePath = join(folder, 'c.backtrail')
      await importArchive({
        paths: [join(corpus, 'invictus-aws_dataset')],
        casePath,
        copy: false,
        signal: never,
        onProgress: () => undefined,
      })
      const opened = await openCase(casePath)
      const info = await describeCase(opened, never)
      expect(info).toMatchObject({ events: 2900, reconciles: true })
      const rows = await opened.read(never, (db) => db.rows(sql`SELECT * FROM events`))
      const sources = await opened.read(never, (db) => db.rows(sql`SELECT * FROM sources`))
      for (const row of rows.slice(0, 200)) {
        const source = sources.find(({ source_id }) => source_id === row.source_id) ?? {}
        const bytes = await readDelivered(opened, source, Number(row.byte_offset), Number(row.byte_length))
        expect(JSON.parse(rebuildRecord(row))).toEqual(JSON.parse(bytes.toString('utf8')))
      }
      await opened.close()
    },
  )
})
