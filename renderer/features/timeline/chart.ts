import uPlot from 'uplot'
import type { Histogram } from '../../../electron/contract/events'
import type { Marks } from '../../../electron/contract/marks'
import { token } from '../../app/theme'
import { seriesSlots, seriesToken } from '../../lib/colors'
import { formatShort } from '../../lib/format'
import { day, formatMs, minute, second, type Zone } from '../../lib/time'
import { type Bars, barsOf, gapsIn } from './bars'
import { drawGaps, drawInsights } from './draw-marks'

export type ChartInput = { histogram: Histogram; field: string; zone: Zone; marks: Marks }

/** Ends of an axis label: no more of the time than the distance between the marks needs. */
function axisLabel(ms: number, step: number, zone: Zone): string {
  const text = formatMs(ms, zone)
  if (step >= 364 * day) return text.slice(0, 4)
  if (step >= 28 * day) return text.slice(0, 7)
  if (step >= day || text.endsWith('00:00:00')) return text.slice(0, 10)
  if (step >= minute) return text.slice(11, 16)
  if (step >= second) return text.slice(11, 19)
  return text.slice(11)
}

const pixels = (value: number) => Math.round(value * devicePixelRatio)

function drawBars(plot: uPlot, bars: Bars, { histogram, field, marks }: ChartInput) {
  const { ctx } = plot
  const base = plot.valToPos(0, 'y', true)
  const width = plot.valToPos(bars.from + bars.barMs, 'x', true) - plot.valToPos(bars.from, 'x', true)
  const gap = width > 5 ? pixels(1) : 0
  ctx.save()
  drawGaps(plot, bars, marks)
  ctx.fillStyle = token('--gap')
  for (const [from, to] of gapsIn(bars.totals)) {
    const left = plot.valToPos(bars.from + from * bars.barMs, 'x', true)
    const right = plot.valToPos(bars.from + to * bars.barMs, 'x', true)
    ctx.fillRect(left, base - pixels(2), right - left, pixels(2))
  }
  const heights = new Float64Array(bars.starts.length)
  const slots = seriesSlots(field, histogram.series)
  histogram.series.forEach((part, index) => {
    ctx.fillStyle = token(seriesToken(field, part.value, slots[index] ?? 0, part.other))
    for (let bar = 0; bar < bars.starts.length; bar += 1) {
      const count = part.counts[bar] ?? 0
      if (count === 0) continue
      const start = heights[bar] ?? 0
      heights[bar] = start + count
      const left = Math.round(plot.valToPos(bars.starts[bar] ?? 0, 'x', true))
      const right = Math.round(plot.valToPos((bars.starts[bar] ?? 0) + bars.barMs, 'x', true))
      const bottom = plot.valToPos(start, 'y', true)
      const top = Math.min(plot.valToPos(start + count, 'y', true), start === 0 ? base - pixels(1.5) : bottom)
      ctx.fillRect(left, top, Math.max(pixels(1), right - left - gap), bottom - top)
    }
  })
  drawInsights(plot, bars, marks)
  ctx.restore()
}

/** The histogram on a canvas: uPlot keeps scales, axes and the selection; the bars are ours. */
export function createChart(element: HTMLElement, shadeClass: string, onHover: (bar: number | null) => void) {
  let input: ChartInput | null = null
  let bars: Bars = { starts: [], totals: [], barMs: 1, from: 0, to: 1 }
  const font = '11px Inter, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif'
  const axis = { font, ticks: { show: false }, stroke: () => token('--ink-3') }
  const plot = new uPlot(
    {
      width: Math.max(100, element.clientWidth),
      height: element.clientHeight,
      ms: 1,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false, setScale: false } },
      scales: {
        x: { time: true, range: () => [bars.from, bars.to] },
        y: { range: (_plot, _min, max) => [0, Math.max(1, max ?? 1) * 1.04] },
      },
      series: [{}, { paths: () => null, points: { show: false } }],
      axes: [
        {
          ...axis,
          size: 26,
          gap: 7,
          space: 72,
          grid: { show: false },
          values: (self, splits, _at, _space, step) =>
            splits.map((ms) => {
              // A label that would be cut off at the edge says less than none.
              const left = self.valToPos(ms, 'x')
              return left > self.bbox.width / uPlot.pxRatio - 24
                ? ''
                : axisLabel(ms, step, input?.zone ?? 'utc')
            }),
        },
        {
          ...axis,
          size: 52,
          gap: 6,
          space: 32,
          grid: { stroke: () => token('--line'), width: 1 },
          incrs: [
            1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6,
            1e7,
          ],
          values: (_plot, splits) => splits.map((value) => formatShort(value)),
        },
      ],
      tzDate: (ms) => (input?.zone === 'local' ? new Date(ms) : uPlot.tzDate(new Date(ms), 'Etc/UTC')),
      hooks: {
        draw: [(self) => input && drawBars(self, bars, input)],
        setCursor: [
          (self) => {
            const { left } = self.cursor
            if (left === undefined || left < 0) return onHover(null)
            const bar = Math.floor((self.posToVal(left, 'x') - bars.from) / bars.barMs)
            onHover(bar >= 0 && bar < bars.starts.length ? bar : null)
          },
        ],
      },
    },
    [[], []],
    element,
  )
  const shade = document.createElement('div')
  shade.hidden = true
  shade.className = shadeClass
  plot.over.append(shade)
  const observer = new ResizeObserver(() => {
    if (element.clientWidth > 0) plot.setSize({ width: element.clientWidth, height: element.clientHeight })
  })
  observer.observe(element)
  let frame = 0
  const draw = (next: ChartInput) => {
    const isOtherZone = input !== null && input.zone !== next.zone
    input = next
    bars = barsOf(next.histogram)
    plot.setData([bars.starts, bars.totals])
    // The scales are those of before, so uPlot would keep the labels of the zone before as well.
    if (isOtherZone) plot.redraw(false, true)
  }
  return {
    plot,
    bars: () => bars,
    /** Draws with the next frame: text on a canvas would make the browser lay out the page that has just changed. */
    update(next: ChartInput) {
      cancelAnimationFrame(frame)
      if (input === null) draw(next)
      else frame = requestAnimationFrame(() => draw(next))
    },
    redraw: () => plot.redraw(false, true),
    /** Shows the stretch under the hand; null takes it away. */
    select(fromMs: number | null, toMs = 0) {
      shade.hidden = fromMs === null
      if (fromMs === null) return
      const left = plot.valToPos(fromMs, 'x')
      shade.style.left = `${left}px`
      shade.style.width = `${plot.valToPos(toMs, 'x') - left}px`
    },
    msAt: (clientX: number) => plot.posToVal(clientX - plot.over.getBoundingClientRect().left, 'x'),
    destroy() {
      cancelAnimationFrame(frame)
      observer.disconnect()
      plot.destroy()
    },
  }
}

export type Chart = ReturnType<typeof createChart>
