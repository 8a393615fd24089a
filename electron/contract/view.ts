import { z } from 'zod'
import { fieldNames } from './event'
import { Field, Filter } from './filter'

/** A moment as ISO 8601 in UTC with up to microseconds: `2026-03-04T10:07:31Z`. */
export const Instant = z.iso.datetime({ offset: false })

export const Sort = z.object({ field: z.enum(fieldNames), descending: z.boolean() })

/** What the person asked to see. Plain JSON: the same in the address, a saved view, undo history and `--view`. */
export const View = z.object({
  /** Half-open: from <= eventTime < to. Events without a time are outside every range. */
  range: z
    .object({ from: Instant, to: Instant })
    .refine(({ from, to }) => Date.parse(from) <= Date.parse(to), 'The range ends before it begins.')
    .nullable()
    .default(null),
  filters: z.array(Filter).max(200).default([]),
  sort: z
    .array(Sort)
    .max(4)
    .default([{ field: 'eventTime', descending: true }]),
  /** Columns of the table in their order; null leaves the choice to the window. */
  columns: z.array(Field).max(100).nullable().default(null),
})
export type View = z.infer<typeof View>
export type ViewInput = z.input<typeof View>
export type TimeRange = NonNullable<View['range']>

export const emptyView: View = View.parse({})
