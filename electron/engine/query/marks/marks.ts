import type { CoverageGap, Marks } from '../../../contract/marks'
import type { Case } from '../../case/case'
import { type CaseReader, isoFromMicros } from '../../case/connection'
import { sqlTrusted } from '../../sql-text'
import gapsSql from './coverage-gaps.sql?raw'
import { insightWindows } from './insight-windows'

const most = 500

const known = new WeakMap<Case, { revision: string; marks: Marks }>()

/** What the timeline marks, worked out once a revision of the case. */
export async function marksOf(opened: Case, signal: AbortSignal): Promise<Marks> {
  const revision = `${opened.manifest.createdAt} ${opened.manifest.revision}`
  const before = known.get(opened)
  if (before?.revision === revision) return before.marks
  const marks = await opened.read(signal, async (db) => {
    const { gaps, quietPairs } = await coverageGaps(db)
    const insights = await insightWindows(db)
    const widest = [...gaps].sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, most)
    return {
      gaps: gaps.filter((gap) => widest.includes(gap)),
      moreGaps: Math.max(0, gaps.length - most),
      quietPairs,
      insights: insights.slice(0, most),
      moreInsights: Math.max(0, insights.length - most),
    }
  })
  known.set(opened, { revision, marks })
  return marks
}

const lengthOf = ({ from, to }: CoverageGap): number => Date.parse(to) - Date.parse(from)

export async function coverageGaps(db: CaseReader): Promise<{ gaps: CoverageGap[]; quietPairs: number }> {
  const rows = await db.rows(sqlTrusted(gapsSql))
  const at = (micros: unknown) => isoFromMicros(BigInt(micros as number))
  const gaps = rows
    .filter((row) => row.start !== null)
    .map((row) => ({
      from: at(row.start),
      to: at(row.stop),
      account: row.account as string | null,
      region: row.region as string | null,
    }))
  return { gaps, quietPairs: Number(rows[0]?.quiet ?? 0) }
}
