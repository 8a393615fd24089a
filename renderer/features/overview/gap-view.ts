import type { CoverageGap } from '../../../electron/contract/marks'
import { emptyView, type View } from '../../../electron/contract/view'
import { hour, toInstant } from '../../lib/time'
import { addFilter } from '../../state/view-edit'

/** The longest gaps first. */
export function longestFirst(gaps: readonly CoverageGap[]): CoverageGap[] {
  return [...gaps].sort((a, b) => lengthOf(b) - lengthOf(a))
}

export const lengthOf = ({ from, to }: CoverageGap): number => Date.parse(to) - Date.parse(from)

/**
 * The events on both sides of a gap, of its account and Region where it is about those: inside of it there are none, and
 * what stands before and after says what stopped and how it went on.
 */
export function gapView(gap: CoverageGap): View {
  const beside = Math.max(hour, lengthOf(gap) / 4)
  const range = {
    from: toInstant(Date.parse(gap.from) - beside),
    to: toInstant(Date.parse(gap.to) + beside),
  }
  const wanted: [string, string | null][] = [
    ['recipientAccountId', gap.account],
    ['awsRegion', gap.region],
  ]
  return wanted.reduce<View>(
    (view, [field, value]) =>
      value === null ? view : addFilter(view, { kind: 'values', field, values: [value] }),
    { ...emptyView, range },
  )
}
