import { z } from 'zod'
import { parseField } from './field'

/** A column of the column table or a path into a JSON column; checked here, so that the engine may rely on it. */
export const Field = z
  .string()
  .max(1000)
  .refine((text) => {
    try {
      return parseField(text) !== null
    } catch {
      return false
    }
  }, 'not a field of CloudTrail events')

const common = {
  /** Stable within a View; names the clause when it is removed, disabled, or left out of its own facet. */
  id: z.string().min(1).max(100),
  /** The opposite: rows that do not match, null included. */
  exclude: z.boolean().default(false),
  /** Kept in the query bar but without effect. */
  disabled: z.boolean().default(false),
}

/** One clause. A View is the conjunction of its clauses. */
export const Filter = z.discriminatedUnion('kind', [
  /** The field is one of the values; `null` means the field is absent or null. */
  z.object({
    kind: z.literal('values'),
    ...common,
    field: Field,
    values: z.array(z.string().max(100_000).nullable()).min(1).max(1000),
  }),
  /** The field's text contains this, ignoring case. */
  z.object({ kind: z.literal('contains'), ...common, field: Field, text: z.string().min(1).max(10_000) }),
  /** Source address within a block: `198.51.100.0/24`, `2001:db8::/32`. */
  z.object({ kind: z.literal('cidr'), ...common, field: Field, block: z.string().max(64) }),
  /** Free text over every field, the nested JSON included, ignoring case. */
  z.object({ kind: z.literal('text'), ...common, text: z.string().min(1).max(10_000) }),
  /** Exactly this identifier anywhere it can stand: event, request or access key id, ARN, principal, address, resource. */
  z.object({ kind: z.literal('identifier'), ...common, value: z.string().min(1).max(10_000) }),
])
export type Filter = z.infer<typeof Filter>
export type FilterInput = z.input<typeof Filter>
