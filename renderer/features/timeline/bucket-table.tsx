import { useMemo } from 'react'
import type { Histogram } from '../../../electron/contract/events'
import type { Marks } from '../../../electron/contract/marks'
import { fieldLabel, valueLabel } from '../../lib/fields'
import { formatCount, plural } from '../../lib/format'
import { durationWords, formatMs, type Zone, zoneName } from '../../lib/time'
import { useUi } from '../../state/ui-store'
import { LogText } from '../../ui/bits'
import { useOpenRecord } from '../events/open-record'
import { barsOf } from './bars'
import { type BucketRow, bucketRows, gapWords, insightWords } from './marks'
import css from './timeline.module.css'

type Props = { histogram: Histogram; field: string; zone: Zone; marks: Marks }

/**
 * The chart as a table, for people who do not see it and for exact numbers. Bars without events are left out, but for
 * those that a mark speaks of.
 */
export function BucketTable({ histogram, field, zone, marks }: Props) {
  const bars = useMemo(() => barsOf(histogram), [histogram])
  const rows = useMemo(() => bucketRows(bars, marks), [bars, marks])
  const marked = rows.some(({ gaps, insights }) => gaps.length + insights.length > 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={css.bucketScroll} tabIndex={0} aria-label="Bars as a table">
      <table className={css.buckets}>
        <caption className="sr">
          Events in each {durationWords(histogram.barMs)}, by {fieldLabel(field)}, times in {zoneName(zone)}
        </caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Events</th>
            {histogram.series.map((part) => (
              <th key={part.other ? 'other' : (part.value ?? '\u0000')} scope="col">
                {part.other ? 'Other' : <LogText>{valueLabel(field, part.value)}</LogText>}
              </th>
            ))}
            {marked && (
              <th scope="col" className={css.marksHead}>
                Marks
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.from}>
              <th scope="row">
                {formatMs(row.from, zone)}
                {row.bar === null && ` – ${formatMs(row.to, zone)}`}
              </th>
              <td>{formatCount(row.bar === null ? 0 : (bars.totals[row.bar] ?? 0))}</td>
              {histogram.series.map((part) => (
                <td key={part.other ? 'other' : (part.value ?? '\u0000')}>
                  {formatCount(row.bar === null ? 0 : (part.counts[row.bar] ?? 0))}
                </td>
              ))}
              {marked && <MarksCell row={row} />}
            </tr>
          ))}
        </tbody>
      </table>
      <Unsaid marks={marks} />
    </section>
  )
}

function MarksCell({ row }: { row: BucketRow }) {
  const { accountNames, zone } = useUi()
  const open = useOpenRecord((state) => state.open)
  const show = (seq: number) => {
    useUi.getState().set({ recordOpen: true })
    open(seq, null)
  }
  return (
    <td className={css.marksCell}>
      {row.insights.map((insight) => (
        <button key={insight.seq} type="button" title="Open the record" onClick={() => show(insight.seq)}>
          <LogText>{insightWords(insight)}</LogText>
        </button>
      ))}
      {row.gaps.map((gap) => (
        <span key={`${gap.account} ${gap.region} ${gap.from}`}>
          <LogText>{gapWords(gap, accountNames, zone)}</LogText>
        </span>
      ))}
    </td>
  )
}

/** What the marks do not say. */
function Unsaid({ marks }: { marks: Marks }) {
  const parts = [
    marks.moreGaps > 0 && `${plural(marks.moreGaps, 'shorter gap')} not marked`,
    marks.moreInsights > 0 && `${plural(marks.moreInsights, 'later Insight')} not marked`,
    marks.quietPairs > 0 &&
      `${plural(marks.quietPairs, 'pair')} of account and Region with under 24 active hours: too quiet to tell a gap`,
  ].filter(Boolean)
  return parts.length > 0 && <p className={css.unsaid}>{parts.join(' · ')}.</p>
}
