import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { engineApi, type Result } from '../../electron/contract/engine-api'
import { isCancelled } from '../../electron/contract/errors'
import { defaultFacets } from '../../electron/contract/event'
import { View, type ViewInput } from '../../electron/contract/view'
import { type Case, openCase } from '../../electron/engine/case/case'
import { bindingsOf, readerOn } from '../../electron/engine/case/connection'
import { createRegistry } from '../../electron/engine/case/registry'
import { explorerOf } from '../../electron/engine/query/answers'
import { queryHandlers } from '../../electron/engine/query/handlers'
import { whereFor } from '../../electron/engine/query/where'
import { sql } from '../../electron/engine/sql-text'
import { facetPlain, histogramPlain, pagePlain } from './explore-plain'
import { changes, fresh } from './explore-views'

export type Line = { name: string; ours: number; plain: number | null }
export type Measured = {
  events: number
  lines: Line[]
  load: { ms: number; keptMs: number; bytes: number; tokensMs: number; tokenBytes: number }
}

const facets = defaultFacets.slice(0, 12)
const columns = [
  'seq',
  'eventTime',
  'eventName',
  'eventSource',
  'principal',
  'sourceIPAddress',
  'awsRegion',
  'errorCode',
]
const never = new AbortController().signal

const best = (times: number[]): number => Math.min(...times)
const median = (times: number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
/** Processor time of this process so far, in milliseconds: what does not depend on what else the machine does. */
const processorMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await run()
  return performance.now() - started
}

export async function measure(path: string, events: number): Promise<Measured> {
  const cases = createRegistry()
  const opened = await cases.open(path)
  const beside = await openCase(path)
  const plain = await beside.connect()
  const load = await loadIndex(opened, path)
  const bench = new Bench(opened.id, callerOf(queryHandlers({ cases })), plain)
  const lines = [
    ...(await bench.refreshes()),
    await bench.brush(),
    ...(await bench.pages(events)),
    ...(await bench.identifiers()),
    await bench.text(),
    ...(await bench.cancel()),
  ]
  plain.closeSync()
  await beside.close()
  await cases.closeAll()
  return { events, lines, load }
}

/** What happens in the background after a case was opened: the index, then the filters of tokens. Nothing is kept yet. */
async function loadIndex(opened: Case, path: string): Promise<Measured['load']> {
  await rm(join(path, 'explore'), { recursive: true, force: true })
  const explorer = explorerOf(opened)
  const ms = await timed(() => explorer.keeper.ready())
  const index = await explorer.keeper.ready()
  if (!index) throw new Error('there is no index')
  const { bytes } = explorer.keeper
  await explorer.keeper.save(never)
  const again = await openCase(path)
  const keptMs = await timed(() => explorerOf(again).keeper.ready())
  await again.close()
  const tokensMs = await timed(async () => {
    while (await explorer.tokens.buildNext(index, never));
  })
  return { ms, keptMs, bytes, tokensMs, tokenBytes: explorer.tokens.bytes }
}

type EventHandlers = ReturnType<typeof queryHandlers>
type EventCall = keyof EventHandlers
type Call = <N extends EventCall>(name: N, params: unknown, signal?: AbortSignal) => Promise<Result<N>>

function callerOf(handlers: EventHandlers): Call {
  return (name, params, signal = never) => {
    const parsed = engineApi[name].params.parse(params)
    const handler = handlers[name] as (params: unknown, context: unknown) => Promise<never>
    return handler(parsed, { signal, progress: () => undefined })
  }
}

class Bench {
  readonly #id: string
  readonly #call: Call
  readonly #plain: DuckDBConnection

  constructor(id: string, call: Call, plain: DuckDBConnection) {
    this.#id = id
    this.#call = call
    this.#plain = plain
  }

  /** What the window asks after a change, all at once. */
  #refresh(view: ViewInput): Promise<unknown> {
    const common = { case: this.#id, view }
    return Promise.all([
      this.#call('events.count', common),
      this.#call('events.histogram', { ...common, by: 'eventCategory', bars: 300 }),
      this.#call('events.facets', { ...common, fields: facets, top: 20 }),
      this.#call('events.page', { ...common, from: 0, count: 200, columns }),
    ])
  }

  async #separately(view: View): Promise<void> {
    const db = readerOn(this.#plain)
    await db.rows(sql`SELECT count(*) FROM events${whereFor(view)}`)
    await db.columns(histogramPlain(view))
    for (const field of facets) await db.columns(facetPlain(view, field, 20))
    await db.columns(pagePlain(view, columns, 200))
  }

  async refreshes(): Promise<Line[]> {
    const lines: Line[] = []
    const processor: { ours: number; plain: number }[] = []
    for (const [name, input] of changes) {
      const view = View.parse(input)
      const ours = []
      const before = processorMs()
      for (let run = 0; run < 5; run += 1) ours.push(await timed(() => this.#refresh(fresh(input))))
      const between = processorMs()
      const plain = []
      for (let run = 0; run < 3; run += 1) plain.push(await timed(() => this.#separately(view)))
      processor.push({ ours: (between - before) / 5, plain: (processorMs() - between) / 3 })
      lines.push({ name: `refresh: ${name}`, ours: best(ours), plain: best(plain) })
    }
    const mean = <T>(all: T[], of: (one: T) => number) =>
      all.reduce((sum, one) => sum + of(one), 0) / all.length
    return [
      ...lines,
      {
        name: 'refresh, all of them, mean',
        ours: mean(lines, (l) => l.ours),
        plain: mean(lines, (l) => l.plain ?? 0),
      },
      {
        name: 'refresh, all of them, mean processor time',
        ours: mean(processor, ({ ours }) => ours),
        plain: mean(processor, ({ plain }) => plain),
      },
    ]
  }

  async brush(): Promise<Line> {
    const view = View.parse(changes[0]?.[1] ?? {})
    const [from, to] = ['2026-01-01T00:00:00Z', '2026-01-31T00:00:00Z']
    const { brush } = await this.#call('events.brush', {
      case: this.#id,
      view,
      fields: facets,
      axis: { from, to },
      bins: 600,
    })
    const ours: number[] = []
    for (let frame = 0; frame < 40; frame += 1) {
      const params = { case: this.#id, brush, fromBin: 100 + frame * 3, toBin: 260 + frame * 5 }
      ours.push(await timed(() => this.#call('events.brushFrame', params)))
    }
    const ranged = { ...view, range: { from: '2026-01-06T00:00:00Z', to: '2026-01-14T00:00:00Z' } }
    const plain = [await timed(() => this.#separately(ranged)), await timed(() => this.#separately(ranged))]
    return {
      name: 'a frame of the brush, eight days of one service',
      ours: median(ours),
      plain: median(plain),
    }
  }

  /** Pages at random depths once the View stands, beside the same rows by position in one statement. */
  async pages(events: number): Promise<Line[]> {
    const lines: Line[] = []
    const sorts: [string, ViewInput['sort'], string[]][] = [
      ['newest first', [{ field: 'eventTime', descending: true }], [...columns, 'eventId']],
      [
        'by principal, then time',
        [
          { field: 'principal', descending: false },
          { field: 'eventTime', descending: true },
        ],
        [...columns, 'eventId'],
      ],
      ['by principal, columns of the index', [{ field: 'principal', descending: false }], columns],
    ]
    for (const [name, sort, wanted] of sorts) {
      const view = { ...changes[2]?.[1], sort }
      const page = (from: number) =>
        this.#call('events.page', { case: this.#id, view, from, count: 200, columns: wanted })
      await page(0)
      await page(Math.floor(events / 3))
      const [ours, plain]: [number[], number[]] = [[], []]
      for (let run = 1; run <= 7; run += 1) {
        const from = Math.floor(((run * 7919) % 1000) * (events / 1800))
        ours.push(await timed(() => page(from)))
        const seqs = (await page(from)).data[0] ?? []
        const list = seqs.join(', ')
        const cells = wanted.map((field) => pageColumn(field)).join(', ')
        plain.push(
          await timed(() => this.#plain.runAndReadAll(`SELECT ${cells} FROM events WHERE seq IN (${list})`)),
        )
      }
      lines.push({ name: `page of 200 at random depth, ${name}`, ours: best(ours), plain: best(plain) })
    }
    return lines
  }

  /** Each looked for three times: another event's each time, and each in the case. */
  async identifiers(): Promise<Line[]> {
    const db = readerOn(this.#plain)
    const rows = await db.rows(
      sql`SELECT event_id, identity_access_key_id, request_id, response_elements->>'requestId' AS in_json
FROM events WHERE seq % 77777 = 1 AND response_elements IS NOT NULL ORDER BY seq LIMIT 3`,
    )
    const of = (column: string) => rows.map((row) => String(row[column]))
    const inParameters = ['i-04711', 'i-01234', 'i-019999']
    // Name, values, column that plain DuckDB compares, and with what.
    const looks: [string, string[], string, string[]][] = [
      ['event ID', of('event_id'), 'event_id', of('event_id')],
      ['access key', of('identity_access_key_id'), 'identity_access_key_id', of('identity_access_key_id')],
      ['ID that stands once, in the JSON', of('in_json'), 'request_id', of('request_id')],
      [
        'resource ID in the JSON of one event in 20,000',
        inParameters,
        "request_parameters->>'instanceId'",
        inParameters,
      ],
    ]
    const lines: Line[] = []
    for (const [name, values, column, compared] of looks) {
      const [ours, plain]: [number[], number[]] = [[], []]
      for (const [at, value] of values.entries()) {
        const view = { filters: [{ id: 'i', kind: 'identifier' as const, value }] }
        ours.push(await timed(() => this.#call('events.search', { case: this.#id, view })))
        const statement = `SELECT seq FROM events WHERE ${column} = $1`
        plain.push(await timed(() => this.#plain.runAndReadAll(statement, [compared[at] ?? ''])))
      }
      lines.push({
        name: `identifier: ${name} (plain: equality on ${column})`,
        ours: median(ours),
        plain: median(plain),
      })
    }
    return lines
  }

  async text(): Promise<Line> {
    const view = (text: string) => View.parse({ filters: [{ id: 't', kind: 'text', text }] })
    const ours = await timed(() => this.#call('events.search', { case: this.#id, view: view('prod-17 ') }))
    const where = whereFor(view('prod-18 '))
    const { values, types } = bindingsOf(where.params)
    const plain = await timed(() =>
      this.#plain.runAndReadAll(`SELECT count(*) FROM events${where.text}`, values, types),
    )
    return { name: 'free text over every field, first time', ours, plain }
  }

  /** How long after the click the call ends, and how long until the engine answers something else. */
  async cancel(): Promise<Line[]> {
    const [ends, free]: [number[], number[]] = [[], []]
    for (let run = 0; run < 5; run += 1) {
      const controller = new AbortController()
      const view = { filters: [{ id: 't', kind: 'text', text: `cancel me ${run}` }] }
      const call = this.#call('events.search', { case: this.#id, view }, controller.signal).catch(
        (error) => error,
      )
      await new Promise((resolve) => setTimeout(resolve, 120))
      const started = performance.now()
      controller.abort()
      if (!isCancelled(await call)) throw new Error('the search was over before it was cancelled')
      ends.push(performance.now() - started)
      await this.#call('events.page', { case: this.#id, view: {}, from: 0, count: 50, columns: ['eventId'] })
      free.push(performance.now() - started)
    }
    return [
      { name: 'cancel a free-text search: until the call ends', ours: median(ends), plain: null },
      { name: 'cancel a free-text search: until a page has been read', ours: median(free), plain: null },
    ]
  }
}

const pageColumn = (field: string): string =>
  ({
    seq: 'seq',
    eventTime: 'event_time',
    eventName: 'event_name',
    eventSource: 'event_source',
    principal: 'principal',
    sourceIPAddress: 'source_ip_address',
    awsRegion: 'aws_region',
    errorCode: 'error_code',
    eventId: 'event_id',
  })[field] ?? 'seq'
