import { z } from 'zod'
import { CaseId } from './case'
import { Instant } from './view'

/** From the last event or delivered file to the next one, hours later. It does not say why there is nothing between. */
export const CoverageGap = z.object({
  from: Instant,
  to: Instant,
  /** The account and Region it is about; both null where nothing at all stands in the archive. */
  account: z.string().nullable(),
  region: z.string().nullable(),
})
export type CoverageGap = z.infer<typeof CoverageGap>

/** What CloudTrail Insights recorded, from its Start to its End record. */
export const InsightWindow = z.object({
  from: Instant,
  /** Null where the archive holds no End record. */
  to: Instant.nullable(),
  /** False where the archive holds the End record alone; then `from` is its time. */
  started: z.boolean(),
  eventSource: z.string().nullable(),
  eventName: z.string().nullable(),
  insightType: z.string().nullable(),
  account: z.string().nullable(),
  region: z.string().nullable(),
  /** The record to open: Start where there is one. */
  seq: z.int(),
})
export type InsightWindow = z.infer<typeof InsightWindow>

export const Marks = z.object({
  /** The longest ones, in the order of time. */
  gaps: z.array(CoverageGap),
  moreGaps: z.int().min(0),
  /** Account and Region pairs with too few active hours to say what is usual there. */
  quietPairs: z.int().min(0),
  insights: z.array(InsightWindow),
  moreInsights: z.int().min(0),
})
export type Marks = z.infer<typeof Marks>

export const marksApi = {
  /** What the timeline marks beside its bars, over the whole case. */
  'events.marks': { params: z.object({ case: CaseId }), result: Marks },
} as const
