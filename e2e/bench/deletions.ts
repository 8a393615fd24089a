import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DeletionFilter } from '../../electron/contract/deletions-api'
import { type Case, openCase } from '../../electron/engine/case/case'
import { ensureIndex } from '../../electron/engine/investigate/index-store'
import { ensureList } from '../../electron/engine/investigate/list-build'
import { listFacets, listPage } from '../../electron/engine/investigate/list-query'
import { searchResource } from '../../electron/engine/investigate/resource-life'
import { investigate } from '../../electron/engine/investigate/story'
import { sql, sqlTrusted } from '../../electron/engine/sql-text'
import { generateArchive } from '../support/generator/archive'
import { median, type Table, writeReport } from './report'

const never = new AbortController().signal
const rounds = 7

/** `npm run bench -- deletions [EVENTS] [FOLDER]`: the archive and its case are kept in the folder between runs. */
export async function bench(args: string[]): Promise<void> {
  const events = Number((args[0] ?? '1000000').replaceAll('_', ''))
  const folder = args[1] ?? join(import.meta.dirname, '..', '..', '.cache', 'bench')
  const archive = join(folder, `deletions-${events}`)
  const casePath = join(folder, `deletions-${events}.backtrail`)
  if (!existsSync(`${archive}.truth.json`)) {
    console.error(`Generating ${events} events…`)
    await generateArchive({ out: archive, events, recordsPerFile: 1500, seed: 'deletions', digests: false })
  }
  rmSync(casePath, { recursive: true, force: true })
  const importMs = importBuilt(archive, casePath)
  const opened = await openCase(casePath)
  try {
    await writeReport('deletions', [
      await indexTable(opened, importMs),
      await listTable(opened),
      await storyTable(opened),
    ])
  } finally {
    await opened.close()
  }
}

/** The import as people run it: the built command, in a process of its own. Milliseconds. */
function importBuilt(archive: string, casePath: string): number {
  const began = performance.now()
  const cli = join(import.meta.dirname, '..', '..', 'out', 'cli', 'index.js')
  const { status } = spawnSync(process.execPath, [cli, 'import', archive, '--case', casePath], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`the import ended with ${status}`)
  return performance.now() - began
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await run()
  return performance.now() - began
}

/** Median of several runs, the first thrown away. */
async function warm(run: () => Promise<unknown>): Promise<number> {
  await run()
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) times.push(await timed(run))
  return median(times)
}

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`

async function indexTable(opened: Case, importMs: number): Promise<Table> {
  rmSync(join(opened.path, 'index'), { recursive: true, force: true })
  const indexMs = await timed(() => ensureIndex(opened, never, () => undefined))
  const index = await ensureIndex(opened, never, () => undefined)
  const listMs = await timed(() => ensureList(opened, index, never))
  const [counts] = await opened.read(never, (db) =>
    db.rows(
      sql`SELECT (SELECT count(*) FROM ${index.actions}) AS actions, (SELECT count(*) FROM ${index.issued}) AS issued`,
    ),
  )
  const share = (part: number) => `${((100 * part) / importMs).toFixed(1)} %`
  return {
    title: `Index, ${opened.manifest.records.stored.toLocaleString('en')} events`,
    head: ['step', 'time', 'of the import', 'rows'],
    rows: [
      ['import', ms(importMs), '', opened.manifest.records.stored.toLocaleString('en')],
      [
        'index of the segments',
        ms(indexMs),
        share(indexMs),
        `${counts?.actions} actions, ${counts?.issued} issued`,
      ],
      ['list of deletions', ms(listMs), share(listMs), ''],
      ['together', ms(indexMs + listMs), share(indexMs + listMs), ''],
    ],
  }
}

async function listTable(opened: Case): Promise<Table> {
  const index = await ensureIndex(opened, never, () => undefined)
  const list = await ensureList(opened, index, never)
  const filter = DeletionFilter.parse({})
  const narrowed = DeletionFilter.parse({ impact: ['destroyed'], outcome: ['succeeded'] })
  const facet = sqlTrusted(
    'SELECT event_name, count(*) AS n FROM events GROUP BY ALL ORDER BY n DESC LIMIT 50',
  )
  const plain = await warm(() => opened.read(never, (db) => db.rows(facet)))
  const page = (some: DeletionFilter) => () =>
    opened.read(never, (db) => listPage(db, list, some, { descending: true, from: 0, count: 100 }))
  const rows: [string, () => Promise<unknown>][] = [
    ['first page of the list', page(filter)],
    ['its nine facets', () => opened.read(never, (db) => listFacets(db, list, filter, 30))],
    ['first page, two conditions', page(narrowed)],
    ['first page, by part of a target', page(DeletionFilter.parse({ target: 'prod-orders' }))],
    [
      'life of what a text names',
      () => opened.read(never, (db) => searchResource(db, index.actions, 'prod-orders', 200)),
    ],
  ]
  const table = [['a plain facet over all events', ms(plain), '1.0']]
  for (const [name, run] of rows) {
    const time = await warm(run)
    table.push([name, ms(time), (time / plain).toFixed(1)])
  }
  return { title: 'List', head: ['query', 'median', 'of the plain facet'], rows: table }
}

/** Stories of deletions spread over the list, each told once cold and once warm. */
async function storyTable(opened: Case): Promise<Table> {
  const list = await ensureList(opened, await ensureIndex(opened, never, () => undefined), never)
  const rows = await opened.read(never, (db) =>
    db.rows(sql`SELECT event_id FROM ${list} USING SAMPLE 40 ROWS (reservoir, 7)`),
  )
  const times: number[] = []
  for (const { event_id: eventId } of rows) {
    times.push(await timed(() => investigate(opened, String(eventId), never)))
  }
  times.sort((a, b) => a - b)
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
  return {
    title: `Stories, ${times.length} deletions`,
    head: ['fastest', 'median', '90 of 100', 'slowest'],
    rows: [[ms(at(0)), ms(at(0.5)), ms(at(0.9)), ms(at(1))]],
  }
}
