import { memo } from 'react'
import type { Histogram } from '../../../electron/contract/events'
import type { Marks } from '../../../electron/contract/marks'
import { seriesColor, seriesSlots } from '../../lib/colors'
import { fieldLabel, valueLabel } from '../../lib/fields'
import { plural } from '../../lib/format'
import { showHidden } from '../../lib/safe-text'
import { Dot, LogText } from '../../ui/bits'
import { PlaceName } from '../../ui/place-name'
import { barsOf } from './bars'
import { GapSwatch, InsightSwatch } from './mark-lines'
import { isWholeGap, marksWithin } from './marks'
import css from './timeline.module.css'

/** What the colours mean, with a click to look at one of them alone. */
export const Legend = memo(function Legend({
  histogram,
  field,
  marks,
  onPick,
}: {
  histogram: Histogram
  marks: Marks
  field: string
  onPick: (value: string | null) => void
}) {
  const bars = barsOf(histogram)
  const { gaps, insights } = marksWithin(marks, bars.from, bars.to)
  const slots = seriesSlots(field, histogram.series)
  const categoryShown = field === 'eventCategory' && histogram.series.some((part) => part.value === 'Insight')
  return (
    <ul className={css.legend} aria-label={`Stacked by ${fieldLabel(field)}`}>
      {gaps.length > 0 && (
        <li
          className={css.legendMark}
          title="Hatched: none at all. A line below the bars: none of one account and Region, while others go on."
        >
          <GapSwatch whole={gaps.some(({ gap }) => isWholeGap(gap))} /> No events in the archive
        </li>
      )}
      {insights.length > 0 && !categoryShown && (
        <li className={css.legendMark}>
          <InsightSwatch /> Insight
        </li>
      )}
      {histogram.series.map((part, index) => {
        const label = part.other ? 'Other' : valueLabel(field, part.value).replace('.amazonaws.com', '')
        const total = part.counts.reduce((sum, count) => sum + count, 0)
        return (
          <li key={part.other ? 'other' : (part.value ?? '\u0000')}>
            <button
              type="button"
              disabled={part.other}
              title={part.other ? 'All other values' : `Only ${showHidden(label)}: ${plural(total, 'event')}`}
              onClick={() => onPick(part.value)}
            >
              <Dot color={seriesColor(field, part.value, slots[index], part.other)} />
              <span>
                <LogText>{label}</LogText>
                {!part.other && <PlaceName field={field} value={part.value} />}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
})
