import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import type { SqlResult } from '../../../electron/contract/sql'
import { token } from '../../app/theme'
import { formatCount, formatShort } from '../../lib/format'
import { showHidden } from '../../lib/safe-text'
import { formatMs } from '../../lib/time'
import { useUi } from '../../state/ui-store'
import { type ChartData, chartChoices, chartOf } from './chart-data'
import css from './sql.module.css'

/** A result as a picture: over time where it has one, else by its first category. The table stays one click away. */
export function ResultChart({ result }: { result: SqlResult }) {
  const { values } = chartChoices(result)
  const [chosen, setChosen] = useState<number | null>(null)
  const value = chosen !== null && values.includes(chosen) ? chosen : (values[0] ?? null)
  const chart = value === null ? null : chartOf(result, value)
  if (!chart)
    return <p className={css.hint}>There is no column of numbers beside a time or a category to draw.</p>
  return (
    <div className={css.chart}>
      <label className={css.chartChoice}>
        Value
        <select value={value ?? ''} onChange={(event) => setChosen(Number(event.target.value))}>
          {values.map((at) => (
            <option key={at} value={at}>
              {result.columns[at]?.name}
            </option>
          ))}
        </select>
        <span>
          by {chart.across}
          {chart.kind === 'category' &&
            chart.more > 0 &&
            `, the largest ${chart.bars.length} of ${chart.bars.length + chart.more}`}
        </span>
      </label>
      {chart.kind === 'time' ? <TimeChart chart={chart} /> : <BarList chart={chart} />}
    </div>
  )
}

function BarList({ chart }: { chart: Extract<ChartData, { kind: 'category' }> }) {
  const largest = Math.max(...chart.bars.map((bar) => Math.abs(bar.value)), 1)
  return (
    <ol className={css.bars} aria-label={`${chart.value} by ${chart.across}`}>
      {chart.bars.map((bar, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one fixed list
        <li key={index}>
          <span className={css.barLabel} title={bar.label ?? '(none)'}>
            {bar.label === null ? '(none)' : showHidden(bar.label)}
          </span>
          <span className={css.barTrack}>
            <span style={{ width: `${(Math.abs(bar.value) / largest) * 100}%` }} />
          </span>
          <span className={css.barValue}>{formatCount(bar.value)}</span>
        </li>
      ))}
    </ol>
  )
}

/** Room for the halves of the first and last bar. */
function padded(chart: { points: readonly { at: number }[] }, min: number, max: number): [number, number] {
  const steps = chart.points.slice(1).map((point, index) => point.at - (chart.points[index]?.at ?? 0))
  const half = (steps.length > 0 ? Math.min(...steps) : 3_600_000) / 2
  return [min - half, max + half]
}

function TimeChart({ chart }: { chart: Extract<ChartData, { kind: 'time' }> }) {
  const host = useRef<HTMLDivElement>(null)
  const zone = useUi((state) => state.zone)
  useEffect(() => {
    const element = host.current
    if (!element) return
    const axis = {
      stroke: () => token('--ink-3'),
      ticks: { show: false },
      grid: { stroke: () => token('--line'), width: 1 },
    }
    const plot = new uPlot(
      {
        width: Math.max(200, element.clientWidth),
        height: Math.max(160, element.clientHeight),
        ms: 1,
        legend: { show: false },
        tzDate: (ms) => (zone === 'local' ? new Date(ms) : uPlot.tzDate(new Date(ms), 'Etc/UTC')),
        scales: {
          x: { time: true, range: (_plot, min, max) => padded(chart, min, max) },
          y: { range: (_plot, min, max) => [Math.min(0, min ?? 0), Math.max(1, max ?? 1) * 1.05] },
        },
        series: [
          {},
          {
            stroke: () => token('--accent'),
            fill: () => token('--bar-part'),
            width: 1,
            ...(uPlot.paths.bars ? { paths: uPlot.paths.bars({ size: [0.8, 60] }) } : {}),
            points: { show: false },
          },
        ],
        axes: [
          {
            ...axis,
            space: 110,
            values: (_plot, splits) => splits.map((ms) => formatMs(ms, zone).slice(5, 16)),
          },
          { ...axis, size: 56, values: (_plot, splits) => splits.map((value) => formatShort(value)) },
        ],
      },
      [chart.points.map((point) => point.at), chart.points.map((point) => point.value)],
      element,
    )
    const observer = new ResizeObserver(() =>
      plot.setSize({
        width: Math.max(200, element.clientWidth),
        height: Math.max(160, element.clientHeight),
      }),
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [chart, zone])
  const total = chart.points.reduce((sum, point) => sum + point.value, 0)
  const first = chart.points[0]
  const last = chart.points.at(-1)
  const words = `${chart.value} over ${chart.across}: ${chart.points.length} points from ${first ? formatMs(first.at, zone) : ''} to ${last ? formatMs(last.at, zone) : ''}, ${formatCount(total)} in all.`
  return <div ref={host} className={css.timeChart} role="img" aria-label={words} />
}
