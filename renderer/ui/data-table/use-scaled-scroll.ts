import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import {
  moveBy,
  offsetAt,
  offsetToCentre,
  offsetToShow,
  rowsAt,
  scaleFor,
  scrollTopFor,
} from './scaled-scroll'

const overscan = 6
const lineHeight = 16

/**
 * Scrolling of a table with any number of rows inside `scroller`: the scrollbar's thumb is scaled, wheel and keys move
 * by real rows. The rows stand in a sticky pane, so there is never a blank place while the browser scrolls ahead.
 */
export function useScaledScroll(
  scroller: RefObject<HTMLDivElement | null>,
  total: number,
  rowHeight: number,
  headHeight: number,
) {
  const [height, setHeight] = useState(600)
  const [offset, setOffset] = useState(0)
  const viewport = Math.max(rowHeight, height - headHeight)
  const scale = useMemo(() => scaleFor(total, rowHeight, viewport), [total, rowHeight, viewport])
  const place = useRef({ offset: 0, lastSet: -1, scale })
  place.current.scale = scale

  const goTo = useCallback(
    (next: number) => {
      // Most changed Views are looked at from their top, and setting a place makes the browser lay out the page at once.
      if (next === 0 && place.current.offset === 0) return
      const element = scroller.current
      place.current.offset = next
      setOffset(next)
      if (!element) return
      element.scrollTop = scrollTopFor(next, place.current.scale)
      place.current.lastSet = element.scrollTop
    },
    [scroller],
  )

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(() => setHeight(element.clientHeight))
    observer.observe(element)
    setHeight(element.clientHeight)
    return () => observer.disconnect()
  }, [scroller])

  // Fewer rows than before: what was in sight may be past the end.
  useLayoutEffect(() => {
    if (place.current.offset > scale.maxOffset) goTo(scale.maxOffset)
  }, [scale, goTo])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const onScroll = () => {
      if (Math.abs(element.scrollTop - place.current.lastSet) < 1) return
      place.current.lastSet = -1
      place.current.offset = offsetAt(element.scrollTop, place.current.scale)
      setOffset(place.current.offset)
    }
    const onWheel = (event: WheelEvent) => {
      const current = place.current
      if (current.scale.ratio === 1 || event.ctrlKey || event.deltaY === 0) return
      event.preventDefault()
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? lineHeight : 1
      goTo(moveBy(current.offset, event.deltaY * unit, current.scale))
      element.scrollLeft += event.deltaX
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      element.removeEventListener('scroll', onScroll)
      element.removeEventListener('wheel', onWheel)
    }
  }, [scroller, goTo])

  const showRow = useCallback(
    (row: number, centre = false) => {
      const next = centre
        ? offsetToCentre(row, viewport, rowHeight, scale)
        : offsetToShow(row, place.current.offset, viewport, rowHeight, scale)
      if (next !== place.current.offset) goTo(next)
    },
    [goTo, rowHeight, scale, viewport],
  )

  const shown = rowsAt(offset, viewport, rowHeight, total)
  const drawn = rowsAt(offset, viewport, rowHeight, total, overscan)
  return {
    spacer: scale.spacer,
    viewport,
    shown,
    drawn,
    /** How far the first drawn row stands below the top of the pane, in px. */
    shift: drawn.first * rowHeight - offset,
    rowsPerPage: Math.max(1, Math.floor(viewport / rowHeight) - 1),
    showRow,
    toTop: () => goTo(0),
  }
}
