import type { CoverageGap, InsightWindow } from '../../../electron/contract/marks'
import { useUi } from '../../state/ui-store'
import { LogText } from '../../ui/bits'
import { gapWords, insightWords, isWholeGap } from './marks'
import css from './timeline.module.css'

export const GapSwatch = ({ whole }: { whole: boolean }) => (
  <span className={whole ? css.gapSwatch : css.pairSwatch} aria-hidden />
)

export const InsightSwatch = () => <span className={css.insightSwatch} aria-hidden />

const few = 3

/** The marks of one bar in words, the first few of each. */
export function MarkLines({
  gaps,
  insights,
}: {
  gaps: readonly CoverageGap[]
  insights: readonly InsightWindow[]
}) {
  const { accountNames, zone } = useUi()
  const more = Math.max(0, gaps.length - few) + Math.max(0, insights.length - few)
  return (
    <>
      {insights.slice(0, few).map((insight) => (
        <span key={insight.seq} className={css.hoverMark}>
          <InsightSwatch />
          <LogText>{insightWords(insight)}</LogText>
        </span>
      ))}
      {gaps.slice(0, few).map((gap) => (
        <span key={`${gap.account} ${gap.region} ${gap.from}`} className={css.hoverMark}>
          <GapSwatch whole={isWholeGap(gap)} />
          <LogText>{gapWords(gap, accountNames, zone)}</LogText>
        </span>
      ))}
      {more > 0 && <span className={css.hoverMark}>and {more} more</span>}
    </>
  )
}
