import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isCancelled } from '../../contract/errors'
import { sql, sqlTrusted } from '../sql-text'
import { openCase } from './case'
import { isoFromMicros, microsFromIso } from './connection'
import { emptyManifest, manifestName, writeManifest } from './manifest'

const never = new AbortController().signal
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const makeEmpty = () => writeManifest(folder, emptyManifest('test', new Date(0)))

describe('an open case', () => {
  it('answers queries before anything was imported', async () => {
    await makeEmpty()
    const opened = await openCase(folder)
    expect(await opened.read(never, (db) => db.rows(sql`SELECT count(*) AS n FROM events`))).toEqual([
      { n: 0 },
    ])
    await opened.close()
  })

  it('takes over what another process has committed', async () => {
    await makeEmpty()
    const opened = await openCase(folder)
    await writeManifest(folder, { ...emptyManifest('test', new Date(0)), revision: 1, jsonBytes: 7 })
    await opened.read(never, async () => undefined)
    expect(opened.manifest).toMatchObject({ revision: 1, jsonBytes: 7 })
    await opened.close()
  })

  it('cannot be talked into reading a file outside, loading an extension or changing a setting', async () => {
    await makeEmpty()
    const outside = join(tmpdir(), `backtrail-outside-${process.pid}.txt`)
    await writeFile(outside, 'secret')
    const opened = await openCase(folder)
    const attempts = [
      `SELECT * FROM read_text('${outside}')`,
      `SELECT * FROM read_text('${folder}/../${outside}')`,
      `COPY (SELECT 1) TO '${outside}'`,
      `ATTACH '${outside}.db'`,
      'INSTALL httpfs',
      'LOAD httpfs',
      "SET memory_limit = '1TB'",
      'RESET lock_configuration',
    ]
    for (const attempt of attempts) {
      await expect(
        opened.read(never, (db) => db.run(sqlTrusted(attempt))),
        attempt,
      ).rejects.toThrow()
    }
    expect(await readFile(outside, 'utf8')).toBe('secret')
    await opened.close()
    await rm(outside)
  })

  it('interrupts a running query, and frees those that wait for a connection', async () => {
    await makeEmpty()
    const opened = await openCase(folder)
    const endless = sql`SELECT count(*) FROM range(1000000000000) WHERE range % 7 = 3`
    const aborts = Array.from({ length: 5 }, () => new AbortController())
    const calls = aborts.map(({ signal }) =>
      opened.read(signal, (db) => db.rows(endless)).catch((error) => error),
    )
    setTimeout(() => {
      for (const abort of aborts) abort.abort()
    }, 50)
    const ends = await Promise.all(calls)
    expect(ends.every(isCancelled)).toBe(true)
    expect(await opened.read(never, (db) => db.rows(sql`SELECT 1 AS one`))).toEqual([{ one: 1 }])
    await opened.close()
  })
})

describe('a manifest', () => {
  const open = () => openCase(folder).then(() => 'opened')

  it('of a newer program is refused with a sentence', async () => {
    await writeFile(join(folder, manifestName), JSON.stringify({ format: 99, everything: 'else' }))
    await expect(open()).rejects.toMatchObject({ code: 'case/newer' })
  })

  it('that is torn or of another shape is called damaged', async () => {
    for (const text of ['{"format": 1, "seg', '{"format": 1}', '[]', 'null', '']) {
      await writeFile(join(folder, manifestName), text)
      await expect(open(), text).rejects.toMatchObject({ code: 'case/damaged' })
    }
  })

  it('of which a file is missing says so', async () => {
    const segment = { kind: 'events', rows: 1, bytes: 1, minTime: 0, maxTime: 0, firstSeq: 0, lastSeq: 0 }
    await writeManifest(folder, {
      ...emptyManifest('test', new Date(0)),
      segments: [{ ...segment, file: 'events/0000001-0.parquet' }],
    })
    await expect(open()).rejects.toMatchObject({ code: 'case/damaged' })
  })

  it('cannot name a file outside of the case', async () => {
    const segment = { kind: 'events', rows: 1, bytes: 1, minTime: 0, maxTime: 0, firstSeq: 0, lastSeq: 0 }
    const manifest = {
      ...emptyManifest('test', new Date(0)),
      segments: [{ ...segment, file: 'events/../../x.parquet' }],
    }
    await writeFile(join(folder, manifestName), JSON.stringify(manifest))
    await expect(open()).rejects.toMatchObject({ code: 'case/damaged' })
  })

  it('that is not there says how a case is made', async () => {
    await expect(open()).rejects.toMatchObject({ code: 'case/not-a-case' })
    await expect(openCase(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'case/not-found' })
  })
})

describe('a time', () => {
  it('survives the way to ISO 8601 and back, before 1970 too', () => {
    for (const micros of [0n, 1n, -1n, 1_500_000n, 1_772_618_851_000_000n, -62_135_596_800_000_000n]) {
      expect(microsFromIso(isoFromMicros(micros))).toBe(micros)
    }
    expect(isoFromMicros(1_500_000n)).toBe('1970-01-01T00:00:01.5Z')
  })
})
