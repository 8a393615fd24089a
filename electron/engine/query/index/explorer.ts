import { randomUUID } from 'node:crypto'
import type { FieldName } from '../../../contract/event'
import type { Facet, Histogram, Page, SearchProgress } from '../../../contract/events'
import type { Filter } from '../../../contract/filter'
import type { View } from '../../../contract/view'
import type { Case } from '../../case/case'
import { microsFromIso } from '../../case/connection'
import type { PositionOf } from '../position'
import { canonicalField } from '../where'
import { equalEdges } from './bin-rows'
import { Brush } from './brush'
import { ClauseBits } from './clause-bits'
import { CodedRows } from './coded-rows'
import { FacetCounts } from './count-facets'
import type { EventIndex } from './event-index'
import { rankCodes } from './facet-counts'
import { FacetMaker, type FacetPlan, type Read } from './facet-maker'
import { FoundPlaces } from './found-places'
import { Histograms } from './histogram'
import { IdleWork } from './idle-work'
import { IndexKeeper } from './index-keeper'
import { Lru } from './lru'
import { Positions } from './positions'
import { cellsOf, textsOf } from './row-cells'
import { RowSearch } from './row-search'
import { Selections } from './selections'
import { Slices } from './slices'
import { Team } from './team'
import { TokenFilter } from './token-filter'

type KeptBrush = { brush: Brush; plans: FacetPlan[] }
const keptBrushes = 4

/** Numbers of events: how many an index may have, from how many a second thread helps and the case keeps the index. */
export type ExplorerLimits = { maxEvents?: number; helpsFrom?: number; savesFrom?: number }

/**
 * Answers about one case out of the index. What belongs together (count, histogram, facets, first page of one View) meets
 * in the same filtered set.
 */
export class Explorer {
  readonly keeper: IndexKeeper
  readonly tokens: TokenFilter
  readonly #case: Case
  readonly #selections: Selections
  readonly #facets: FacetMaker
  readonly #facetCounts: FacetCounts
  readonly #histograms: Histograms
  readonly #team: Team
  readonly #positions: Positions
  readonly #found: FoundPlaces
  readonly #idle: IdleWork
  readonly #brushes = new Lru<KeptBrush>(keptBrushes, () => 1)

  constructor(opened: Case, { maxEvents, helpsFrom, savesFrom }: ExplorerLimits = {}) {
    this.#case = opened
    this.keeper = new IndexKeeper(opened, maxEvents, savesFrom)
    this.tokens = new TokenFilter(opened, savesFrom)
    this.#team = new Team(helpsFrom)
    opened.onClose(() => this.#team.close())
    const codes = new CodedRows(opened, this.#team)
    const clauses = new ClauseBits(codes, new RowSearch(opened, this.tokens, codes))
    this.#selections = new Selections(clauses)
    this.#facets = new FacetMaker(codes)
    this.#facetCounts = new FacetCounts(codes, this.#selections, this.#team)
    this.#histograms = new Histograms(codes, this.#selections, this.#team)
    this.#positions = new Positions(opened)
    this.#found = new FoundPlaces(this.#selections, this.#positions)
    this.#idle = new IdleWork(opened.closing, (signal) => this.#prepare(signal))
  }

  /** The index, or null when SQL has to answer. Notes that somebody is working with the case. */
  latest(signal: AbortSignal): Promise<EventIndex | null> {
    this.#idle.touch()
    return this.keeper.latest(signal)
  }

  /** Keeps the index in the case, then builds the filters of a few segments; called while nobody asks anything. False when there is nothing left. */
  async #prepare(signal: AbortSignal): Promise<boolean> {
    const index = await this.keeper.latest(signal)
    if (!index) return false
    return (await this.keeper.save(signal)) || (await this.tokens.buildNext(index, signal))
  }

  async count(
    index: EventIndex,
    view: View,
    signal: AbortSignal,
  ): Promise<{ visible: number; total: number }> {
    return { visible: (await this.#selections.of(index, view, signal)).rows.count, total: index.rows }
  }

  async search(
    index: EventIndex,
    view: View,
    signal: AbortSignal,
    report: (progress: SearchProgress) => void,
  ): Promise<{ visible: number; slow: boolean }> {
    const slow = this.#selections.isSlow(index, view)
    const { rows } = await this.#selections.search(index, view, signal, report)
    return { visible: rows.count, slow }
  }

  async histogram(
    index: EventIndex,
    view: View,
    by: FieldName,
    most: number,
    signal: AbortSignal,
  ): Promise<Histogram | null> {
    const column = index.columns.get(by)
    if (!column) return null
    const texts = (codes: readonly number[]) => textsOf(index, column, codes, this.#reader(signal))
    return this.#histograms.of(index, view, column, most, signal, texts)
  }

  /** Facets in the order of the fields; null where a field is not coded and SQL has to count it. */
  async facets(
    index: EventIndex,
    view: View,
    fields: readonly string[],
    top: number,
    search: string,
    signal: AbortSignal,
    rarest: readonly string[] = [],
  ): Promise<(Facet | null)[]> {
    const coded = await this.keeper.withColumns(index, fields.map(canonicalField), signal)
    const read = this.#reader(signal)
    const plans: (FacetPlan | null)[] = []
    for (const field of fields) {
      const order = rarest.includes(field) ? 'rarest' : 'most'
      plans.push(await this.#facets.plan(coded, view, field, { top, search, order }, signal, read))
    }
    const known = plans.filter((plan) => plan !== null)
    const counted = await this.#facetCounts.of(coded, view, known, signal)
    const facets: (Facet | null)[] = []
    for (const plan of plans) {
      const counts = plan && counted.get(plan)
      if (!counts) facets.push(null)
      else {
        const ranked = rankCodes(plan.column, counts, plan)
        facets.push(await this.#facets.facet(coded, plan, ranked, countsOf(ranked.codes, counts), read))
      }
    }
    return facets
  }

  async page(
    index: EventIndex,
    view: View,
    from: number,
    count: number,
    columns: readonly string[],
    signal: AbortSignal,
  ): Promise<Page> {
    const selection = await this.#selections.of(index, view, signal)
    const rows = await this.#positions.page(index, view, selection, from, count, signal)
    const data = await cellsOf(index, rows, columns, this.#reader(signal))
    return { total: selection.rows.count, from, columns: [...columns], data }
  }

  async position(index: EventIndex, view: View, of: PositionOf, signal: AbortSignal): Promise<number | null> {
    const selection = await this.#selections.of(index, view, signal)
    return this.#positions.placeOf(index, view, selection, of, signal)
  }

  /** Places, in the View's order, of the rows that meet any of the clauses. Not to be changed. */
  async found(
    index: EventIndex,
    view: View,
    any: readonly Filter[],
    signal: AbortSignal,
    report?: (progress: SearchProgress) => void,
  ): Promise<Uint32Array> {
    return this.#found.of(index, view, any, signal, report)
  }

  /** Rows of the View in its order, for exports. */
  async rows(index: EventIndex, view: View, signal: AbortSignal): Promise<Uint32Array> {
    return this.#positions.table(index, view, await this.#selections.of(index, view, signal), signal)
  }

  /** Prepares a brush. Fields that are not coded have no facet in its frames. */
  async brush(
    index: EventIndex,
    view: View,
    fields: readonly string[],
    top: number,
    axis: { from: string; to: string; bins: number },
    signal: AbortSignal,
    rarest: readonly string[] = [],
  ): Promise<string> {
    const open: View = { ...view, range: null }
    const coded = await this.keeper.withColumns(index, fields.map(canonicalField), signal)
    const edges = equalEdges(Number(microsFromIso(axis.from)), Number(microsFromIso(axis.to)), axis.bins)
    const plans: FacetPlan[] = []
    const facets = []
    for (const field of fields) {
      const order = rarest.includes(field) ? 'rarest' : 'most'
      const listing = { top, search: '', order } as const
      const plan = await this.#facets.plan(coded, open, field, listing, signal, this.#reader(signal))
      if (!plan) continue
      const { rows } = await this.#selections.of(coded, open, signal, [plan.column.field])
      plans.push(plan)
      facets.push({ field, column: plan.column, bits: rows.bits, wish: plan })
    }
    const { rows } = await this.#selections.of(coded, open, signal)
    const brush = await Brush.over(coded, rows.bits, facets, edges, new Slices(signal))
    const id = randomUUID()
    this.#brushes.set(id, { brush, plans })
    return id
  }

  /** One frame of a brush; null when it has been given up in favour of newer ones. */
  async brushFrame(
    id: string,
    fromBin: number,
    toBin: number,
    signal: AbortSignal,
  ): Promise<{ visible: number; facets: Facet[] } | null> {
    this.#idle.touch()
    const kept = this.#brushes.get(id)
    if (!kept) return null
    const { brush, plans } = kept
    // Taken out before anything is awaited: the next frame writes into the same arrays.
    const frames = brush.facets(fromBin, toBin).map(({ counts, ranked }) => ({
      ranked,
      listed: countsOf(ranked.codes, counts),
    }))
    const facets: Facet[] = []
    for (const [at, { ranked, listed }] of frames.entries()) {
      const plan = plans[at] as FacetPlan
      facets.push(await this.#facets.facet(brush.index, plan, ranked, listed, this.#reader(signal)))
    }
    return { visible: brush.count(fromBin, toBin), facets }
  }

  #reader(signal: AbortSignal): Read {
    return (run) => this.#case.read(signal, run)
  }
}

const countsOf = (codes: readonly number[], counts: Uint32Array): number[] =>
  codes.map((code) => counts[code] as number)
