import { compareValues } from '../series'
import type { ColumnView } from './code-column'

const shown = 9

/** Which series each code belongs to: one each for the nine largest, and one more for all the others. */
export type Stack = {
  /** Series by code. */
  of: Uint8Array
  /** Codes of the named series, largest first; `hasRest` when there is one more. */
  codes: number[]
  hasRest: boolean
}

export function stackOf(column: ColumnView, counts: Uint32Array): Stack {
  const present = Array.from(counts.keys()).filter((code) => (counts[code] as number) > 0)
  const textOf = (code: number) => column.texts?.[code] ?? null
  present.sort((a, b) => (counts[b] as number) - (counts[a] as number) || compareValues(textOf(a), textOf(b)))
  const codes = present.slice(0, shown)
  const of = new Uint8Array(column.distinct).fill(codes.length)
  codes.forEach((code, at) => {
    of[code] = at
  })
  return { of, codes, hasRest: present.length > shown }
}
