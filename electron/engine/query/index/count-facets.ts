import type { View } from '../../../contract/view'
import type { StoreView } from './code-column'
import type { CodedRows } from './coded-rows'
import { countValues } from './count-values'
import type { EventIndex } from './event-index'
import type { FacetPlan } from './facet-maker'
import { foldCounts } from './member'
import type { Selection, Selections } from './selections'
import { Slices } from './slices'
import type { Team } from './team'
import { costOf, wideSetOf } from './wide-sets'

/** A column counted over a set, and what of it each facet is to have. */
type Job = { selection: Selection; store: StoreView; facets: { plan: FacetPlan; mask: Uint8Array | null }[] }

/** Counts by value for each facet, without the clauses of its own field. Columns over the same rows share one pass. */
export class FacetCounts {
  readonly #codes: CodedRows
  readonly #selections: Selections
  readonly #team: Team

  constructor(codes: CodedRows, selections: Selections, team: Team) {
    this.#codes = codes
    this.#selections = selections
    this.#team = team
  }

  async of(
    index: EventIndex,
    view: View,
    plans: readonly FacetPlan[],
    signal: AbortSignal,
  ): Promise<Map<FacetPlan, Uint32Array>> {
    const jobs: Job[] = []
    for (const store of new Set(plans.map(({ column }) => column.store))) {
      const own = plans.filter(({ column }) => column.store === store)
      jobs.push(...(await this.#jobsFor(index, view, store, own, signal)))
    }
    const counted = new Map<FacetPlan, Uint32Array>()
    const slices = new Slices(signal)
    const sets = new Map(jobs.map(({ selection }) => [selection.key, selection]))
    for (const [key, selection] of sets) {
      const over = jobs.filter((job) => job.selection.key === key)
      const stores = [...new Set(over.map(({ store }) => store))]
      const counts = await countValues(index, selection.rows, stores, this.#team, slices)
      for (const { store, facets } of over) {
        const byCode = counts[stores.indexOf(store)] as Uint32Array
        for (const { plan, mask } of facets) {
          counted.set(plan, foldCounts(byCode, plan.column.of, plan.column.distinct, mask))
        }
      }
    }
    return counted
  }

  async #jobsFor(
    index: EventIndex,
    view: View,
    store: StoreView,
    plans: readonly FacetPlan[],
    signal: AbortSignal,
  ): Promise<Job[]> {
    const filtered = await this.#selections.of(index, view, signal)
    const wide = await wideSetOf(index, view, store, this.#codes, this.#selections, signal)
    // One pass over more rows against one over the View's rows and one for each field with clauses.
    if (wide && costOf(wide.selection) <= costOf(filtered) * (1 + wide.fields)) {
      const facets = plans.map((plan) => ({ plan, mask: wide.maskWithout(plan.column.field) }))
      return [{ selection: wide.selection, store, facets }]
    }
    const jobs: Job[] = []
    for (const plan of plans) {
      const own = await this.#selections.of(index, view, signal, [plan.column.field])
      // Leaving clauses out can only add rows: as many are the same ones.
      const selection = own.rows.count === filtered.rows.count ? filtered : own
      jobs.push({ selection, store, facets: [{ plan, mask: null }] })
    }
    return jobs
  }
}
