/** What the person made of the order: the facets one after another, and those that stand before all others. */
export type FacetOrder = { order: readonly string[]; pinned: readonly string[] }

/** The facets as they stand in the panel. Those whose place nobody chose keep theirs, behind the ones that were placed. */
export function orderedFacets(fields: readonly string[], { order, pinned }: FacetOrder): string[] {
  const placeOf = (field: string) => {
    const at = order.indexOf(field)
    return at < 0 ? order.length : at
  }
  const groupOf = (field: string) => (pinned.includes(field) ? 0 : 1)
  return [...fields].sort((a, b) => groupOf(a) - groupOf(b) || placeOf(a) - placeOf(b))
}

/** Puts a facet right before or after another one; it is pinned where that is. */
export function placedFacet(
  shown: readonly string[],
  pinned: readonly string[],
  moved: string,
  beside: string,
  side: 'before' | 'after',
): FacetOrder {
  if (moved === beside) return { order: shown, pinned }
  const order = shown.filter((field) => field !== moved)
  order.splice(order.indexOf(beside) + (side === 'after' ? 1 : 0), 0, moved)
  const others = pinned.filter((field) => field !== moved)
  return { order, pinned: pinned.includes(beside) ? [...others, moved] : others }
}

/** The facet it changes places with on a step up or down: pinned ones stay among themselves. Null at the end. */
export function neighbourFacet(
  shown: readonly string[],
  pinned: readonly string[],
  field: string,
  step: 1 | -1,
): string | null {
  const other = shown[shown.indexOf(field) + step]
  return other !== undefined && pinned.includes(other) === pinned.includes(field) ? other : null
}
