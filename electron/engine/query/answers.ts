import { randomUUID } from 'node:crypto'
import type { ParsedParams, Progress, Result } from '../../contract/engine-api'
import { EngineError } from '../../contract/errors'
import type { Facet } from '../../contract/events'
import type { View } from '../../contract/view'
import type { Case } from '../case/case'
import { isoFromMicros, microsFromIso } from '../case/connection'
import { findBySql, nearest } from './find'
import { equalEdges } from './index/bin-rows'
import { Explorer } from './index/explorer'
import { Lru } from './index/lru'
import { positionBySql } from './position'
import { countBySql, facetBySql, histogramBySql, pageBySql } from './sql-answers'

type SqlBrush = Omit<ParsedParams<'events.brush'>, 'case'>

const explorers = new WeakMap<Case, Explorer>()
const sqlBrushes = new Lru<SqlBrush>(8, () => 1)

/** The explorer of a case: one for all windows, for as long as the case is open. */
export function explorerOf(opened: Case): Explorer {
  const known = explorers.get(opened)
  if (known) return known
  const explorer = new Explorer(opened)
  explorers.set(opened, explorer)
  return explorer
}

/** Each question put to the index, or to SQL where there is none (yet). The answers are the same. */
export class Answers {
  readonly #case: Case
  readonly #explorer: Explorer
  readonly #signal: AbortSignal

  constructor(opened: Case, signal: AbortSignal) {
    this.#case = opened
    this.#explorer = explorerOf(opened)
    this.#signal = signal
  }

  async count(view: View): Promise<Result<'events.count'>> {
    const index = await this.#index()
    if (index) return this.#explorer.count(index, view, this.#signal)
    return this.#case.read(this.#signal, (db) => countBySql(db, view))
  }

  async histogram(params: ParsedParams<'events.histogram'>): Promise<Result<'events.histogram'>> {
    const { view, by, bars } = params
    const index = await this.#index()
    if (index?.columns.has(by)) return this.#explorer.histogram(index, view, by, bars, this.#signal)
    return this.#case.read(this.#signal, (db) => histogramBySql(db, view, by, bars))
  }

  async facets(
    view: View,
    fields: readonly string[],
    top: number,
    search: string,
    rarest: readonly string[],
  ): Promise<Facet[]> {
    const index = await this.#index()
    const found = index
      ? await this.#explorer.facets(index, view, fields, top, search, this.#signal, rarest)
      : []
    const facets: Facet[] = []
    for (const [at, field] of fields.entries()) {
      facets.push(
        found[at] ??
          (await this.#case.read(this.#signal, (db) =>
            facetBySql(db, view, field, top, search, rarest.includes(field)),
          )),
      )
    }
    return facets
  }

  async page(params: ParsedParams<'events.page'>): Promise<Result<'events.page'>> {
    const { view, from, count, columns } = params
    const index = await this.#index()
    if (index) return this.#explorer.page(index, view, from, count, columns, this.#signal)
    return this.#case.read(this.#signal, (db) => pageBySql(db, view, from, count, columns))
  }

  async search(
    view: View,
    report: (progress: Progress<'events.search'>) => void,
  ): Promise<Result<'events.search'>> {
    const started = performance.now()
    const elapsed = () => performance.now() - started
    const index = await this.#index()
    if (index) {
      const found = await this.#explorer.search(index, view, this.#signal, report)
      return { ...found, elapsedMs: elapsed() }
    }
    const { visible, total } = await this.#case.read(this.#signal, (db) => countBySql(db, view))
    report({ done: total, total, found: visible })
    return { visible, slow: view.filters.length > 0, elapsedMs: elapsed() }
  }

  async position(params: ParsedParams<'events.position'>): Promise<Result<'events.position'>> {
    const index = await this.#index()
    const place = index
      ? await this.#explorer.position(index, params.view, params.of, this.#signal)
      : await this.#case.read(this.#signal, (db) => positionBySql(db, params.view, params.of))
    return { index: place }
  }

  async find(
    params: ParsedParams<'events.find'>,
    report: (progress: Progress<'events.find'>) => void,
  ): Promise<Result<'events.find'>> {
    const { view, any, from, direction } = params
    const index = await this.#index()
    if (!index) return this.#case.read(this.#signal, (db) => findBySql(db, view, any, from, direction))
    return nearest(await this.#explorer.found(index, view, any, this.#signal, report), from, direction)
  }

  async brush(params: SqlBrush): Promise<string> {
    const { view, fields, top, rarest, axis, bins } = params
    if (microsFromIso(axis.to) <= microsFromIso(axis.from)) {
      throw new EngineError('request/invalid', 'The axis of the brush ends before it begins.')
    }
    const index = await this.#index()
    if (index) return this.#explorer.brush(index, view, fields, top, { ...axis, bins }, this.#signal, rarest)
    const id = randomUUID()
    sqlBrushes.set(id, params)
    return id
  }

  async brushFrame(brush: string, fromBin: number, toBin: number): Promise<Result<'events.brushFrame'>> {
    const bySql = sqlBrushes.get(brush)
    if (bySql) return this.#frameBySql(bySql, fromBin, toBin)
    const frame = await this.#explorer.brushFrame(brush, fromBin, toBin, this.#signal)
    if (frame) return frame
    throw new EngineError('request/invalid', 'This brush is over.', { hint: 'Begin a new one.' })
  }

  async #frameBySql(brush: SqlBrush, fromBin: number, toBin: number): Promise<Result<'events.brushFrame'>> {
    const { view, fields, top, rarest, axis, bins } = brush
    const edges = equalEdges(Number(microsFromIso(axis.from)), Number(microsFromIso(axis.to)), bins)
    const edge = (bin: number) => isoFromMicros(BigInt(edges[Math.min(bin, bins)] ?? 0))
    const ranged: View = { ...view, range: { from: edge(fromBin), to: edge(Math.max(fromBin, toBin)) } }
    return {
      visible: (await this.count(ranged)).visible,
      facets: await this.facets(ranged, fields, top, '', rarest),
    }
  }

  #index() {
    return this.#explorer.latest(this.#signal)
  }
}
