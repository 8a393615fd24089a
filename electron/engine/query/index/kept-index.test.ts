import { cp, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyView, type View } from '../../../contract/view'
import { type Case, openCase } from '../../case/case'
import { readManifest } from '../../case/manifest'
import { facetFields, viewOf } from '../test-support/arbitrary-view'
import { addSegments, makeCase } from '../test-support/make-case'
import { facetOf, select } from '../test-support/oracle'
import { randomRows, type TestRow } from '../test-support/rows'
import type { EventIndex } from './event-index'
import { Explorer } from './explorer'

const never = new AbortController().signal
let folder: string
let rows: TestRow[]
let opened: Case[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backtrail-kept-'))
  rows = await makeCase(folder, [randomRows(80, 1), randomRows(40, 2)])
  opened = []
})
afterEach(async () => {
  for (const one of opened) await one.close()
  await rm(folder, { recursive: true, force: true })
})

/** The case as another process finds it, with its index. */
async function open(): Promise<{ explorer: Explorer; index: EventIndex }> {
  const found = await openCase(folder)
  opened.push(found)
  const explorer = new Explorer(found, { savesFrom: 0 })
  const index = await explorer.keeper.ready()
  if (!index) throw new Error('there is no index')
  return { explorer, index }
}

/** Opens the case and leaves behind what exploring keeps in it. */
async function keep(): Promise<void> {
  const { explorer, index } = await open()
  expect(await explorer.keeper.save(never)).toBe(true)
  while (await explorer.tokens.buildNext(index, never));
}

const segment = () => join(folder, 'events', 'segment-0.parquet')
const countOf = async ({ explorer, index }: Awaited<ReturnType<typeof open>>, view: View = emptyView) =>
  (await explorer.count(index, view, never)).visible

/** Wipes the rows of a segment, with nothing to be seen from outside: only what is kept can answer. */
async function spoilUnseen(): Promise<void> {
  const { atime, mtime } = await stat(segment())
  const bytes = await readFile(segment())
  const footer = bytes.readUInt32LE(bytes.length - 8) + 8
  await writeFile(segment(), bytes.fill(0, 4, bytes.length - footer))
  await utimes(segment(), atime, mtime)
}

describe('the index that a case keeps', () => {
  it('answers as the one that it was made from, without a look at the segments', async () => {
    await keep()
    await spoilUnseen()
    const { explorer, index } = await open()
    const coded = facetFields.filter((field) => index.columns.has(field))
    expect(coded.length).toBeGreaterThan(10)
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const all = viewOf(seed)
        const filters = all.filters.filter((filter) => 'field' in filter && index.columns.has(filter.field))
        const view = { ...all, filters }
        const facets = await explorer.facets(index, view, coded, 3, '', never)
        expect(facets).toEqual(coded.map((field) => facetOf(rows, view, field, 3, '')))
      }),
      { numRuns: 40 },
    )
  })

  it('keeps the filters of identifiers as well', async () => {
    await keep()
    const { explorer, index } = await open()
    expect(explorer.tokens.bytes).toBe(0)
    await spoilUnseen()
    while (await explorer.tokens.buildNext(index, never));
    expect(explorer.tokens.bytes).toBeGreaterThan(0)
  })

  it('takes over segments that were committed since', async () => {
    await keep()
    rows = [...rows, ...(await addSegments(folder, await readManifest(folder), [randomRows(30, 3)]))]
    const found = await open()
    for (let seed = 0; seed < 40; seed += 1) {
      expect(await countOf(found, viewOf(seed))).toBe(select(rows, viewOf(seed)).length)
    }
  })

  it('is made again where a segment is another one than it was', async () => {
    await keep()
    const other = await mkdtemp(join(tmpdir(), 'backtrail-other-'))
    const own = await makeCase(other, [randomRows(80, 7), randomRows(40, 8)])
    await cp(other, folder, { recursive: true })
    await rm(other, { recursive: true, force: true })
    const { explorer, index } = await open()
    const [facet] = await explorer.facets(index, emptyView, ['eventName'], 5, '', never)
    expect(facet).toEqual(facetOf(own, emptyView, 'eventName', 5, ''))
  })

  it('is made again where its file is damaged', async () => {
    await keep()
    for (const name of await readdir(join(folder, 'explore'))) {
      await writeFile(join(folder, 'explore', name), 'BTRARR01 and then something else')
    }
    const found = await open()
    while (await found.explorer.tokens.buildNext(found.index, never));
    expect(await countOf(found)).toBe(rows.length)
  })

  it('is done without where nothing can be written', async () => {
    await writeFile(join(folder, 'explore'), 'in the way')
    const found = await open()
    expect(await found.explorer.keeper.save(never)).toBe(false)
    while (await found.explorer.tokens.buildNext(found.index, never));
    expect(await countOf(found)).toBe(rows.length)
  })

  it('is not written a second time when nothing was added', async () => {
    await keep()
    expect(await (await open()).explorer.keeper.save(never)).toBe(false)
  })
})
