import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { View } from '../../contract/view'
import { type Case, openCase } from '../case/case'
import { findBySql, nearest } from './find'
import { positionBySql } from './position'
import { countBySql, facetBySql, histogramBySql, pageBySql } from './sql-answers'
import { clausesToFind, facetFields, viewOf } from './test-support/arbitrary-view'
import { makeCase } from './test-support/make-case'
import { facetOf, histogramProblems, placesOf, select, sorted } from './test-support/oracle'
import { randomRows, type TestRow } from './test-support/rows'

const never = new AbortController().signal
let folder: string
let opened: Case
let rows: TestRow[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-query-'))
  rows = await makeCase(folder, [randomRows(150, 1), randomRows(60, 2)])
  opened = await openCase(folder)
})
afterAll(async () => {
  await opened.close()
  await rm(folder, { recursive: true, force: true })
})

const forEveryView = (check: (view: View, seed: number) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(fc.nat(), (seed) => check(viewOf(seed), seed)),
    { numRuns: 60 },
  )

describe('answers by SQL agree with brute force over generated Views', () => {
  it('counts', () =>
    forEveryView(async (view) => {
      const answer = await opened.read(never, (db) => countBySql(db, view))
      expect(answer).toEqual({ visible: select(rows, view).length, total: rows.length })
    }))

  it('facets', () =>
    forEveryView(async (view, seed) => {
      const field = facetFields[seed % facetFields.length] as string
      const search = seed % 5 === 0 ? 'a' : ''
      const rarestFirst = seed % 2 === 0
      const answer = await opened.read(never, (db) => facetBySql(db, view, field, 3, search, rarestFirst))
      expect(answer).toEqual(facetOf(rows, view, field, 3, search, rarestFirst))
    }))

  it('histograms', () =>
    forEveryView(async (view, seed) => {
      const by = seed % 2 === 0 ? 'eventCategory' : 'outcome'
      const answer = await opened.read(never, (db) => histogramBySql(db, view, by, 50))
      expect(answer && histogramProblems(rows, view, by, answer)).toEqual([])
      expect(answer?.bars).toBeLessThanOrEqual(50)
    }))

  it('pages, positions, and what is looked for in them', () =>
    forEveryView(async (view, seed) => {
      const expected = sorted(select(rows, view), view)
      const from = seed % (expected.length + 1)
      const page = await opened.read(never, (db) => pageBySql(db, view, from, 20, ['seq', 'eventName']))
      expect(page.data[0]).toEqual(expected.slice(from, from + 20).map(({ seq }) => seq))
      expect(page.data[1]).toEqual(expected.slice(from, from + 20).map(({ eventName }) => eventName))
      const any = clausesToFind(seed)
      for (const direction of ['next', 'previous'] as const) {
        const places = placesOf(expected, any)
        const nth =
          direction === 'next'
            ? places.findIndex((at) => at >= from)
            : places.findLastIndex((at) => at <= from)
        const found = { index: places[nth] ?? null, nth: nth < 0 ? null : nth + 1, matches: places.length }
        expect(await opened.read(never, (db) => findBySql(db, view, any, from, direction))).toEqual(found)
        expect(nearest(Uint32Array.from(places), from, direction)).toEqual(found)
      }
      const target = expected[from]
      if (target) {
        const index = await opened.read(never, (db) => positionBySql(db, view, { seq: target.seq }))
        expect(index).toBe(from)
      }
    }))
})
