import { z } from 'zod'
import { CaseId } from './case'
import { SearchProgress } from './events'
import { Filter } from './filter'
import { View } from './view'

const Count = z.int().min(0)

export const findApi = {
  /**
   * The next or previous row of the sorted View that meets any of the clauses, without narrowing it: what marks in the
   * table and steps along one principal are made of.
   */
  'events.find': {
    params: z.object({
      case: CaseId,
      view: View,
      any: z.array(Filter).min(1).max(100),
      /** Row to begin at, itself included. */
      from: Count,
      direction: z.enum(['next', 'previous']),
    }),
    progress: SearchProgress,
    result: z.object({
      /** Null where no row in that direction matches. */
      index: Count.nullable(),
      /** Which of the matches it is, from 1, in the order of the View. */
      nth: Count.nullable(),
      /** Rows of the whole View that match. */
      matches: Count,
    }),
  },
} as const
