import { useEffect, useMemo, useRef, useState } from 'react'
import type { Histogram } from '../../../electron/contract/events'
import type { View } from '../../../electron/contract/view'
import { seriesColor } from '../../lib/colors'
import { fieldLabel, valueLabel } from '../../lib/fields'
import { formatCount, plural } from '../../lib/format'
import { durationWords, formatMs, toInstant } from '../../lib/time'
import { useUi } from '../../state/ui-store'
import { setRange } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import { Dot } from '../../ui/bits'
import { PlaceName } from '../../ui/place-name'
import { useFacetFields } from '../facets/facet-fields'
import { barsOf, barsTouched, rangeOfBars } from './bars'
import { useBrush } from './brush-store'
import { BucketTable } from './bucket-table'
import { type Chart, createChart } from './chart'
import { beginBrush } from './live-brush'
import css from './timeline.module.css'

const chartHeight = 128
/** A drag shorter than this is a click. */
const leastDragPx = 4

type Props = {
  caseId: string
  view: View
  histogram: Histogram | null | undefined
  stale: boolean
  /** Over the bars, the same as a table. */
  asTable: boolean
  onZoomOut: () => void
}

/** The histogram with its brush. Dragging previews, letting go filters, a double click goes one step out. */
export function Timeline({ caseId, view, histogram, stale, asTable, onZoomOut }: Props) {
  const holder = useRef<HTMLDivElement>(null)
  const chart = useRef<Chart | null>(null)
  const [hover, setHover] = useState<number | null>(null)
  const { zone, stackBy, theme } = useUi()
  const edit = useView((state) => state.edit)
  const fields = useFacetFields()

  useEffect(() => {
    if (!holder.current) return
    const made = createChart(holder.current, chartHeight, css.shade ?? '', setHover)
    chart.current = made
    return () => {
      chart.current = null
      made.destroy()
    }
  }, [])

  useEffect(() => {
    if (histogram) chart.current?.update({ histogram, field: stackBy, zone })
  }, [histogram, stackBy, zone])

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
    <figure className={css.figure} data-stale={stale || undefined} aria-label="Events over time">
      <div ref={holder} className={css.chart} />
      {histogram === null && <p className={css.empty}>No event here has a time to show.</p>}
      {histogram && hover !== null && <HoverCard histogram={histogram} bar={hover} field={stackBy} />}
      {histogram && asTable && <BucketTable histogram={histogram} field={stackBy} zone={zone} />}
    </figure>
  )
}

function HoverCard({ histogram, bar, field }: { histogram: Histogram; bar: number; field: string }) {
  const zone = useUi((ui) => ui.zone)
  const bars = useMemo(() => barsOf(histogram), [histogram])
  const start = bars.starts[bar]
  if (start === undefined) return null
  const share = (bar + 0.5) / bars.starts.length
  const parts = histogram.series
    .map((part, index) => ({ part, index, count: part.counts[bar] ?? 0 }))
    .filter(({ count }) => count > 0)
  return (
    <div
      className={css.hover}
      style={share > 0.6 ? { right: `${(1 - share) * 100 + 2}%` } : { left: `calc(${share * 100}% + 60px)` }}
    >
      <strong>{formatMs(start, zone)}</strong>
      <span className={css.hoverWidth}>
        {durationWords(histogram.barMs)} · {plural(bars.totals[bar] ?? 0, 'event')}
      </span>
      {parts.map(({ part, index, count }) => (
        <span key={part.value ?? '\u0000'} className={css.hoverRow}>
          <Dot color={seriesColor(field, part.value, index, part.other)} />
          <span>
            {part.other ? 'Other' : valueLabel(field, part.value)}
            {!part.other && <PlaceName field={field} value={part.value} />}
          </span>
          <b>{formatCount(count)}</b>
        </span>
      ))}
    </div>
  )
}

/** What the colours mean, with a click to look at one of them alone. */
export function Legend({
  histogram,
  field,
  onPick,
}: {
  histogram: Histogram
  field: string
  onPick: (value: string | null) => void
}) {
  return (
    <ul className={css.legend} aria-label={`Stacked by ${fieldLabel(field)}`}>
      {histogram.series.map((part, index) => {
        const label = part.other ? 'Other' : valueLabel(field, part.value).replace('.amazonaws.com', '')
        const total = part.counts.reduce((sum, count) => sum + count, 0)
        return (
          <li key={part.other ? 'other' : (part.value ?? '\u0000')}>
            <button
              type="button"
              disabled={part.other}
              title={part.other ? 'All other values' : `Only ${label}: ${plural(total, 'event')}`}
              onClick={() => onPick(part.value)}
            >
              <Dot color={seriesColor(field, part.value, index, part.other)} />
              <span>
                {label}
                {!part.other && <PlaceName field={field} value={part.value} />}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
