import { useMemo } from 'react'
import { defaultFacets } from '../../../electron/contract/event'
import { useUi } from '../../state/ui-store'
import { orderedFacets } from './facet-order'

const order = [
  'eventCategory',
  'readOnly',
  'outcome',
  'eventSource',
  'eventName',
  'principal',
  'user',
  'recipientAccountId',
  'awsRegion',
  'sourceIPAddress',
  'userAgentFamily',
  'errorCode',
  'resourceArns',
]

const place = (field: string) => {
  const at = order.indexOf(field)
  return at < 0 ? order.length : at
}

const standard = [...defaultFacets].sort((a, b) => place(a) - place(b))

/** Facets that are open: only these are counted, in whatever order they stand. */
export function useFacetFields(): string[] {
  const collapsed = useUi((ui) => ui.collapsedFacets)
  const extra = useUi((ui) => ui.extraFacets)
  return useMemo(
    () => [...standard, ...extra].filter((field) => !collapsed.includes(field)),
    [collapsed, extra],
  )
}

/** Every facet of the panel in its order, open or not. */
export function useAllFacets(): string[] {
  const extra = useUi((ui) => ui.extraFacets)
  const order = useUi((ui) => ui.facetOrder)
  const pinned = useUi((ui) => ui.pinnedFacets)
  return useMemo(() => orderedFacets([...standard, ...extra], { order, pinned }), [extra, order, pinned])
}

export const allFacets = (): string[] => [...standard, ...useUi.getState().extraFacets]

export const isStandardFacet = (field: string) => (standard as string[]).includes(field)
