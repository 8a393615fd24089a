import { readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Case } from '../case/case'
import { sql } from '../sql-text'
import { ensureIndex } from './index-store'
import { nameOf, principalOf } from './principal'
import { sampleCase } from './sample-case.test-support'

const never = new AbortController().signal
let opened: Case
let dispose: () => Promise<void>

beforeAll(async () => {
  ;({ opened, dispose } = await sampleCase())
})
afterAll(() => dispose())

const filesNow = () => readdirSync(join(opened.path, 'index')).sort()

describe('the index of a case', () => {
  it('calls everybody by the same name in SQL and in the program', async () => {
    const { actions } = await ensureIndex(opened, never, () => undefined)
    const rows = await opened.read(never, (db) => db.rows(sql`SELECT * FROM ${actions}`))
    expect(rows.length).toBeGreaterThan(100)
    expect(rows.filter((row) => row.actor !== nameOf(principalOf(row)))).toEqual([])
  })

  it('is made once, leaves no drafts, and is taken as it is the next time', async () => {
    await ensureIndex(opened, never, () => undefined)
    const before = filesNow()
    expect(before.every((name) => name.endsWith('.parquet'))).toBe(true)
    const reports: unknown[] = []
    await ensureIndex(opened, never, (report) => reports.push(report))
    expect(filesNow()).toEqual(before)
    expect(reports).toEqual([])
  })

  it('is made by two callers at once as if by one', async () => {
    const [a, b] = await Promise.all([1, 2].map(() => ensureIndex(opened, never, () => undefined)))
    expect(a?.actions).toEqual(b?.actions)
  })

  it('is made anew when the case has a catalogue of its own', async () => {
    const before = await ensureIndex(opened, never, () => undefined)
    const entry = {
      source: 'ec2.amazonaws.com',
      event: ['DescribeInstances'],
      impact: 'destroyed',
      targets: [],
    }
    await writeFile(
      join(opened.path, 'deletions.json'),
      JSON.stringify({ format: 1, about: 'test', actions: [entry] }),
    )
    const reports: { done: number; total: number }[] = []
    const after = await ensureIndex(opened, never, (report) => reports.push(report))
    const events = opened.manifest.segments
      .filter(({ kind }) => kind === 'events')
      .reduce((sum, { rows }) => sum + rows, 0)
    expect(reports[0]).toEqual({ done: 0, total: events })
    expect(reports.at(-1)).toEqual({ done: events, total: events })
    expect(after.version).not.toBe(before.version)
    const [row] = await opened.read(never, (db) =>
      db.rows(sql`SELECT count(*) AS n FROM ${after.actions} WHERE event_name = 'DescribeInstances'`),
    )
    expect(Number(row?.n)).toBeGreaterThan(0)
  })
})
