import type { SearchProgress } from '../../../contract/events'
import type { Filter } from '../../../contract/filter'
import type { View } from '../../../contract/view'
import { hasBit, orInto, wordsFor } from './bits'
import type { EventIndex } from './event-index'
import { Lru } from './lru'
import type { Positions } from './positions'
import type { Selection, Selections } from './selections'
import { Slices } from './slices'

const keptBytes = 64 * 2 ** 20
const batchRows = 1 << 16

/** Places in a sorted View of what is looked for in it: worked out once, so that each step from there is a look-up. */
export class FoundPlaces {
  readonly #selections: Selections
  readonly #positions: Positions
  readonly #known = new Lru<Uint32Array>(keptBytes, (places) => places.byteLength)

  constructor(selections: Selections, positions: Positions) {
    this.#selections = selections
    this.#positions = positions
  }

  async of(
    index: EventIndex,
    view: View,
    any: readonly Filter[],
    signal: AbortSignal,
    report?: (progress: SearchProgress) => void,
  ): Promise<Uint32Array> {
    const parts: Selection[] = []
    for (const clause of any) {
      const narrowed = { ...view, filters: [...view.filters, { ...clause, disabled: false }] }
      parts.push(
        report
          ? await this.#selections.search(index, narrowed, signal, report)
          : await this.#selections.of(index, narrowed, signal),
      )
    }
    const key = JSON.stringify([view.sort, ...parts.map((part) => part.key)])
    const known = this.#known.get(key)
    if (known) return known
    const wanted = new Uint32Array(wordsFor(index.rows))
    for (const { rows } of parts) orInto(wanted, rows.bits)
    const most = parts.reduce((sum, { rows }) => sum + rows.count, 0)
    const selection = await this.#selections.of(index, view, signal)
    const table = await this.#positions.table(index, view, selection, signal)
    const places = new Uint32Array(Math.min(most, table.length))
    const slices = new Slices(signal)
    let found = 0
    for (let from = 0; from < table.length && most > 0; from += batchRows) {
      const to = Math.min(table.length, from + batchRows)
      for (let at = from; at < to; at += 1) if (hasBit(wanted, table[at] as number)) places[found++] = at
      if (slices.due()) await slices.pause()
    }
    const exact = places.slice(0, found)
    this.#known.set(key, exact)
    return exact
  }
}
