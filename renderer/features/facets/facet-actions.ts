import { announce } from '../../app/notices'
import { fieldLabel } from '../../lib/fields'
import { useUi } from '../../state/ui-store'
import { allFacets } from './facet-fields'
import { type FacetOrder, neighbourFacet, orderedFacets, placedFacet } from './facet-order'

const shownNow = (): string[] => {
  const { facetOrder, pinnedFacets } = useUi.getState()
  return orderedFacets(allFacets(), { order: facetOrder, pinned: pinnedFacets })
}

function keep({ order, pinned }: FacetOrder, moved: string): void {
  useUi.getState().set({ facetOrder: [...order], pinnedFacets: [...pinned] })
  const shown = shownNow()
  announce(`${fieldLabel(moved)}: facet ${shown.indexOf(moved) + 1} of ${shown.length}`)
}

export function placeFacet(moved: string, beside: string, side: 'before' | 'after'): void {
  keep(placedFacet(shownNow(), useUi.getState().pinnedFacets, moved, beside, side), moved)
}

/** One place up or down; false at the end of its group. */
export function stepFacet(field: string, step: 1 | -1): boolean {
  const { pinnedFacets } = useUi.getState()
  const beside = neighbourFacet(shownNow(), pinnedFacets, field, step)
  if (beside === null) return false
  placeFacet(field, beside, step === 1 ? 'after' : 'before')
  return true
}

export const canStepFacet = (field: string, step: 1 | -1): boolean =>
  neighbourFacet(shownNow(), useUi.getState().pinnedFacets, field, step) !== null

export function togglePinnedFacet(field: string): void {
  keep({ order: shownNow(), pinned: toggled(useUi.getState().pinnedFacets, field) }, field)
}

const toggled = (fields: readonly string[], field: string): string[] =>
  fields.includes(field) ? fields.filter((other) => other !== field) : [...fields, field]

export function toggleRarest(field: string): void {
  const { rarestFacets, set } = useUi.getState()
  set({ rarestFacets: toggled(rarestFacets, field) })
}

export function toggleCollapsed(field: string): void {
  const { collapsedFacets, set } = useUi.getState()
  set({ collapsedFacets: toggled(collapsedFacets, field) })
}

/** Takes a facet off that the person added. */
export function removeFacet(field: string): void {
  const { extraFacets, pinnedFacets, set } = useUi.getState()
  set({
    extraFacets: extraFacets.filter((other) => other !== field),
    pinnedFacets: pinnedFacets.filter((other) => other !== field),
  })
}

/** Back to the order and pins that a new window has. */
export const resetFacetOrder = () => useUi.getState().set({ facetOrder: [], pinnedFacets: [] })
