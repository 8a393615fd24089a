import { type KeyboardEvent, memo, type PointerEvent, useEffect, useRef, useState } from 'react'
import type { TimeRange, View } from '../../../electron/contract/view'
import { token } from '../../app/theme'
import { useAnswer } from '../../client/use-answer'
import { formatZoned, toInstant } from '../../lib/time'
import { useUi } from '../../state/ui-store'
import { setRange } from '../../state/view-edit'
import { useView } from '../../state/view-store'
import { barsOf } from './bars'
import { moveEnd } from './range-steps'
import css from './timeline.module.css'

type Props = { caseId: string; revision: number; view: View; span: TimeRange }

const commitAfterMs = 350

/**
 * The whole of the case in a thin line, with the range as a window in it: two sliders for the keyboard, dragging moves
 * the window, a click beside it takes the range away.
 */
export const Minimap = memo(function Minimap({ caseId, revision, view, span }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = useRef({ width: 0, height: 0 })
  const track = useRef<HTMLDivElement>(null)
  const zone = useUi((ui) => ui.zone)
  const edit = useView((state) => state.edit)
  const [moving, setMoving] = useState<TimeRange | null>(null)
  const { data } = useAnswer(
    'events.histogram',
    { case: caseId, view: { ...view, range: null, sort: [], columns: null }, by: 'eventCategory', bars: 400 },
    revision,
  )
  const low = Date.parse(span.from)
  const width = Math.max(1, Date.parse(span.to) - low)
  const range = moving ?? view.range ?? span
  const share = (iso: string) => Math.min(1, Math.max(0, (Date.parse(iso) - low) / width))

  const draw = useRef(() => {})
  useEffect(() => {
    draw.current = () => {
      if (canvas.current && data) drawStrip(canvas.current, size.current, barsOf(data), low, width)
    }
    const frame = requestAnimationFrame(draw.current)
    return () => cancelAnimationFrame(frame)
  }, [data, low, width])

  useEffect(() => {
    if (!canvas.current) return
    const theme = new MutationObserver(() => draw.current())
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    const resized = new ResizeObserver(([entry]) => {
      if (entry) size.current = entry.contentRect
      draw.current()
    })
    resized.observe(canvas.current)
    return () => {
      theme.disconnect()
      resized.disconnect()
    }
  }, [])

  useEffect(() => {
    if (!moving) return
    const timer = setTimeout(() => {
      setMoving(null)
      edit((now) => setRange(now, moving.from === span.from && moving.to === span.to ? null : moving))
    }, commitAfterMs)
    return () => clearTimeout(timer)
  }, [moving, edit, span])

  const onKey = (end: 'from' | 'to') => (event: KeyboardEvent) => {
    const step = width / 200
    const by = {
      ArrowLeft: -step,
      ArrowDown: -step,
      ArrowRight: step,
      ArrowUp: step,
      PageDown: -10 * step,
      PageUp: 10 * step,
      Home: -width,
      End: width,
    }[event.key]
    if (by === undefined || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    setMoving(moveEnd(range, end, by, span))
  }

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const box = track.current?.getBoundingClientRect()
    if (!box || event.button !== 0) return
    const at = low + ((event.clientX - box.left) / box.width) * width
    const end = (event.target as Element).getAttribute('data-end') as 'from' | 'to' | null
    const inside = view.range && at >= Date.parse(range.from) && at < Date.parse(range.to)
    if (!inside && !end) {
      if (view.range) edit((now) => setRange(now, null))
      return
    }
    const startX = event.clientX
    const start = range
    const element = event.currentTarget
    element.setPointerCapture(event.pointerId)
    const onMove = (move: globalThis.PointerEvent) => {
      const by = ((move.clientX - startX) / box.width) * width
      if (end) return setMoving(moveEnd(start, end, by, span))
      const kept = Math.max(low - Date.parse(start.from), Math.min(by, low + width - Date.parse(start.to)))
      setMoving({
        from: toInstant(Date.parse(start.from) + kept),
        to: toInstant(Date.parse(start.to) + kept),
      })
    }
    const stop = () => {
      element.removeEventListener('pointermove', onMove)
      element.removeEventListener('pointerup', stop)
    }
    element.addEventListener('pointermove', onMove)
    element.addEventListener('pointerup', stop)
  }

  const handle = (end: 'from' | 'to', label: string) => (
    <span
      className={css.handle}
      role="slider"
      tabIndex={0}
      data-end={end}
      aria-label={`${label} of the time range`}
      aria-valuemin={0}
      aria-valuemax={1000}
      aria-valuenow={Math.round(share(range[end]) * 1000)}
      aria-valuetext={formatZoned(range[end], zone)}
      style={{ left: `${share(range[end]) * 100}%` }}
      onKeyDown={onKey(end)}
    />
  )

  return (
    <div ref={track} className={css.minimap} onPointerDown={onPointerDown}>
      <canvas ref={canvas} className={css.minimapCanvas} aria-hidden />
      <span
        className={css.window}
        data-all={view.range === null && !moving ? true : undefined}
        style={{ left: `${share(range.from) * 100}%`, right: `${(1 - share(range.to)) * 100}%` }}
      />
      {handle('from', 'Start')}
      {handle('to', 'End')}
    </div>
  )
})

/** The size is given, because asking the canvas for it would lay out the page that has just changed. */
function drawStrip(
  canvas: HTMLCanvasElement,
  size: { width: number; height: number },
  bars: ReturnType<typeof barsOf>,
  low: number,
  width: number,
) {
  canvas.width = size.width * devicePixelRatio
  canvas.height = size.height * devicePixelRatio
  const context = canvas.getContext('2d')
  const most = Math.max(1, ...bars.totals)
  if (!context) return
  context.fillStyle = token('--bar-part')
  bars.starts.forEach((start, index) => {
    const total = bars.totals[index] ?? 0
    if (total === 0) return
    const left = ((start - low) / width) * canvas.width
    const size = Math.max(1, (bars.barMs / width) * canvas.width - 0.5)
    // The square root keeps quiet stretches in sight beside a burst.
    const height = Math.max(1, Math.sqrt(total / most) * (canvas.height - 2))
    context.fillRect(left, canvas.height - height, size, height)
  })
}
