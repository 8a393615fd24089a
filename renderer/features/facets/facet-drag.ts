import { type DragEvent, useMemo, useState } from 'react'
import { placeFacet } from './facet-actions'

const dragType = 'application/x-backtrail-facet'

/** Dragging a facet by its heading onto another one; the heading's menu and keys do the same. */
export function useFacetDrag(field: string) {
  const [side, setSide] = useState<'before' | 'after' | null>(null)
  const sideOf = (event: DragEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return event.clientY < box.top + box.height / 2 ? 'before' : 'after'
  }
  const source = useMemo(
    () => ({
      draggable: true,
      onDragStart: (event: DragEvent<HTMLElement>) => {
        event.dataTransfer.setData(dragType, field)
        event.dataTransfer.effectAllowed = 'move'
      },
    }),
    [field],
  )
  return {
    /** Where what is dragged would come to stand, while it is over this facet. */
    side,
    source,
    target: {
      onDragOver: (event: DragEvent<HTMLElement>) => {
        if (!event.dataTransfer.types.includes(dragType)) return
        event.preventDefault()
        setSide(sideOf(event))
      },
      onDragLeave: (event: DragEvent<HTMLElement>) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setSide(null)
      },
      onDrop: (event: DragEvent<HTMLElement>) => {
        const moved = event.dataTransfer.getData(dragType)
        setSide(null)
        if (moved) placeFacet(moved, field, sideOf(event))
      },
    },
  }
}
