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

const Named = z.object({ value: z.string().nullable(), count: Count })

/** What a case holds, each number one that a View can be made of. */
export const Overview = z.object({
  events: Count,
  withoutTime: Count,
  /** Earliest and latest event time, `to` inclusive; null without events. */
  span: z.object({ from: Instant, to: Instant }).nullable(),
  categories: z.array(Named),
  outcomes: z.array(Named),
  /** `true`, `false`, and null for events that do not say. */
  readOnly: z.array(Named),
  /** The largest ones; `distinct` says how many there are. */
  accounts: z.object({ values: z.array(Named), distinct: Count }),
  regions: z.object({ values: z.array(Named), distinct: Count }),
  services: z.object({ values: z.array(Named), distinct: Count }),
  principals: z.object({ values: z.array(Named), distinct: Count }),
  errorCodes: z.object({ values: z.array(Named), distinct: Count }),
  /** Services whose calls are refused or fail most often, the worst share first; services with under 20 calls left out. */
  errorRates: z.array(z.object({ value: z.string().nullable(), events: Count, errors: Count })),
})
export type Overview = z.infer<typeof Overview>

/** What there is to search first, before a View with free text or a path into nested JSON can be answered. */
export const SearchProgress = z.object({
  /** Events looked through, and to look through in all. */
  done: Count,
  total: Count,
  /** Matches so far. */
  found: Count,
})
export type SearchProgress = z.infer<typeof SearchProgress>

/** Fields whose values are listed least frequent first; values without a match stand last either way. */
const Rarest = z.array(Field).max(40).default([])

/** Handle of a brush that is being moved. */
export const BrushId = z.string().min(1).max(100)

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
      rarest: Rarest,
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
  /**
   * Evaluates what of the View is slow (free text, nested JSON) with progress, so that the other calls on the same View
   * answer at once. They may be sent together with it: all share one search. `slow` is false where there was nothing to do.
   */
  'events.search': {
    params: z.object({ case: CaseId, view: View }),
    progress: SearchProgress,
    result: z.object({ visible: Count, slow: z.boolean(), elapsedMs: z.number() }),
  },
  /**
   * The hand is on the timeline: prepares counts by bin of the axis for these facets, so that `events.brushFrame`
   * answers for any range of bins at once. The View's own range has no say. Bins are `bars` of a histogram of the View
   * without its range. A brush lasts until the next one of the same case and window, or a minute without a frame.
   */
  'events.brush': {
    params: z.object({
      case: CaseId,
      view: View,
      fields: z.array(Field).min(1).max(40),
      top: z.int().min(1).max(100).default(20),
      rarest: Rarest,
      /** The axis: half-open, cut into `bins` equal parts. */
      axis: z.object({ from: Instant, to: Instant }),
      bins: z.int().min(1).max(4000),
    }),
    result: z.object({ brush: BrushId }),
  },
  /** Count and facets as they would be with the range `axis[fromBin] <= eventTime < axis[toBin]`. */
  'events.brushFrame': {
    params: z.object({ case: CaseId, brush: BrushId, fromBin: Count, toBin: Count }),
    result: z.object({ visible: Count, facets: z.array(Facet) }),
  },
  /** Where in the sorted View an event stands, or where it would: go to a time, keep the selection over a new sort. */
  'events.position': {
    params: z.object({
      case: CaseId,
      view: View,
      /** By time: the first row at or after that moment in the order of the View (at or before it where that descends). */
      of: z.union([z.object({ seq: z.int() }), z.object({ time: Instant })]),
    }),
    /** Null where the event is not in the View, or the View is not sorted by time first and a time was asked for. */
    result: z.object({ index: Count.nullable() }),
  },
  'events.overview': {
    params: z.object({ case: CaseId, top: z.int().min(1).max(100).default(10) }),
    result: Overview,
  },
  /** Views that lead on from one event. Only those that the event has a value for, `around` always when it has a time. */
  'events.neighbours': {
    params: z.object({
      case: CaseId,
      seq: z.int(),
      /** Half the width of the time window around the event, in minutes. */
      minutes: z.number().positive().max(527_040).default(5),
    }),
    result: z.object({
      links: z.array(
        z.object({
          kind: z.enum(['around', 'session', 'principal', 'sourceIP', 'resource', 'request', 'sharedEvent']),
          /** What they have in common: an ARN, an address, an id. */
          value: z.string(),
          view: View,
          count: Count,
        }),
      ),
    }),
  },
  /** One record by its position, or by its event ID (the first copy where recipient accounts differ). */
  'events.record': {
    params: z.object({
      case: CaseId,
      key: z.union([z.object({ seq: z.int() }), z.object({ eventId: z.string() })]),
    }),
    result: EventRecord,
  },
  /** The bytes of a record exactly as they stand in its file. Errors: input/source-gone, input/source-changed. */
  'events.raw': {
    params: z.object({
      case: CaseId,
      key: z.union([z.object({ seq: z.int() }), z.object({ eventId: z.string() })]),
    }),
    result: z.object({ base64: z.string(), provenance: Provenance }),
  },
} as const
