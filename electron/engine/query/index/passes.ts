import { type BinsGiven, binsPass } from './bin-rows'
import type { Bits } from './bits'
import type { StoreView } from './code-column'
import type { CountedColumn } from './counting'
import { type Marked, type MarkGiven, markPass } from './match-rows'
import { type TallyGiven, tallyPass } from './tally-rows'

/** What leads from a time to rows: times ascend inside each run of rows. */
export type Timeline = {
  readonly rows: number
  readonly segments: readonly { readonly firstRow: number; readonly rows: number }[]
  /** Microseconds since 1970 by row, Infinity where there is no time. */
  readonly times: Float64Array
}

/** What a pass reads of a column. */
export type PassStore = CountedColumn & Pick<StoreView, 'blocks'>

/** What every pass is given: a set of rows that it reads or writes, and the columns that it reads. */
export type Given = { bits: Bits; stores: readonly PassStore[] }

/**
 * Work over all rows, a part a block of them, that any thread may take: each thread adds up what its parts come to, and
 * what all threads have is put together at the end. Nothing here waits for anything.
 */
export type Pass<G extends Given, Result> = {
  /** `slot` is the thread's place in the room for counting that every column has. */
  begin(timeline: Timeline, given: G, slot: number): Work<Result>
}

/** One thread's part in a pass. */
export type Work<Result> = { part(part: number): void; result(): Result }

export const passes = { bins: binsPass, mark: markPass, tally: tallyPass }
export type PassName = keyof typeof passes
export type GivenOf = { bins: BinsGiven; mark: MarkGiven; tally: TallyGiven }
export type ResultOf = { bins: Uint32Array; mark: Marked; tally: Uint32Array[] }
/** What of a pass is sent along with it: all but the set and the columns, which another thread has already. */
export type Small = { [N in PassName]: Omit<GivenOf[N], keyof Given> }

/** The pass of that name, as one that takes what such a pass is given. */
export const passNamed = <N extends PassName>(name: N): Pass<GivenOf[N], ResultOf[N]> =>
  passes[name] as unknown as Pass<GivenOf[N], ResultOf[N]>
