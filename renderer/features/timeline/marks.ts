import type { CoverageGap, InsightWindow, Marks } from '../../../electron/contract/marks'
import { type AccountNames, withPlaceName } from '../../lib/place-names'
import { durationWords, formatInstant, type Zone } from '../../lib/time'
import type { Bars } from './bars'

export const noMarks: Marks = { gaps: [], moreGaps: 0, quietPairs: 0, insights: [], moreInsights: 0 }

export type TimedGap = { gap: CoverageGap; from: number; to: number }
export type TimedInsight = { insight: InsightWindow; from: number; to: number }
export type TimedMarks = { gaps: TimedGap[]; insights: TimedInsight[] }

/** The marks that reach into a stretch of time, half-open; an Insight without an End record is a moment. */
export function marksWithin(marks: Marks, from: number, to: number): TimedMarks {
  const gaps = marks.gaps
    .map((gap) => ({ gap, from: Date.parse(gap.from), to: Date.parse(gap.to) }))
    .filter((mark) => mark.from < to && mark.to > from)
  const insights = marks.insights
    .map((insight) => ({
      insight,
      from: Date.parse(insight.from),
      to: Date.parse(insight.to ?? insight.from),
    }))
    .filter((mark) => mark.from < to && mark.to >= from)
  return { gaps, insights }
}

export const isWholeGap = ({ account }: CoverageGap): boolean => account === null

/** A gap in words that claim no more than is known. */
export function gapWords(
  { account, region, from, to }: CoverageGap,
  names: AccountNames,
  zone: Zone,
): string {
  const when = `from ${formatInstant(from, zone)} to ${formatInstant(to, zone)}`
  if (account === null) return `No events in the archive ${when}`
  const named = withPlaceName('recipientAccountId', account, account, names)
  return `No events of ${named} in ${region} in the archive ${when}`
}

const types: Record<string, string> = {
  ApiCallRateInsight: 'call rate',
  ApiErrorRateInsight: 'error rate',
}

export function insightWords({
  eventName,
  eventSource,
  insightType,
  from,
  to,
  started,
}: InsightWindow): string {
  const what = [types[insightType ?? ''] ?? insightType, 'of', eventName ?? 'a call']
    .filter(Boolean)
    .join(' ')
  const service = eventSource ? ` (${eventSource.replace(/\.amazonaws\.com$/, '')})` : ''
  const lasted =
    to === null ? ', no end in the archive' : `, ${durationWords(Date.parse(to) - Date.parse(from))}`
  const part = started ? lasted : ', end only'
  return `Insight: ${what}${service}${part}`
}

export type BucketRow = {
  from: number
  to: number
  /** Its bar; null for a run of bars without events. */
  bar: number | null
  gaps: CoverageGap[]
  insights: InsightWindow[]
}

/** Bars with events, and between them the runs without any that a mark speaks of. */
export function bucketRows(bars: Bars, marks: Marks): BucketRow[] {
  const within = marksWithin(marks, bars.from, bars.to)
  const rows: BucketRow[] = []
  bars.starts.forEach((from, bar) => {
    const to = from + bars.barMs
    const gaps = within.gaps.filter((mark) => mark.from < to && mark.to > from).map(({ gap }) => gap)
    const insights = within.insights
      .filter((mark) => mark.from < to && mark.to >= from)
      .map(({ insight }) => insight)
    if ((bars.totals[bar] ?? 0) > 0) {
      rows.push({ from, to, bar, gaps, insights })
      return
    }
    if (gaps.length + insights.length === 0) return
    const last = rows.at(-1)
    if (last && last.bar === null && last.to === from && sameMarks(last, { gaps, insights })) last.to = to
    else rows.push({ from, to, bar: null, gaps, insights })
  })
  return rows
}

const sameMarks = (a: Pick<BucketRow, 'gaps' | 'insights'>, b: Pick<BucketRow, 'gaps' | 'insights'>) =>
  a.gaps.length === b.gaps.length &&
  a.insights.length === b.insights.length &&
  a.gaps.every((gap, at) => gap === b.gaps[at]) &&
  a.insights.every((insight, at) => insight === b.insights[at])
