import { useMemo } from 'react'
import type { Histogram } from '../../../electron/contract/events'
import type { Marks } from '../../../electron/contract/marks'
import { seriesColor, seriesSlots } from '../../lib/colors'
import { valueLabel } from '../../lib/fields'
import { formatCount, plural } from '../../lib/format'
import { durationWords, formatMs } from '../../lib/time'
import { useUi } from '../../state/ui-store'
import { Dot, LogText } from '../../ui/bits'
import { PlaceName } from '../../ui/place-name'
import { barsOf } from './bars'
import { MarkLines } from './mark-lines'
import { marksWithin } from './marks'
import css from './timeline.module.css'

type Props = { histogram: Histogram; bar: number; field: string; marks: Marks }

/** What the bar under the pointer holds. */
export function HoverCard({ histogram, bar, field, marks }: Props) {
  const zone = useUi((ui) => ui.zone)
  const bars = useMemo(() => barsOf(histogram), [histogram])
  const start = bars.starts[bar]
  if (start === undefined) return null
  const share = (bar + 0.5) / bars.starts.length
  const within = marksWithin(marks, start, start + bars.barMs)
  const slots = seriesSlots(field, histogram.series)
  const parts = histogram.series
    .map((part, index) => ({ part, slot: slots[index], count: part.counts[bar] ?? 0 }))
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
      {parts.map(({ part, slot, count }) => (
        <span key={part.value ?? '\u0000'} className={css.hoverRow}>
          <Dot color={seriesColor(field, part.value, slot, part.other)} />
          <span>
            {part.other ? 'Other' : <LogText>{valueLabel(field, part.value)}</LogText>}
            {!part.other && <PlaceName field={field} value={part.value} />}
          </span>
          <b>{formatCount(count)}</b>
        </span>
      ))}
      <MarkLines
        gaps={within.gaps.map(({ gap }) => gap)}
        insights={within.insights.map(({ insight }) => insight)}
      />
    </div>
  )
}
