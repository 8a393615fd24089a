import type { Histogram } from '../../../electron/contract/events'
import { fieldLabel, valueLabel } from '../../lib/fields'
import { durationWords, formatMs, type Zone, zoneLabel } from '../../lib/time'
import { barsOf } from './bars'

/** The chart as a table, for people who do not see it. Bars without events are told by what is between the others. */
export function BucketTable({ histogram, field, zone }: { histogram: Histogram; field: string; zone: Zone }) {
  const bars = barsOf(histogram)
  return (
    <table className="sr">
      <caption>
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
              <td>{bars.totals[bar]}</td>
              {histogram.series.map((part) => (
                <td key={part.other ? 'other' : (part.value ?? '\u0000')}>{part.counts[bar] ?? 0}</td>
              ))}
            </tr>
          ),
        )}
      </tbody>
    </table>
  )
}
