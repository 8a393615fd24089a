import type { StoreView } from './code-column'
import type { EventIndex } from './event-index'
import type { RowSet } from './row-set'
import type { Slices } from './slices'
import { tally } from './tally'
import type { Team } from './team'

/**
 * Events by code for several columns, over the rows of a set, in one pass. Where the set holds most rows, the others are
 * counted and taken from the totals.
 */
export async function countValues(
  index: EventIndex,
  rows: RowSet,
  stores: readonly StoreView[],
  team: Team,
  slices: Slices,
): Promise<Uint32Array[]> {
  const { few, others } = rows
  if (few) return stores.map((store) => countFew(store, few))
  if (others) return stores.map((store) => lessFrom(store.totals, countFew(store, others)))
  const inverted = rows.count * 2 > index.rows
  const counts = await team.run('tally', index, { bits: rows.bits, inverted, stores }, slices)
  return inverted ? counts.map((own, at) => lessFrom((stores[at] as StoreView).totals, own)) : counts
}

function countFew(store: StoreView, rows: Uint32Array): Uint32Array {
  const counts = new Uint32Array(store.distinct)
  tally(store, rows, rows.length, counts)
  return counts
}

/** What is left of the totals; changes and answers `counts`. */
function lessFrom(totals: Uint32Array, counts: Uint32Array): Uint32Array {
  for (let code = 0; code < counts.length; code += 1) {
    counts[code] = (totals[code] as number) - (counts[code] as number)
  }
  return counts
}
