import type { Result } from '../../contract/engine-api'
import type { Filter } from '../../contract/filter'
import type { View } from '../../contract/view'
import type { CaseReader } from '../case/connection'
import { sql, sqlJoin } from '../sql-text'
import { predicateOf } from './predicate'
import { orderBy } from './sql-answers'
import { whereFor } from './where'

type Found = Result<'events.find'>
export type Direction = 'next' | 'previous'

/** The nearest of ascending places, from one of them or between. */
export function nearest(places: Uint32Array, from: number, direction: Direction): Found {
  const wanted = direction === 'next' ? from : from + 1
  let [low, high] = [0, places.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((places[middle] as number) < wanted) low = middle + 1
    else high = middle
  }
  const at = direction === 'next' ? low : low - 1
  const index = places[at]
  const matches = places.length
  return index === undefined ? { index: null, nth: null, matches } : { index, nth: at + 1, matches }
}

export async function findBySql(
  db: CaseReader,
  view: View,
  any: readonly Filter[],
  from: number,
  direction: Direction,
): Promise<Found> {
  const hit = sqlJoin(
    any.map((filter) => sql`coalesce(${predicateOf(filter)}, false)`),
    ' OR ',
  )
  const nearestPlace =
    direction === 'next'
      ? sql`min(place) FILTER (place >= ${from}) AS place, count(*) FILTER (place < ${from}) + 1 AS nth`
      : sql`max(place) FILTER (place <= ${from}) AS place, count(*) FILTER (place <= ${from}) AS nth`
  const [row] = await db.rows(sql`-- name: events.find
SELECT count(*) AS n, ${nearestPlace}
FROM (SELECT row_number() OVER (${orderBy(view)}) - 1 AS place, ${hit} AS hit FROM events${whereFor(view)})
WHERE hit`)
  const matches = Number(row?.n ?? 0)
  if (row?.place == null) return { index: null, nth: null, matches }
  return { index: Number(row.place), nth: Number(row.nth), matches }
}
