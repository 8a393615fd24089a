import { type BinsGiven, binsPass } from './bin-rows'
import type { Bits } from './bits'
import { type MarkGiven, markPass } from './match-rows'
import { type TallyGiven, tallyPass } from './tally-rows'

/**
 * Work over all rows, a part a block of them, that any thread may take: each thread adds up what its parts come to, and
 * what all threads have is put together at the end. Nothing here waits for anything.
 */
export type Pass<Given, Result> = {
  begin(given: Given): Result
  part(given: Given, result: Result, part: number): void
}

/** What a pass reads or writes beside the columns: the only thing of it that lives no longer than the pass. */
export type WithBits = { readonly bits: Bits }

export const passes = { bins: binsPass, mark: markPass, tally: tallyPass }
export type PassName = keyof typeof passes
export type GivenOf = { bins: BinsGiven; mark: MarkGiven; tally: TallyGiven }
export type ResultOf = { bins: Uint32Array; mark: number[]; tally: Uint32Array[] }

/** The pass of that name, as one that takes what such a pass is given. */
export const passNamed = <N extends PassName>(name: N): Pass<GivenOf[N], ResultOf[N]> =>
  passes[name] as unknown as Pass<GivenOf[N], ResultOf[N]>
