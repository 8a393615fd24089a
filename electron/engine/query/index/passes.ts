import { type BinsGiven, binsPass } from './bin-rows'
import type { Bits } from './bits'
import type { StoreView } from './code-column'
import type { CountedColumn } from './counting'
import { type MarkGiven, markPass } from './match-rows'
import type { RowSet } from './row-set'
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

/** What every pass is given: the columns that it reads, and the set of rows, where it reads one. */
export type Given = { bits?: Bits; stores: readonly PassStore[] }

/** One of the threads of a pass: its place in the room for counting of each column, and where rows are marked. */
export type Thread = {
  slot: number
  /** A bit a row, in memory that all threads share. Holds anything before. */
  marked: Bits
}

/**
 * Work over all rows, a part a block of them, that any thread may take: each thread adds up what its parts come to, and
 * what all threads have is put together at the end. Nothing here waits for anything.
 */
export type Pass<G extends Given, Result> = {
  begin(timeline: Timeline, given: G, thread: Thread): Work<Result>
}

/** One thread's share in a pass. What it counts lies in the room that all threads see. */
export type Work<Result> = {
  part(part: number): void
  /** What else the other thread has to say when there are no more parts. */
  told(): number
  /** What came of all parts; `told` by the other thread, null where none had a share. Valid whatever comes afterwards. */
  result(told: number | null): Result
}

export const passes = { bins: binsPass, mark: markPass, tally: tallyPass }
export type PassName = keyof typeof passes
export type GivenOf = { bins: BinsGiven; mark: MarkGiven; tally: TallyGiven }
export type ResultOf = { bins: Uint32Array; mark: RowSet; tally: Uint32Array[] }
/** What of a pass is sent along with it: all but the set and the columns, which another thread has already. */
export type Small = { [N in PassName]: Omit<GivenOf[N], keyof Given> }

/** The pass of that name, as one that takes what such a pass is given. */
export const passNamed = <N extends PassName>(name: N): Pass<GivenOf[N], ResultOf[N]> =>
  passes[name] as unknown as Pass<GivenOf[N], ResultOf[N]>
