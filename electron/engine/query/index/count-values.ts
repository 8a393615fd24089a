import type { StoreView } from './code-column'
import type { EventIndex } from './event-index'
import type { Selection } from './selections'
import type { Slices } from './slices'
import { addTo } from './tally-rows'
import type { Team } from './team'

/**
 * Events by code for several columns, over the rows of a set, in one pass. Where the set holds most rows, the others are
 * counted and taken from the totals.
 */
export async function countValues(
  index: EventIndex,
  { bits, count }: Pick<Selection, 'bits' | 'count'>,
  stores: readonly StoreView[],
  team: Team,
  slices: Slices,
): Promise<Uint32Array[]> {
  const inverted = count * 2 > index.rows
  const [counts = [], ...others] = await team.run('tally', index, { bits, inverted, stores }, slices)
  for (const [at, own] of counts.entries()) {
    for (const other of others) addTo(own, other[at] as Uint32Array)
    if (inverted) subtractFrom((stores[at] as StoreView).totals, own)
  }
  return counts
}

function subtractFrom(totals: Uint32Array, counts: Uint32Array): void {
  for (let code = 0; code < counts.length; code += 1) {
    counts[code] = (totals[code] as number) - (counts[code] as number)
  }
}
