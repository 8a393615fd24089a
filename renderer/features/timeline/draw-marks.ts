import type uPlot from 'uplot'
import type { Marks } from '../../../electron/contract/marks'
import { token } from '../../app/theme'
import type { Bars } from './bars'
import { isWholeGap, marksWithin } from './marks'

const pixels = (value: number) => Math.round(value * devicePixelRatio)

/** Slanted lines, as maps mark what nobody surveyed: told from the bars without colour. */
function hatch(context: CanvasRenderingContext2D, color: string): CanvasPattern | null {
  const size = pixels(6)
  const tile = document.createElement('canvas')
  tile.width = size
  tile.height = size
  const pen = tile.getContext('2d')
  if (!pen) return null
  pen.strokeStyle = color
  pen.lineWidth = Math.max(1, pixels(1))
  pen.beginPath()
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift, size)
    pen.lineTo(shift + size, 0)
  }
  pen.stroke()
  return context.createPattern(tile, 'repeat')
}

/** Behind the bars: hatched where nothing stands in the archive, and a strip below where one account and Region has nothing. */
export function drawGaps(plot: uPlot, bars: Bars, marks: Marks): void {
  const { gaps } = marksWithin(marks, bars.from, bars.to)
  if (gaps.length === 0) return
  const { ctx, bbox } = plot
  const base = bbox.top + bbox.height
  const pattern = hatch(ctx, token('--gap-line'))
  for (const { gap, from, to } of gaps) {
    const [left, width] = extent(plot, bars, from, to)
    if (isWholeGap(gap)) {
      ctx.fillStyle = token('--gap-soft')
      ctx.fillRect(left, bbox.top, width, bbox.height)
      ctx.fillStyle = pattern ?? token('--gap-line')
      ctx.fillRect(left, bbox.top, width, bbox.height)
    } else {
      ctx.fillStyle = token('--gap-line')
      ctx.fillRect(left, base + pixels(1), width, pixels(3))
    }
  }
}

/** Over the bars: a bracket from the Start to the End of each Insight, a diamond where it begins. */
export function drawInsights(plot: uPlot, bars: Bars, marks: Marks): void {
  const { insights } = marksWithin(marks, bars.from, bars.to)
  if (insights.length === 0) return
  const { ctx, bbox } = plot
  const size = pixels(3.5)
  const color = token('--cat-insight')
  for (const { from, to } of insights) {
    const [left, width] = extent(plot, bars, from, to)
    if (to > from) {
      ctx.globalAlpha = 0.16
      ctx.fillStyle = color
      ctx.fillRect(left, bbox.top, width, bbox.height)
      ctx.globalAlpha = 1
      ctx.fillRect(left, bbox.top - pixels(1), width, pixels(2))
    }
    if (from < bars.from) continue
    ctx.fillStyle = color
    ctx.beginPath()
    ctx.moveTo(left, bbox.top - size)
    ctx.lineTo(left + size, bbox.top)
    ctx.lineTo(left, bbox.top + size)
    ctx.lineTo(left - size, bbox.top)
    ctx.fill()
  }
}

/** Left edge and width on the canvas, cut to the axis. */
function extent(plot: uPlot, bars: Bars, from: number, to: number): [left: number, width: number] {
  const left = plot.valToPos(Math.max(from, bars.from), 'x', true)
  const right = plot.valToPos(Math.min(to, bars.to), 'x', true)
  return [left, Math.max(pixels(1), right - left)]
}
