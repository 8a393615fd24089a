import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resourcePath } from '../paths'
import { readLibrary } from './library'
import { type Asker, askerOf } from './testing/ask'
import type { RawRecord } from './testing/corpus-table'

/** The records of the sample archive, read without the importer. */
function sampleRecords(): RawRecord[] {
  const folder = resourcePath('sample')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json.gz'))
    .flatMap((name) => {
      const { Records } = JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString('utf8')) as {
        Records?: RawRecord[]
      }
      return (Records ?? []).filter((record) => typeof record.eventTime === 'string')
    })
}

const groups = readLibrary()
const queries = groups.flatMap(({ queries: inside }) => inside)
/** Where a question asks for a value, one that the sample has. */
const answers: Record<string, (records: RawRecord[]) => string> = {
  'Everything one access key did': (records) =>
    String(
      records.map((record) => (record.userIdentity as RawRecord | undefined)?.accessKeyId).find(Boolean),
    ),
  'Everything about one resource': () => 'arn:aws',
}

describe('the library of questions', () => {
  let asker: Asker
  let records: RawRecord[]
  beforeAll(async () => {
    records = sampleRecords()
    asker = await askerOf(records)
  })
  afterAll(() => asker.close())

  it('has at least forty, each with a name of its own and a sentence about it', () => {
    expect(queries.length).toBeGreaterThanOrEqual(40)
    expect(new Set(queries.map(({ name }) => name)).size).toBe(queries.length)
    for (const { about, text } of queries) {
      expect(about).toMatch(/\.$/)
      expect(text).toMatch(/^(SELECT|WITH)/)
    }
  })

  it.each(queries.map(({ name, text }) => ({ name, text })))(
    '$name runs on the sample',
    async ({ name, text }) => {
      const given = answers[name]?.(records)
      const { rows, columns, notes } = await asker.ask(text, 'athena', given === undefined ? [] : [given])
      expect(notes).toEqual([])
      expect(columns.some((column) => column.startsWith('_col'))).toBe(false)
      if (given !== undefined) expect(rows.length).toBeGreaterThan(0)
    },
  )

  it('finds what the sample holds', async () => {
    const found = await Promise.all(
      queries
        .filter(({ name }) => !answers[name])
        .map(async ({ text }) => (await asker.ask(text)).rows.length),
    )
    expect(found.filter((rows) => rows > 0).length).toBeGreaterThan(found.length / 2)
  })

  it('counts as a plain reading of the records does', async () => {
    const byRegion = queries.find(({ name }) => name === 'Regions in use')?.text ?? ''
    const { rows } = await asker.ask(byRegion)
    const counts = new Map<unknown, number>()
    for (const { awsRegion } of records) counts.set(awsRegion, (counts.get(awsRegion) ?? 0) + 1)
    expect(new Map(rows.map(([region, events]) => [region, events]))).toEqual(counts)

    const buckets = await asker.ask(queries.find(({ name }) => name === 'Buckets deleted')?.text ?? '')
    const deleted = records.filter(
      ({ eventName, eventSource }) => eventName === 'DeleteBucket' && eventSource === 's3.amazonaws.com',
    )
    expect(buckets.rows.map((row) => row.at(-1)).sort()).toEqual(deleted.map(({ eventID }) => eventID).sort())
  })
})
