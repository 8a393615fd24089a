import { memo, useEffect, useRef, useState } from 'react'
import type { Histogram } from '../../../electron/contract/events'
import type { Marks } from '../../../electron/contract/marks'
import type { View } from '../../../electron/contract/view'
import { toInstant } from '../../lib/time'
import { useCase } from '../../state/case-store'
import { useUi } from '../../state/ui-store'
import { setRange } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import { useLasting } from '../../ui/use-lasting'
import { useFacetFields } from '../facets/facet-fields'
import { barsTouched, rangeOfBars } from './bars'
import { useBrush } from './brush-store'
import { BucketTable } from './bucket-table'
import { type Chart, createChart } from './chart'
import { HoverCard } from './hover-card'
import { beginBrush } from './live-brush'
import css from './timeline.module.css'

/** A drag shorter than this is a click. */
const leastDragPx = 4

type Props = {
  caseId: string
  view: View
  histogram: Histogram | null | undefined
  marks: Marks
  stale: boolean
  /** Over the bars, the same as a table. */
  asTable: boolean
  onZoomOut: () => void
}

/** The histogram with its brush. Dragging previews, letting go filters, a double click goes one step out. */
export const Timeline = memo(function Timeline(props: Props) {
  const { caseId, view, histogram, marks, stale, asTable, onZoomOut } = props
  const holder = useRef<HTMLDivElement>(null)
  const chart = useRef<Chart | null>(null)
  const [hover, setHover] = useState<number | null>(null)
  const { zone, stackBy, theme } = useUi()
  const edit = useView((state) => state.edit)
  const fields = useFacetFields()
  const dim = useLasting(stale)
  const hasEvents = useCase((state) => (state.current?.events ?? 0) > 0)

  useEffect(() => {
    if (!holder.current) return
    const made = createChart(holder.current, css.shade ?? '', setHover)
    chart.current = made
    return () => {
      chart.current = null
      made.destroy()
    }
  }, [])

  useEffect(() => {
    if (histogram) chart.current?.update({ histogram, field: stackBy, zone, marks })
  }, [histogram, stackBy, zone, marks])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the canvas reads the colours of the theme when it draws
  useEffect(() => {
    const frame = requestAnimationFrame(() => chart.current?.redraw())
    const observer = new MutationObserver(() => chart.current?.redraw())
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
    }
  }, [theme])

  useEffect(() => {
    const over = chart.current?.plot.over
    if (!over) return
    const onDown = (event: PointerEvent) => {
      const plot = chart.current
      if (!plot || event.button !== 0 || plot.bars().starts.length === 0) return
      const bars = plot.bars()
      const startX = event.clientX
      const startMs = plot.msAt(startX)
      const axis = { from: toInstant(bars.from), to: toInstant(bars.to), bins: bars.starts.length }
      const live = beginBrush(caseId, view, fields, 20, axis)
      let touched: { fromBin: number; toBin: number } | null = null
      over.setPointerCapture(event.pointerId)
      const onMove = (move: PointerEvent) => {
        if (!touched && Math.abs(move.clientX - startX) < leastDragPx) return
        touched = barsTouched(bars, startMs, plot.msAt(move.clientX))
        const range = rangeOfBars(bars, touched.fromBin, touched.toBin)
        plot.select(bars.from + touched.fromBin * bars.barMs, bars.from + touched.toBin * bars.barMs)
        useBrush.getState().set({ range })
        live.move(touched.fromBin, touched.toBin)
      }
      const finish = (commit: boolean) => () => {
        over.removeEventListener('pointermove', onMove)
        over.removeEventListener('pointerup', done)
        over.removeEventListener('pointercancel', abort)
        document.removeEventListener('keydown', onEscape, true)
        plot.select(null)
        live.end()
        if (commit && touched) {
          const range = rangeOfBars(bars, touched.fromBin, touched.toBin)
          edit((now) => setRange(now, range))
        }
      }
      const done = finish(true)
      const abort = finish(false)
      const onEscape = (key: KeyboardEvent) => {
        if (key.key !== 'Escape') return
        key.stopPropagation()
        abort()
      }
      over.addEventListener('pointermove', onMove)
      over.addEventListener('pointerup', done)
      over.addEventListener('pointercancel', abort)
      document.addEventListener('keydown', onEscape, true)
    }
    over.addEventListener('pointerdown', onDown)
    over.addEventListener('dblclick', onZoomOut)
    return () => {
      over.removeEventListener('pointerdown', onDown)
      over.removeEventListener('dblclick', onZoomOut)
    }
  }, [caseId, view, fields, edit, onZoomOut])

  return (
    <figure
      className={css.figure}
      data-stale={stale || undefined}
      data-dim={dim || undefined}
      data-empty={histogram === null || undefined}
      aria-label="Events over time"
    >
      <div ref={holder} className={css.chart} />
      {histogram === null && (
        <p className={css.empty}>
          {hasEvents ? 'No event here has a time to show.' : 'No events to show over time.'}
        </p>
      )}
      {histogram && hover !== null && (
        <HoverCard histogram={histogram} bar={hover} field={stackBy} marks={marks} />
      )}
      {histogram && asTable && (
        <BucketTable histogram={histogram} field={stackBy} zone={zone} marks={marks} />
      )}
    </figure>
  )
})
