import { z } from 'zod'
import { CaseId } from './case'
import { fieldNames } from './event'
import { Field } from './filter'
import { Instant, View } from './view'

const Count = z.int().min(0)

/** A cell as it crosses: times are ISO 8601 UTC strings, integers beyond 2^53 strings, JSON columns their JSON text. */
export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])
export type Cell = z.infer<typeof Cell>

/** What the histogram may be stacked by. */
export const StackBy = z.enum(['eventCategory', 'readOnly', 'outcome', 'eventSource', 'recipientAccountId'])

export const Histogram = z.object({
  /** Width of a bar in milliseconds, and the start of the first, on a multiple of the width since 1970. */
  barMs: z.number().positive(),
  from: Instant,
  bars: Count,
  /** One a value of the stacking field, largest first, at most nine and `other`; `counts` has one number a bar. */
  series: z.array(z.object({ value: z.string().nullable(), other: z.boolean(), counts: z.array(Count) })),
  /** Events of the view that have no time, and so no bar. */
  withoutTime: Count,
})
export type Histogram = z.infer<typeof Histogram>

export const FacetValue = z.object({
  value: z.string().nullable(),
  /** With every clause but this field's own. */
  count: Count,
  /** In the whole case. */
  total: Count,
})

export const Facet = z.object({
  field: Field,
  values: z.array(FacetValue),
  /** Events whose value is not among `values`, and how many such values there are. */
  other: z.object({ count: Count, values: Count }),
})
export type Facet = z.infer<typeof Facet>

/** Columns rather than row objects: half the time to convert and to clone (style.md 3.3). */
export const Page = z.object({
  total: Count,
  from: Count,
  columns: z.array(Field),
  /** One array a column, in the order of `columns`; all of one length. */
  data: z.array(z.array(Cell)),
})
export type Page = z.infer<typeof Page>

export const Provenance = z.object({
  path: z.string(),
  sha256: z.string().nullable(),
  byteOffset: z.int(),
  byteLength: z.int(),
  sourceId: z.int(),
})

export const EventRecord = z.object({
  seq: z.int(),
  /** Every column of the column table but the payload, as cells. */
  fields: z.partialRecord(z.enum(fieldNames), Cell),
  /** The record as JSON text: as delivered when the source file is there and unchanged, else rebuilt from the columns. */
  json: z.string(),
  delivered: z.boolean(),
  /** Why it had to be rebuilt; null when it did not. */
  rebuiltBecause: z.string().nullable(),
  provenance: Provenance,
})
export type EventRecord = z.infer<typeof EventRecord>

export const eventsApi = {
  'events.count': {
    params: z.object({ case: CaseId, view: View }),
    result: z.object({ visible: Count, total: Count }),
  },
  'events.histogram': {
    params: z.object({
      case: CaseId,
      view: View,
      by: StackBy.default('eventCategory'),
      /** About how many bars fit; the width chosen is a round one. */
      bars: z.int().min(1).max(5000).default(300),
    }),
    result: Histogram.nullable(),
  },
  'events.facets': {
    params: z.object({
      case: CaseId,
      view: View,
      fields: z.array(Field).min(1).max(40),
      top: z.int().min(1).max(1000).default(20),
      /** Only values that contain this, ignoring case. */
      search: z.string().max(1000).default(''),
    }),
    result: z.object({ facets: z.array(Facet) }),
  },
  'events.page': {
    params: z.object({
      case: CaseId,
      view: View,
      from: Count,
      count: z.int().min(1).max(1000),
      columns: z.array(Field).min(1).max(100),
    }),
    result: Page,
  },
  /** One record by its position, or by its event ID (the first copy where recipient accounts differ). */
  'events.record': {
    params: z.object({
      case: CaseId,
      key: z.union([z.object({ seq: z.int() }), z.object({ eventId: z.string() })]),
    }),
    result: EventRecord,
  },
} as const
