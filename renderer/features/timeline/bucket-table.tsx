import type { Histogram } from '../../../electron/contract/events'
import { fieldLabel, valueLabel } from '../../lib/fields'
import { formatCount } from '../../lib/format'
import { durationWords, formatMs, type Zone, zoneLabel } from '../../lib/time'
import { barsOf } from './bars'
import css from './timeline.module.css'

/** The chart as a table, for people who do not see it and for exact numbers. Bars without events are left out. */
export function BucketTable({ histogram, field, zone }: { histogram: Histogram; field: string; zone: Zone }) {
  const bars = barsOf(histogram)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={css.bucketScroll} tabIndex={0} aria-label="Bars as a table">
      <table className={css.buckets}>
        <caption className="sr">
          Events in each {durationWords(histogram.barMs)}, by {fieldLabel(field)}, times in {zoneLabel(zone)}
        </caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Events</th>
            {histogram.series.map((part) => (
              <th key={part.other ? 'other' : (part.value ?? '\u0000')} scope="col">
                {part.other ? 'Other' : valueLabel(field, part.value)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.starts.map((start, bar) =>
            bars.totals[bar] === 0 ? null : (
              <tr key={start}>
                <th scope="row">{formatMs(start, zone)}</th>
                <td>{formatCount(bars.totals[bar] ?? 0)}</td>
                {histogram.series.map((part) => (
                  <td key={part.other ? 'other' : (part.value ?? '\u0000')}>
                    {formatCount(part.counts[bar] ?? 0)}
                  </td>
                ))}
              </tr>
            ),
          )}
        </tbody>
      </table>
    </section>
  )
}
